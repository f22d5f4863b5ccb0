import { ApiFailure } from "@covenant/contract"
import type { RawBuilder } from "kysely"
import { sql } from "kysely"
import { codeOf, constraintOf } from "../db/connection.ts"

export type Metadata = Readonly<Record<string, unknown>>

/** New metadata as it is stored: text for the jsonb column, without the keys that are `""`. */
export const newMetadata = (metadata: Metadata | null | undefined): string | null =>
  metadata ? JSON.stringify(Object.fromEntries(Object.entries(metadata).filter(([, value]) => value !== ""))) : null

/**
 * The column `metadata` after a change, as an expression, so that two changes at once both arrive: keys set to `""`
 * disappear, other keys are replaced, nested objects as a whole; null empties it.
 */
export function mergedMetadata(change: Metadata | null): RawBuilder<string> | null {
  if (change === null) return null
  const removed = Object.entries(change).flatMap(([key, value]) => (value === "" ? [key] : []))
  return sql<string>`(coalesce(metadata, '{}'::jsonb) || ${JSON.stringify(change)}::jsonb) - ${removed}::text[]`
}

/** A metadata column as it is shown: an object, or null when there is none. */
export const objectOrNull = (value: unknown): Record<string, unknown> | null =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : null

/** The refusal behind a write that would have made some metadata larger than its column's check allows. */
export const metadataTooLarge = (error: unknown): ApiFailure | undefined =>
  codeOf(error) === "23514" && constraintOf(error)?.endsWith("_metadata_size")
    ? new ApiFailure("invalid_request", {
        errors: [{ path: "metadata", code: "too_long", message: "The metadata must stay within 64 KiB of JSON." }],
      })
    : undefined
