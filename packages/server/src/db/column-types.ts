import type { ColumnType } from "kysely"

/** Anything JSON can say. */
type JsonValue = string | number | boolean | null | JsonValue[] | { [key: string]: JsonValue }

/**
 * A jsonb column: read as a value, written as text made by `JSON.stringify`.
 *
 * The drivers disagree on everything else: `pg` takes a JavaScript array for a Postgres array (22P02), PGlite does not.
 */
export type Json = ColumnType<JsonValue, string, string>

/** A bigint column, read as a number; a value beyond 2^53 is a RangeError on both databases. */
export type Int8 = ColumnType<number, number, number>

/** A bytea column: `pg` answers a Buffer, PGlite a Uint8Array, so count on the latter. */
export type Bytes = Uint8Array
