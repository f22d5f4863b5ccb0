import type { Database } from "../db/generated/database.ts"

/** A column whose bytes a vault sealed. */
export interface SealedColumn {
  table: keyof Database
  /** The primary key, one column. */
  key: string
  column: string
  /** What `seal` was told the bytes are for. */
  purpose: string
  /** The column whose text `seal` was told the bytes belong to. */
  place: string
  /** A column that repeats the id of the key, for people. */
  key_id?: string
  /** What a row is, one and several. */
  noun: readonly [string, string]
}

/** Every column that is sealed; a test compares them with the tables. Whoever adds one adds it here. */
export const sealedColumns: readonly SealedColumn[] = [
  {
    table: "signing_key",
    key: "kid",
    column: "private_enc",
    purpose: "signing key",
    place: "kid",
    key_id: "kek_id",
    noun: ["signing key", "signing keys"],
  },
  {
    table: "outbox",
    key: "id",
    column: "payload_enc",
    purpose: "outbox",
    place: "topic",
    noun: ["message", "messages"],
  },
  {
    table: "idempotent_request",
    key: "key_hash",
    column: "answer_enc",
    purpose: "idempotent request",
    place: "key_hash",
    noun: ["kept answer", "kept answers"],
  },
  {
    table: "oauth_flow",
    key: "id",
    column: "code_verifier_enc",
    purpose: "oauth flow",
    place: "id",
    noun: ["sign-in on its way", "sign-ins on their way"],
  },
  {
    table: "app_credential",
    key: "app_id",
    column: "data_key_enc",
    purpose: "app data key",
    place: "app_id",
    noun: ["connected app", "connected apps"],
  },
]
