import type { Kysely } from "kysely"
import type { Database } from "../db/generated/database.ts"
import { insertPublishableKey } from "./queries.ts"

/** Makes the key where there is none of this id. One that was revoked stays so. */
export const ensurePublishableKey = (db: Kysely<Database>, key: { id: string; title: string }): Promise<void> =>
  insertPublishableKey(db, key)
