/** A time as the API shows it: ISO 8601 in UTC, to the millisecond. Inside jsonb the database answers text. */
export const timestamp = (time: Date | string): string => new Date(time).toISOString()
export const timestampOrNull = (time: Date | string | null): string | null => (time === null ? null : timestamp(time))
