import type { Kysely } from "kysely"
import type { JWK } from "jose"
import { calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK } from "jose"
import type { Database } from "../db/generated/database.ts"
import type { SigningKey, VerifyingKey } from "./access-token.ts"
import type { Clock } from "./clock.ts"
import type { Vault } from "./encryption.ts"

/**
 * The keys of access tokens, as the database has them: `next` (published, not yet used) → `active` → `retired`
 * (published until the last token is dead) → removed.
 */
export interface KeyRing {
  /** The key that signs. Throws when there is none, or ours cannot open it. */
  active(): Promise<SigningKey>
  /** A key of any state, or undefined. An id that is not known is looked for again at most once in ten seconds. */
  find(kid: string): Promise<VerifyingKey | undefined>
  /** What `/.well-known/jwks.json` shows: never a private part. */
  publicKeys(): Promise<JWK[]>
}

const poll_ms = 30_000
const refetch_ms = 10_000
const purpose = "signing key"

interface LoadedKey extends VerifyingKey {
  state: string
  jwk: JWK
  private_enc: Uint8Array
}

interface Loaded {
  at_ms: number
  keys: Map<string, LoadedKey>
}

export interface KeyRingOptions {
  db: Kysely<Database>
  vault: Vault
  clock: Clock
}

/**
 * A ring that looks at the database when it is asked and its knowledge is older than 30 seconds: without a timer, a key
 * that another instance rotated or removed is noticed as soon as by polling.
 *
 * Never asks inside a transaction of the caller, so it must not be called from one.
 */
export function createKeyRing({ db, vault, clock }: KeyRingOptions): KeyRing {
  let loaded: Loaded | undefined
  let loading: Promise<Loaded> | undefined
  let signing: SigningKey | undefined

  const load = (): Promise<Loaded> => {
    loading ??= loadKeys(db, loaded?.keys)
      .then((keys) => (loaded = { at_ms: clock.now().getTime(), keys }))
      .finally(() => (loading = undefined))
    return loading
  }
  const youngerThan = async (most_ms: number): Promise<Loaded> => {
    // Also reload when the clock went back: an age below zero says nothing.
    const age_ms = loaded ? clock.now().getTime() - loaded.at_ms : Infinity
    return loaded && age_ms >= 0 && age_ms < most_ms ? loaded : load()
  }

  return {
    async active() {
      const { keys } = await youngerThan(poll_ms)
      const key = [...keys.values()].find(({ state }) => state === "active")
      if (!key) throw new Error("There is no active signing key.")
      if (signing?.kid !== key.kid) signing = { ...key, private_key: await openPrivateKey(key, vault) }
      return signing
    },
    async find(kid) {
      const { keys } = await youngerThan(poll_ms)
      return keys.get(kid) ?? (await youngerThan(refetch_ms)).keys.get(kid)
    },
    async publicKeys() {
      const { keys } = await youngerThan(poll_ms)
      return [...keys.values()].map(({ jwk }) => jwk)
    },
  }
}

/** Makes and stores the first signing key where there is none; of several processes that start at once, one does. */
export async function ensureSigningKey(db: Kysely<Database>, vault: Vault): Promise<void> {
  const active = await db.selectFrom("signing_key").select("kid").where("state", "=", "active").executeTakeFirst()
  if (active) return
  await insertSigningKey(db, vault, "active")
}

/** A new key in the given state; ES256 unless the deployment has its reasons. Inserts nothing, and answers undefined, when it would be a second active one. */
export async function insertSigningKey(
  db: Kysely<Database>,
  vault: Vault,
  state: "next" | "active",
  alg: "ES256" | "RS256" | "EdDSA" = "ES256",
): Promise<string | undefined> {
  const { publicKey, privateKey } = await generateKeyPair(alg, { extractable: true })
  const public_jwk = await exportJWK(publicKey)
  const kid = await calculateJwkThumbprint(public_jwk)
  const inserted = await db
    .insertInto("signing_key")
    .values({
      kid,
      alg,
      state,
      public_jwk: JSON.stringify(public_jwk),
      private_enc: vault.seal(purpose, JSON.stringify(await exportJWK(privateKey)), kid),
      kek_id: vault.current_key_id,
      ...(state === "active" ? { activated_at: new Date() } : {}),
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning("kid")
    .executeTakeFirst()
  return inserted?.kid
}

async function loadKeys(
  db: Kysely<Database>,
  known: ReadonlyMap<string, LoadedKey> | undefined,
): Promise<Map<string, LoadedKey>> {
  const rows = await db
    .selectFrom("signing_key")
    .select(["kid", "alg", "state", "public_jwk", "private_enc"])
    .orderBy("created_at", "desc")
    .orderBy("kid")
    .execute()
  const keys = await Promise.all(
    rows.map(async ({ kid, alg, state, public_jwk, private_enc }): Promise<LoadedKey> => {
      const same = known?.get(kid)
      if (same) return Object.assign(same, { state })
      const { kty, crv, x, y, n, e } = public_jwk as JWK // we wrote it, with exportJWK of a public key
      const jwk = { kty, crv, x, y, n, e, kid, alg, use: "sig" } as JWK
      const public_key = await importJWK(jwk, alg)
      if (public_key instanceof Uint8Array) throw new Error(`The signing key ${kid} is not a public key.`)
      return { kid, alg, state, jwk, public_key, private_enc }
    }),
  )
  return new Map(keys.map((key) => [key.kid, key]))
}

async function openPrivateKey({ kid, alg, private_enc }: LoadedKey, vault: Vault): Promise<CryptoKey> {
  const jwk = JSON.parse(vault.open(purpose, private_enc, kid).toString()) as JWK // we wrote it, with exportJWK
  const key = await importJWK(jwk, alg)
  if (key instanceof Uint8Array) throw new Error(`The signing key ${kid} is not a private key.`)
  return key
}
