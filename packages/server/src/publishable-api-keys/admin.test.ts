import { randomUUID } from "node:crypto"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { startTestApp, type TestApp } from "../../../../test/setup/app.ts"
import { atOnce } from "../../../../test/setup/at-once.ts"
import { anotherInstance, ask, refuse, succeed } from "../../../../test/setup/people.ts"
import { contents } from "../../../../test/setup/rows.ts"
import { newStaff, recordsOf, type Staff } from "../../../../test/setup/staff.ts"
import { ensurePublishableKey } from "./ensure-publishable-key.ts"
import { remembered_seconds } from "./remembered-keys.ts"

let app: TestApp
/** A member of staff without any particular rights. */
let noor: Staff
let token: string
beforeAll(async () => {
  app = await startTestApp()
  noor = await newStaff(app)
  token = noor.token
})
afterAll(() => app.close())

interface Key {
  id: string
  title: string
  revoked_at: string | null
  updated_at: string
}
const keyOf = ({ body }: { body: Record<string, unknown> }) => body["publishable_api_key"] as Key // the second reader holds it to the contract
const keys = "/admin/publishable-api-keys"
const newKey = async (title = "Storefront") => keyOf(await succeed(app, `POST ${keys}`, { token, body: { title } }))
const newChannel = async (name = "Channel") => {
  const { body } = await succeed(app, "POST /admin/sales-channels", { token, body: { name } })
  return (body["sales_channel"] as { id: string }).id // as above
}
const batch = (...ids: string[]) => ({ token, body: { sales_channel_ids: ids.map((id) => ({ id })) } })
const channelsOf = async (id: string, query = "") => {
  const { body } = await succeed(app, `GET ${keys}/${id}/sales-channels${query}`, { token })
  return (body["sales_channels"] as { id: string }[]).map((channel) => channel.id) // as above
}
const idsOf = (body: Record<string, unknown>) => (body["publishable_api_keys"] as Key[]).map(({ id }) => id) // as above

/** Whether a storefront that sends this key is let in: it is then asked who it is. */
async function isLetIn(key: string, instance = app): Promise<boolean> {
  const answer = await instance.fetch("/store/customers/me", { headers: { "x-publishable-api-key": key } })
  const { code } = (await answer.json()) as { code: string } // an ApiError
  expect(["token_missing", "publishable_key_required"]).toContain(code)
  return code === "token_missing"
}

describe("POST /admin/publishable-api-keys", () => {
  test("200 the id is the value, and it works at once, on every instance", async () => {
    const other = await anotherInstance(app)
    const key = await newKey("Larkspur")
    expect(key).toMatchObject({ title: "Larkspur", created_by: noor.id, revoked_by: null, revoked_at: null })
    expect(key.id).toMatch(/^pk_[0-9A-Z]{26}$/u)
    expect(await isLetIn(key.id)).toBe(true)
    expect(await isLetIn(key.id, other)).toBe(true)
    await other.close()
    const [record] = (await recordsOf(app, "publishable_key_created", noor.id)).slice(-1)
    expect(record).toMatchObject({ outcome: "success", details: { publishable_key_id: key.id } })
  })

  test.each([
    {},
    { title: "" },
    { title: "x".repeat(256) },
    { title: ["x"] },
    { title: "a\u0000" },
    { title: "x", id: "pk_1" },
  ])("400 for %j, and nothing is stored", async (body) => {
    const before = await contents(app.db)
    await refuse(app, `POST ${keys}`, "invalid_request", { token, body })
    expect(await contents(app.db)).toEqual(before)
  })
})

describe("GET /admin/publishable-api-keys", () => {
  test("200 newest first, narrowed by a text in the title, revoked ones included, deleted ones not", async () => {
    const mark = randomUUID()
    const [first, second, third] = [await newKey(`a ${mark}`), await newKey(`c ${mark}`), await newKey(`b ${mark}`)]
    await succeed(app, `POST ${keys}/${first.id}/revoke`, { token })
    const list = async (query: string) => (await succeed(app, `GET ${keys}?q=${mark}${query}`, { token })).body
    expect(idsOf(await list(""))).toEqual([third.id, second.id, first.id])
    expect(idsOf(await list("&order=title"))).toEqual([first.id, third.id, second.id])
    const page = await list("&order=title&limit=1&offset=1&fields=title")
    expect(page).toEqual({
      publishable_api_keys: [{ id: third.id, title: third.title }],
      count: 3,
      offset: 1,
      limit: 1,
    })
    await succeed(app, `DELETE ${keys}/${second.id}`, { token })
    expect(idsOf(await list(""))).toEqual([third.id, first.id])
  })

  test.each(["order=created_by", "fields=value", "limit=101", "expand=sales_channels"])(
    "400 for ?%s",
    async (query) => {
      await refuse(app, `GET ${keys}?${query}`, "invalid_request", { token })
    },
  )
})

describe("a publishable key that is there", () => {
  test("200 can be read and renamed; renaming it to what it is called changes nothing", async () => {
    const key = await newKey()
    expect(keyOf(await succeed(app, `GET ${keys}/${key.id}`, { token }))).toEqual(key)
    const renamed = keyOf(await succeed(app, `POST ${keys}/${key.id}`, { token, body: { title: "Another" } }))
    expect(renamed).toEqual({ ...key, title: "Another", updated_at: renamed.updated_at })
    for (const body of [{}, { title: "Another" }]) {
      expect(keyOf(await succeed(app, `POST ${keys}/${key.id}`, { token, body }))).toEqual(renamed)
    }
  })

  test("200 revoking it twice answers the first `revoked_at` and who did it first; it goes on being read", async () => {
    const other = await newStaff(app)
    const { id } = await newKey()
    const revoked = keyOf(await succeed(app, `POST ${keys}/${id}/revoke`, { token }))
    expect(revoked).toMatchObject({ revoked_by: noor.id })
    expect(revoked.revoked_at).not.toBeNull()
    expect(keyOf(await succeed(app, `POST ${keys}/${id}/revoke`, { token: other.token }))).toEqual(revoked)
    expect(keyOf(await succeed(app, `GET ${keys}/${id}`, { token }))).toEqual(revoked)
    expect(await recordsOf(app, "publishable_key_revoked", other.id)).toEqual([])
  })

  test("of ten who revoke it at once all are 200 with one `revoked_at`, and there is one record", async () => {
    const { id } = await newKey()
    const headers = { authorization: `Bearer ${token}` }
    const answers = await atOnce(Array.from({ length: 10 }, () => ({ url: `${app.url}${keys}/${id}/revoke`, headers })))
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200))
    expect(new Set(answers.map((answer) => keyOf(answer).revoked_at)).size).toBe(1)
    const records = await recordsOf(app, "publishable_key_revoked", noor.id)
    expect(records.filter(({ details }) => JSON.stringify(details).includes(id))).toHaveLength(1)
  })

  test("deleted it is gone from every operation but the next deletion, which answers the same", async () => {
    const { id } = await newKey()
    const gone = { id, object: "publishable_api_key", deleted: true }
    expect((await succeed(app, `DELETE ${keys}/${id}`, { token })).body).toEqual(gone)
    expect((await succeed(app, `DELETE ${keys}/${id}`, { token })).body).toEqual(gone)
    await refuse(app, `GET ${keys}/${id}`, "not_found", { token })
    await refuse(app, `POST ${keys}/${id}`, "not_found", { token, body: { title: "x" } })
    await refuse(app, `POST ${keys}/${id}/revoke`, "not_found", { token })
    await refuse(app, `GET ${keys}/${id}/sales-channels`, "not_found", { token })
    await refuse(app, `POST ${keys}/${id}/sales-channels/batch`, "not_found", batch())
    await refuse(app, `DELETE ${keys}/${id}/sales-channels/batch`, "not_found", batch())
  })

  test("404 for a key there never was, whatever is done to it", async () => {
    for (const [route, asking] of [
      ["GET", {}],
      ["POST", { body: { title: "x" } }],
      ["DELETE", {}],
    ] as const) {
      await refuse(app, `${route} ${keys}/pk_none`, "not_found", { token, ...asking })
    }
    await refuse(app, `POST ${keys}/pk_none/revoke`, "not_found", { token })
  })

  test("a start with the key in its settings brings back neither one that was revoked nor one that was deleted", async () => {
    for (const end of [(id: string) => `POST ${keys}/${id}/revoke`, (id: string) => `DELETE ${keys}/${id}`]) {
      const { id } = await newKey()
      await succeed(app, end(id), { token })
      await ensurePublishableKey(app.db, { id, title: "Default storefront" })
      expect(await isLetIn(id)).toBe(false)
    }
  })
})

describe("the sales channels of a key", () => {
  test("200 are those that were added and not removed; doing either again changes nothing", async () => {
    const { id } = await newKey()
    const [one, two] = [await newChannel("One"), await newChannel("Two")]
    expect(await channelsOf(id)).toEqual([])
    expect(keyOf(await succeed(app, `POST ${keys}/${id}/sales-channels/batch`, batch(one, two, one))).id).toBe(id)
    await succeed(app, `POST ${keys}/${id}/sales-channels/batch`, batch(one))
    expect(await channelsOf(id)).toEqual([two, one])
    expect(await channelsOf(id, "?q=oNe")).toEqual([one])
    expect(await channelsOf(id, "?limit=1&offset=1&order=name")).toEqual([two])
    for (let time = 0; time < 2; time++) {
      await succeed(app, `DELETE ${keys}/${id}/sales-channels/batch`, batch(two, "sc_none"))
      expect(await channelsOf(id)).toEqual([one])
    }
    const [record] = (await recordsOf(app, "publishable_key_channels_removed", noor.id)).slice(-1)
    expect(record?.details).toEqual({ publishable_key_id: id, sales_channel_ids: [two] })
  })

  test("belong to that key alone", async () => {
    const [mine, other] = [await newKey(), await newKey()]
    const channel = await newChannel()
    await succeed(app, `POST ${keys}/${mine.id}/sales-channels/batch`, batch(channel))
    expect(await channelsOf(other.id)).toEqual([])
    await succeed(app, `DELETE ${keys}/${other.id}/sales-channels/batch`, batch(channel))
    expect(await channelsOf(mine.id)).toEqual([channel])
  })

  test("400 naming each channel there is not, and then none is added", async () => {
    const { id } = await newKey()
    const channel = await newChannel()
    const before = await contents(app.db)
    const error = await refuse(
      app,
      `POST ${keys}/${id}/sales-channels/batch`,
      "invalid_request",
      batch("sc_a", channel, "sc_b"),
    )
    expect(error.errors?.map(({ path }) => path)).toEqual(["sales_channel_ids.0.id", "sales_channel_ids.2.id"])
    expect(await contents(app.db)).toEqual(before)
  })

  test.each([
    {},
    { sales_channel_ids: "sc_1" },
    { sales_channel_ids: ["sc_1"] },
    { sales_channel_ids: [{}] },
    { sales_channel_ids: [{ id: "sc_1", name: "x" }] },
  ])("400 for %j", async (body) => {
    const { id } = await newKey()
    for (const method of ["POST", "DELETE"]) {
      await refuse(app, `${method} ${keys}/${id}/sales-channels/batch`, "invalid_request", { token, body })
    }
  })

  test("added at once by many are all there", async () => {
    const { id } = await newKey()
    const channels = await Promise.all(Array.from({ length: 6 }, () => newChannel()))
    const answers = await atOnce(
      channels.map((channel, at) => ({
        url: `${app.url}${keys}/${id}/sales-channels/batch`,
        headers: { authorization: `Bearer ${token}` },
        body: { sales_channel_ids: [...channels.slice(at), channel].map((one) => ({ id: one })) },
      })),
    )
    expect(answers.map(({ status }) => status)).toEqual(channels.map(() => 200))
    expect((await channelsOf(id)).toSorted()).toEqual(channels.toSorted())
  })
})

describe("K1 a publishable key that is no good", () => {
  test.each(["revoke", "delete"])(
    "by %s it stops working on every instance within five seconds, where it was used too",
    async (how) => {
      const other = await anotherInstance(app)
      const { id } = await newKey()
      expect([await isLetIn(id), await isLetIn(id, other)]).toEqual([true, true])
      await succeed(app, how === "revoke" ? `POST ${keys}/${id}/revoke` : `DELETE ${keys}/${id}`, { token })
      app.clock.advance(remembered_seconds)
      expect([await isLetIn(id), await isLetIn(id, other)]).toEqual([false, false])
      await other.close()
    },
  )

  test("400 missing, unknown, revoked, with spaces; 401 as a bearer token, on either surface", async () => {
    const { id } = await newKey()
    const { id: revoked } = await newKey()
    await succeed(app, `POST ${keys}/${revoked}/revoke`, { token })
    await refuse(app, "GET /store/customers/me", "publishable_key_required", {
      headers: { "x-publishable-api-key": "" },
    })
    for (const value of [
      "pk_none",
      revoked,
      `${id} x`,
      `${id.slice(0, 9)} ${id.slice(9)}`,
      id.toLowerCase(),
      `${id}, ${id}`,
    ]) {
      const error = await refuse(app, "GET /store/customers/me", "publishable_key_required", {
        headers: { "x-publishable-api-key": value },
      })
      expect(error, value).toMatchObject({ type: "not_allowed" })
    }
    await refuse(app, "GET /admin/users", "token_invalid", { token: id })
    await refuse(app, "GET /admin/users", "token_invalid", { headers: { "x-medusa-access-token": id } })
    await refuse(app, "GET /store/customers/me", "token_invalid", { token: id })
    const missing = await app.fetch("/store/customers/me")
    expect(missing.status).toBe(400)
    expect((await ask(app, `GET /store/customers/me`, { headers: { "x-publishable-api-key": id } })).status).toBe(401)
  })
})
