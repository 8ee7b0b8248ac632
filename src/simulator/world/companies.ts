import type { JsonObject } from '../state/stored.ts';

function company(_id: string, name: string, slug: string, color: string, backgroundColor = color): JsonObject {
  const logo = { url: `https://cdn-public.example.com/logos/${slug}.png`, backgroundColor };
  return { _id, name, branding: { logo, color } };
}

/** The company of accounts and tasks that are added without one. */
export const ACME: JsonObject = {
  _id: '5f1b3c9a7d2e480012ac3e01',
  name: 'Acme',
  branding: { logo: { url: 'https://cdn-public.example.com/acme.png' }, color: '#d7263d' },
};

/** Invented merchants that could be real ones. */
export const MARQUEE = company('5e8d0f1c2a6b4d0008c1a101', 'Marquee+', 'marquee-plus', '#5b2be0', '#120a2e');
export const TEMPO = company('5e8d0f1c2a6b4d0008c1a102', 'Tempo Music', 'tempo-music', '#11a36b');
export const DAILY_LEDGER = company(
  '5e8d0f1c2a6b4d0008c1a103',
  'The Daily Ledger',
  'daily-ledger',
  '#1d1d1b',
  '#ffffff',
);
export const IRONWORKS = company('5e8d0f1c2a6b4d0008c1a104', 'Ironworks Gym', 'ironworks-gym', '#e4572e');
export const GRANITE = company('5e8d0f1c2a6b4d0008c1b201', 'Granite Auto Finance', 'granite-auto', '#33475b');
export const SCHOLAR = company('5e8d0f1c2a6b4d0008c1b202', 'Scholar Loan Servicing', 'scholar', '#0a5ea8', '#e8f1fa');
export const HARBOR = company('5e8d0f1c2a6b4d0008c1c301', 'Harbor Mutual Insurance', 'harbor-mutual', '#00695c');
export const NORTHLINE = company('5e8d0f1c2a6b4d0008c1d401', 'Northline Wireless', 'northline', '#c2185b', '#fff0f6');
export const BRIGHTWIRE = company('5e8d0f1c2a6b4d0008c1d402', 'Brightwire Internet', 'brightwire', '#f29f05');
export const PARCEL = company('5e8d0f1c2a6b4d0008c1e501', 'Parcel & Pantry', 'parcel-pantry', '#f4511e');
export const LOVELACE_WORKS = company('5e8d0f1c2a6b4d0008c1f601', 'Lovelace Analytical Works', 'lovelace', '#7a5c3e');
