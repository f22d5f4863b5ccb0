import type { Kysely } from "kysely"
import { sql } from "kysely"

/**
 * Requests that named themselves by an `Idempotency-Key` and were done, each written in the transaction of what it changed.
 * `key_hash` and `fingerprint` are keyed hashes; `answer_enc` is AES-256-GCM, because answers may hold secrets.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table idempotent_request (
      key_hash    text primary key check (length(key_hash) = 43),
      fingerprint bytea not null check (octet_length(fingerprint) = 32),
      answer_enc  bytea,
      created_at  timestamptz not null default now()
    )`.execute(db)
  await sql`create index idempotent_request_sweep on idempotent_request (created_at)`.execute(db)
}
