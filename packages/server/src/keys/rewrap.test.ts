import { randomBytes } from "node:crypto"
import { sql } from "kysely"
import { afterEach, beforeEach, describe, expect, inject, test } from "vitest"
import type { TestApp } from "../../../../test/setup/app.ts"
import { startTestApp } from "../../../../test/setup/app.ts"
import { anotherInstance, ask, newCustomer, signIn, succeed } from "../../../../test/setup/people.ts"
import type { NamedKey } from "../config.ts"
import type { Vault } from "../lib/encryption.ts"
import { createVault, keyTag } from "../lib/encryption.ts"
import { createKeyRing } from "../lib/key-ring.ts"
import { enqueue, readPayload } from "../lib/outbox.ts"
import { keysInUse, mayGo } from "./key-use.ts"
import { rewrapAll } from "./rewrap.ts"
import { sealedColumns } from "./sealed-columns.ts"

let app: TestApp
/** The key the app runs with, a newer one, and the vaults of each step of replacing one by the other. */
let old: NamedKey
let young: NamedKey
let both: Vault
let young_alone: Vault

const vaultOf = (...keys: NamedKey[]) => createVault(new Map(keys.map(({ id, key }) => [id, key])))

beforeEach(async () => {
  app = await startTestApp()
  const [first] = app.config.kek_keys
  if (!first) throw new Error("a test app has a key")
  old = first
  young = { id: "young", key: new Uint8Array(randomBytes(32)) }
  both = vaultOf(young, old)
  young_alone = vaultOf(young)
})
afterEach(() => app.close())

/** An instance that was restarted with other keys. */
const restartedWith = (...kek_keys: NamedKey[]) =>
  anotherInstance({ ...app, services: { ...app.services, config: { ...app.config, kek_keys } } })
const write = async (vault: Vault, count: number) => {
  for (let n = 0; n < count; n++) {
    await enqueue(app.db, vault, { topic: "invite.created", payload: { user_email: `${n}@staff.example`, token: "t" } })
  }
}
const messages = () => app.db.selectFrom("outbox").select(["id", "topic", "payload_enc"]).orderBy("id").execute()
const readWith = async (vault: Vault) => (await messages()).map((row) => readPayload(vault, row))
const usesOf = (vault: Vault, ...keys: NamedKey[]) =>
  keysInUse(
    app.db,
    vault,
    keys.map(({ id }) => id),
  )
const total = (done: { rewrapped: number }[]) => done.reduce((sum, { rewrapped }) => sum + rewrapped, 0)

describe("rewrapping", () => {
  test("every column that is sealed is known to it", async () => {
    const { rows } = await sql<{ name: string }>`select table_name || '.' || column_name as name
      from information_schema.columns where table_schema = 'public' and data_type = 'bytea'
      and column_name like '%\\_enc' order by 1`.execute(app.db)
    expect(rows.map(({ name }) => name)).toEqual(
      sealedColumns.map(({ table, column }) => `${table}.${column}`).toSorted(),
    )
  })

  test("seals everything again with the current key, in batches; what it held is the same, and the old key is not needed", async () => {
    await write(app.services.vault, 7)
    const before = await readWith(app.services.vault)
    const { kid } = await app.services.keys.active()
    const batches: string[] = []

    const done = await rewrapAll(app.db, both, { batch: 3, onBatch: (table, rows) => batches.push(`${table} ${rows}`) })

    expect(done).toEqual([
      { table: "signing_key", rewrapped: 1, unreadable: 0 },
      { table: "outbox", rewrapped: 7, unreadable: 0 },
      { table: "idempotent_request", rewrapped: 0, unreadable: 0 },
      { table: "oauth_flow", rewrapped: 0, unreadable: 0 },
      { table: "app_credential", rewrapped: 0, unreadable: 0 },
    ])
    expect(batches).toEqual(["signing_key 1", "outbox 3", "outbox 6", "outbox 7"])
    expect(await readWith(young_alone)).toEqual(before)
    const ring = createKeyRing({ db: app.db, vault: young_alone, clock: app.clock })
    expect((await ring.active()).kid).toBe(kid)
    expect(await app.db.selectFrom("signing_key").select("kek_id").execute()).toEqual([{ kek_id: "young" }])
    const records = await app.db.selectFrom("audit_event").select("details").where("event", "=", "rewrapped").execute()
    expect(records).toHaveLength(4)
    expect(await rewrapAll(app.db, both)).toEqual([
      { table: "signing_key", rewrapped: 0, unreadable: 0 },
      { table: "outbox", rewrapped: 0, unreadable: 0 },
      { table: "idempotent_request", rewrapped: 0, unreadable: 0 },
      { table: "oauth_flow", rewrapped: 0, unreadable: 0 },
      { table: "app_credential", rewrapped: 0, unreadable: 0 },
    ])
  })

  test("is stopped in the middle and run again: nothing is done twice, nothing is left out", async () => {
    await write(app.services.vault, 6)
    const stopped = rewrapAll(app.db, both, {
      batch: 2,
      onBatch: (table, rows) => {
        if (table === "outbox" && rows === 4) throw new Error("stopped")
      },
    })
    await expect(stopped).rejects.toThrow("stopped")
    expect(await readWith(both)).toHaveLength(6)

    expect(total(await rewrapAll(app.db, both, { batch: 2 }))).toBe(2)
    expect(await readWith(young_alone)).toHaveLength(6)
  })

  test("servers go on meanwhile, before and after, and new messages need no other round", async () => {
    const server = await restartedWith(young, old)
    const { email } = await newCustomer(app)
    await write(app.services.vault, 4)
    const work = rewrapAll(app.db, both, { batch: 1 })
    const tokens = await Promise.all([signIn(server, email), signIn(app, email), signIn(server, email)])
    await write(both, 2)
    await work
    for (const { token } of tokens) await succeed(server, "GET /store/customers/me", { token })
    expect(await readWith(young_alone)).toHaveLength(6)
    await server.close()
  })

  test("a row that was damaged, moved, or whose key is gone stays as it is, and is counted", async () => {
    await write(app.services.vault, 2)
    await write(vaultOf({ id: "gone", key: randomBytes(32) }), 1)
    const [moved, damaged] = (await messages()).map(({ id }) => id)
    await app.db.updateTable("outbox").set({ topic: "other" }).where("id", "=", Number(moved)).execute()
    const flipped = sql<Uint8Array>`set_byte(payload_enc, 40, get_byte(payload_enc, 40) # 1)`
    await app.db.updateTable("outbox").set({ payload_enc: flipped }).where("id", "=", Number(damaged)).execute()
    const before = await messages()

    expect(await rewrapAll(app.db, both, { batch: 2 })).toContainEqual({ table: "outbox", rewrapped: 0, unreadable: 3 })
    expect(await messages()).toEqual(before)
    expect((await usesOf(both, young, old)).map(({ id, standing, sealed }) => ({ id, standing, sealed }))).toEqual([
      { id: "young", standing: "current", sealed: { signing_key: 1 } },
      { id: old.id, standing: "older", sealed: { outbox: 2 } },
      { id: `?${keyTag("gone").toString("hex")}`, standing: "missing", sealed: { outbox: 1 } },
    ])
  })

  test.runIf(inject("databaseUrl") !== "")(
    "a row that a server holds is nobody's to wait for: the next round finds it",
    async () => {
      await write(app.services.vault, 3)
      const [held] = await messages()
      await app.db.transaction().execute(async (trx) => {
        await trx.selectFrom("outbox").select("id").where("id", "=", Number(held?.id)).forUpdate().execute()
        expect(await rewrapAll(app.db, both)).toContainEqual({ table: "outbox", rewrapped: 2, unreadable: 0 })
      })
      expect(await rewrapAll(app.db, both)).toContainEqual({ table: "outbox", rewrapped: 1, unreadable: 0 })
    },
  )
})

describe("letting a key go", () => {
  test("is refused while rows or sessions need it, and says which; refreshed sessions need it no more", async () => {
    const customer = await newCustomer(app)
    await write(app.services.vault, 2)
    const server = await restartedWith(young, old)
    const older = async () => {
      const use = (await usesOf(both, young, old)).find(({ id }) => id === old.id)
      if (!use) throw new Error("it is in KEK_KEYS")
      return use
    }

    const before = await older()
    expect(before).toMatchObject({ standing: "older", sealed: { signing_key: 1, outbox: 2 } })
    expect(before.sessions).toBeGreaterThan(0)
    expect(mayGo(before)).toBe(false)

    await rewrapAll(app.db, both)
    const rewrapped = await older()
    expect(rewrapped).toMatchObject({ sealed: {}, sessions: before.sessions })
    expect(rewrapped.sessions_end?.getTime()).toBeGreaterThan(Date.now())
    expect(mayGo(rewrapped)).toBe(false)

    const refresh = (instance: TestApp, refresh_token: unknown) =>
      succeed(instance, "POST /auth/token/refresh", { body: { refresh_token } })
    const { body } = await refresh(server, customer.refresh_token)
    expect((await older()).sessions).toBe(before.sessions - 1)
    await app.db.updateTable("session").set({ revoked_at: new Date() }).where("rt_key_id", "=", old.id).execute()
    expect(mayGo(await older())).toBe(true)

    const later = await restartedWith(young)
    await refresh(later, body["refresh_token"])
    await succeed(later, "GET /store/customers/me", { token: body["token"] })
    await Promise.all([server.close(), later.close()])
  })

  test("without it a refresh token it made is 401, and the session is not ended by that", async () => {
    const { refresh_token, token } = await newCustomer(app)
    await rewrapAll(app.db, both)
    const without = await restartedWith(young)
    expect((await ask(without, "POST /auth/token/refresh", { body: { refresh_token } })).status).toBe(401)
    await succeed(without, "GET /store/customers/me", { token })
    expect((await usesOf(young_alone, young)).find(({ id }) => id === old.id)).toMatchObject({ standing: "missing" })
    await without.close()
  })
})
