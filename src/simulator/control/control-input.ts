import Type from 'typebox';
import { invalid } from '../api-errors.ts';
import { check } from '../validation.ts';

const clockChange = Type.Object({
  advanceMs: Type.Optional(Type.Integer({ minimum: -1e12, maximum: 1e12 })),
  now: Type.Optional(Type.String()),
});

export function checkClockChange(input: unknown): { now?: string; advanceMs?: number } {
  const change = check(clockChange, input);
  if (change.now === undefined && change.advanceMs === undefined) throw invalid('advanceMs or now is required');
  if (change.now !== undefined && Number.isNaN(Date.parse(change.now))) throw invalid('now must be an ISO 8601 date');
  return change;
}

const receiver = Type.Object({ url: Type.Union([Type.String({ pattern: '^https?://[^\\s]+$' }), Type.Null()]) });

export function checkReceiver(input: unknown): string | null {
  const { url } = check(receiver, input);
  if (url !== null && !URL.canParse(url)) throw invalid('url must be an http or https URL, or null');
  return url;
}
