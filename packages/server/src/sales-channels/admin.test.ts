import { randomUUID } from "node:crypto"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { age } from "../../../../test/setup/age.ts"
import { startTestApp, type TestApp } from "../../../../test/setup/app.ts"
import { ask, refuse, succeed } from "../../../../test/setup/people.ts"
import { contents } from "../../../../test/setup/rows.ts"
import { newStaff } from "../../../../test/setup/staff.ts"

let app: TestApp
/** A member of staff without any particular rights. */
let token: string
beforeAll(async () => {
  app = await startTestApp()
  ;({ token } = await newStaff(app))
})
afterAll(() => app.close())

interface Channel {
  id: string
  name: string
  description: string | null
  created_at: string
}
const create = "POST /admin/sales-channels"
const newChannel = async (body: Record<string, unknown> = {}) => {
  const made = await succeed(app, create, { token, body: { name: `Channel ${randomUUID()}`, ...body } })
  return made.body["sales_channel"] as Channel // the second reader holds it to the contract
}
const list = async (query: Record<string, string>) => {
  const { body } = await succeed(app, `GET /admin/sales-channels?${String(new URLSearchParams(query))}`, { token })
  return { ...body, channels: body["sales_channels"] as Channel[] } // as above
}
const idsOf = ({ channels }: { channels: Channel[] }) => channels.map(({ id }) => id)

describe("POST /admin/sales-channels", () => {
  test("200 a channel with a name alone is open and described by nothing; two may share a name", async () => {
    const name = `Stall ${randomUUID()}`
    const first = await newChannel({ name })
    expect(first).toMatchObject({ name, description: null, is_disabled: false, deleted_at: null })
    expect(first.id).toMatch(/^sc_[0-9A-Z]{26}$/u)
    const second = await newChannel({ name, description: "By the harbour", is_disabled: true })
    expect(second).toMatchObject({ name, description: "By the harbour", is_disabled: true })
    expect(second.id).not.toBe(first.id)
  })

  test.each([
    {},
    { name: "" },
    { name: null },
    { name: "x".repeat(256) },
    { name: "a\u0000b" },
    { name: "a\nb" },
    { name: "Shop", description: 5 },
    { name: "Shop", is_disabled: "true" },
    { name: "Shop", id: "sc_mine" },
    { name: "Shop", metadata: {} },
  ])("400 for %j, and nothing is stored", async (body) => {
    const before = await contents(app.db)
    await refuse(app, create, "invalid_request", { token, body })
    expect(await contents(app.db)).toEqual(before)
  })
})

describe("GET /admin/sales-channels/{id}", () => {
  test("200 what was created; 404 where there is none", async () => {
    const channel = await newChannel({ description: "Online" })
    const { body } = await succeed(app, `GET /admin/sales-channels/${channel.id}`, { token })
    expect(body).toEqual({ sales_channel: channel })
    await refuse(app, "GET /admin/sales-channels/sc_none", "not_found", { token })
    expect((await ask(app, "GET /admin/sales-channels/%00", { token })).status).toBe(400)
  })
})

describe("GET /admin/sales-channels", () => {
  test("200 pages put together are the whole list, in every order, and count all that match", async () => {
    const mark = randomUUID()
    for (const name of ["b", "a", "c", "é", "B"]) await newChannel({ name: `${name} ${mark}` })
    for (const order of ["created_at", "-created_at", "name", "-name", "description", "-id", "updated_at"]) {
      const whole = idsOf(await list({ q: mark, order, limit: "100" }))
      expect(whole).toHaveLength(5)
      const pages: string[] = []
      for (let offset = 0; offset < 8; offset += 2) {
        const page = await list({ q: mark, order, limit: "2", offset: String(offset) })
        expect(page).toMatchObject({ count: 5, offset, limit: 2 })
        pages.push(...idsOf(page))
      }
      expect(pages, order).toEqual(whole)
    }
  })

  test("filters hold together: `q` in either text and in any case, `name` and `description` exactly", async () => {
    const mark = randomUUID().toUpperCase()
    const by_name = await newChannel({ name: `Shop ${mark}` })
    const by_description = await newChannel({ name: "Stall", description: `100% of ${mark}` })
    expect(idsOf(await list({ q: mark.toLowerCase() }))).toEqual([by_description.id, by_name.id])
    expect(idsOf(await list({ q: `100% of ${mark}` }))).toEqual([by_description.id])
    expect(idsOf(await list({ q: `100_ of ${mark}` }))).toEqual([])
    expect(idsOf(await list({ name: by_name.name }))).toEqual([by_name.id])
    expect(idsOf(await list({ name: by_name.name.toLowerCase() }))).toEqual([])
    expect(idsOf(await list({ description: `100% of ${mark}` }))).toEqual([by_description.id])
    expect(idsOf(await list({ q: mark, name: "Stall" }))).toEqual([by_description.id])
    expect(idsOf(await list({ id: by_name.id }))).toEqual([by_name.id])
    expect(idsOf(await list({ id: by_name.id, name: "Stall" }))).toEqual([])
  })

  test("those that were deleted are left out, unless `deleted_at` bounds when", async () => {
    const mark = randomUUID()
    const there = await newChannel({ name: `there ${mark}` })
    const gone = await newChannel({ name: `gone ${mark}` })
    const deleted_at = "2026-01-12T10:00:00.000Z"
    await app.db.updateTable("sales_channel").set({ deleted_at }).where("id", "=", gone.id).execute()
    expect(idsOf(await list({ q: mark }))).toEqual([there.id])
    expect(idsOf(await list({ id: gone.id }))).toEqual([])
    const { channels } = await list({ q: mark, "deleted_at[gte]": deleted_at })
    expect(channels).toMatchObject([{ id: gone.id, deleted_at }])
    expect(idsOf(await list({ q: mark, "deleted_at[gt]": deleted_at }))).toEqual([])
  })

  test("times are bounded on either side, and a bound that an answer gave finds the channel it is of", async () => {
    const mark = randomUUID()
    const old = await newChannel({ name: `old ${mark}` })
    await age(app.db, "sales_channel", old.id, 3600)
    const young = await newChannel({ name: `young ${mark}` })
    const { created_at } = young
    expect(idsOf(await list({ q: mark, "created_at[gte]": created_at }))).toEqual([young.id])
    expect(idsOf(await list({ q: mark, "created_at[gt]": created_at }))).toEqual([])
    expect(idsOf(await list({ q: mark, "created_at[lt]": created_at }))).toEqual([old.id])
    expect(idsOf(await list({ q: mark, "created_at[lte]": created_at }))).toEqual([young.id, old.id])
    expect(idsOf(await list({ q: mark, "updated_at[gte]": created_at, "created_at[lte]": created_at }))).toEqual([
      young.id,
    ])
  })

  test.each([
    "created_at[gt]=yesterday",
    "created_at[gt]=2026-13-41T00:00:00Z",
    "created_at[between]=2026-01-12T00:00:00Z",
    "created_at=2026-01-12T00:00:00Z",
    "deleted_at=null",
    "order=is_disabled",
    "fields=locations",
    "q=",
    "limit=0",
    "expand=locations",
  ])("400 for ?%s", async (query) => {
    await refuse(app, `GET /admin/sales-channels?${query}`, "invalid_request", { token })
  })

  test("`fields` picks, `id` stays", async () => {
    await newChannel()
    const { channels } = await list({ fields: "name", limit: "1" })
    expect(Object.keys(channels[0] ?? {}).toSorted()).toEqual(["id", "name"])
  })
})
