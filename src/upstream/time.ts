/** RFC 3339: a full date, or a date-time. Without an offset a date-time is UTC. Leap seconds have no place in a `Date`. */
const pattern =
  /^(\d{4})-(\d{2})-(\d{2})(?:[Tt]([01]\d|2[0-3]):([0-5]\d):([0-5]\d)(?:\.(\d{1,12}))?([Zz]|[+-](?:[01]\d|2[0-3]):[0-5]\d)?)?$/;

/** Whether the text is a full date or a date-time of RFC 3339, on a day that exists. */
export function isTime(text: string): boolean {
  return toDate(text) !== null;
}

/** The point in time; null for anything that is not exactly one. A full date is midnight UTC. */
export function toDate(raw: string | null | undefined): Date | null {
  const match = raw == null ? null : pattern.exec(raw);
  if (!match) return null;
  const [, year = '', month = '', day = '', hour = '00', minute = '00', second = '00', fraction = '', zone] = match;
  const midnight = new Date(`${year}-${month}-${day}T00:00:00.000Z`);
  // A day such as 30 February rolls over.
  if (Number.isNaN(midnight.getTime()) || midnight.getUTCDate() !== Number(day)) return null;
  const milliseconds = fraction.slice(0, 3).padEnd(3, '0');
  return new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}.${milliseconds}${zone?.toUpperCase() ?? 'Z'}`);
}

/** The calendar day as the upstream wrote it, whatever the offset. */
export function toDay(raw: string | null | undefined): string | null {
  return raw != null && isTime(raw) ? raw.slice(0, 10) : null;
}
