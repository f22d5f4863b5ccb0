import type { Kysely } from "kysely"
import type { Database } from "../db/generated/database.ts"
import { insertPublishableKey } from "./queries.ts"

/** Makes the key where there is none of this id. One that was revoked or deleted stays so. */
export async function ensurePublishableKey(db: Kysely<Database>, key: { id: string; title: string }): Promise<void> {
  await insertPublishableKey(db, key)
}
