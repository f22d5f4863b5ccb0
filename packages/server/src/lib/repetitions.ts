import { ApiFailure } from "@covenant/contract"
import type { KeyedRequest, KeyedWork, Repetitions } from "@covenant/express"
import type { Kysely, Transaction } from "kysely"
import { sql } from "kysely"
import { codeOf } from "../db/connection.ts"
import type { Database } from "../db/generated/database.ts"
import type { Vault } from "./encryption.ts"
import { mac } from "./encryption.ts"
import { afterCommit, witnessed } from "./retry.ts"

interface Keeper {
  db: Kysely<Database>
  vault: Vault
}

/** How long an answer is kept. */
const kept_for = sql`interval '24 hours'`
/** How long a repetition waits for the transaction of its twin, before it is told to come back. */
const wait = "1s"
const lock_not_available = "55P03"

const purpose = "idempotent request"

/** Answers of requests that named themselves, see {@link keepAnswer}. */
export const createRepetitions = (keeper: Keeper): Repetitions => ({
  async firstAnswer(request) {
    const { key_hash, fingerprint } = hashesOf(keeper.vault, request)
    const row = await keeper.db
      .selectFrom("idempotent_request")
      .select(["fingerprint", "answer_enc"])
      .where("key_hash", "=", key_hash)
      .where("created_at", ">", sql<Date>`now() - ${kept_for}`)
      .executeTakeFirst()
    if (!row?.answer_enc) return undefined
    if (!fingerprint.equals(row.fingerprint)) throw new ApiFailure("idempotency_key_reused")
    return JSON.parse(keeper.vault.open(purpose, row.answer_enc, key_hash).toString()) // as keepAnswer wrote it
  },
})

/**
 * The database for a request that names itself: its one transaction begins by writing down that the request is being done
 * and ends by writing down its answer, so that no crash can part the request from what it did.
 *
 * The result of that transaction must be what the handler answers. A twin that is in its transaction is waited for, a second
 * at most, and then 409 `request_in_progress` is thrown; also when it has just committed, because then there is an answer.
 */
export function keepAnswer({ db, vault }: Keeper, { request, answerOf }: KeyedWork): Kysely<Database> {
  const { key_hash, fingerprint } = hashesOf(vault, request)
  let done = false
  return witnessed(db, {
    async begins(trx) {
      if (done) throw new Error(`${request.operation_id} changes something in two transactions`)
      if (!(await claim(trx, key_hash, fingerprint))) throw new ApiFailure("request_in_progress")
      afterCommit(trx, () => (done = true))
    },
    async ends(trx, result) {
      const answer_enc = vault.seal(purpose, JSON.stringify(answerOf(result)), key_hash)
      await trx.updateTable("idempotent_request").set({ answer_enc }).where("key_hash", "=", key_hash).execute()
    },
  })
}

/** Writes the request down. Answers false when it is there already; one that was kept long enough is written over. */
async function claim(trx: Transaction<Database>, key_hash: string, fingerprint: Uint8Array): Promise<boolean> {
  const { rows } = await sql<{ usual: string }>`
    select current_setting('lock_timeout') as usual, set_config('lock_timeout', ${wait}, true)`.execute(trx)
  try {
    const claimed = await trx
      .insertInto("idempotent_request")
      .values({ key_hash, fingerprint })
      .onConflict((conflict) =>
        conflict
          .column("key_hash")
          .doUpdateSet({ fingerprint, answer_enc: null, created_at: sql<Date>`now()` })
          .where("idempotent_request.created_at", "<=", sql<Date>`now() - ${kept_for}`),
      )
      .returning("key_hash")
      .executeTakeFirst()
    await sql`select set_config('lock_timeout', ${rows[0]?.usual ?? "0"}, true)`.execute(trx)
    return claimed !== undefined
  } catch (error) {
    if (codeOf(error) === lock_not_available) return false
    throw error
  }
}

/**
 * What the request is known by. Keys are apart for each credential, so that nobody can ask for an answer of somebody else;
 * those of requests without a credential share one space, where the body is what only its sender knows.
 */
function hashesOf(vault: Vault, { operation_id, key, credential, target, body }: KeyedRequest) {
  const secret = vault.derive("idempotent requests")
  if (!secret) throw new Error("There is no key to know repeated requests by.")
  const who = credential ? [credential.in, "name" in credential ? credential.name : "", credential.value] : []
  return {
    key_hash: mac(secret, "key", key, ...who).toString("base64url"),
    fingerprint: mac(secret, "request", operation_id, target, body, ...who),
  }
}
