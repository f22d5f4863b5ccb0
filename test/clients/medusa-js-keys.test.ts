/** Publishable keys and the sales channels they name, as the official admin client asks for them. */
import { randomUUID } from "node:crypto"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { startTestApp, type TestApp } from "../setup/app.ts"
import { connect } from "./medusa-js.ts"

let app: TestApp
let admin: ReturnType<typeof connect>["admin"]

beforeAll(async () => {
  app = await startTestApp()
  const { access_token } = await connect(app.url).admin.auth.getToken(app.admin)
  admin = connect(app.url, { Authorization: `Bearer ${access_token}` }).admin
})
afterAll(() => app.close())

/** The status of a refusal; the client throws what axios throws. */
const statusOf = (work: Promise<unknown>) =>
  work.then(
    () => "it worked",
    (error: { response?: { status?: number } }) => error.response?.status ?? error,
  )

const newChannel = async (name = "Online shop") => {
  const { sales_channel } = await admin.salesChannels.create({ name, description: `Sold at ${randomUUID()}` })
  return { ...sales_channel, id: String(sales_channel["id"]) }
}
const newKey = async (title = "Storefront") => {
  const { publishable_api_key } = await admin.publishableApiKeys.create({ title })
  return String(publishable_api_key["id"])
}
/** A storefront that sends this key is asked who it is (401), or is not let in (400). */
const storefront = async (key: string) =>
  (await fetch(`${app.url}/store/customers/me`, { headers: { "x-publishable-api-key": key } })).status

describe("@medusajs/medusa-js, sales channels", () => {
  test("create adds one, retrieve shows it, list finds it by text and by when it was made", async () => {
    const channel = await newChannel()

    expect((await admin.salesChannels.retrieve(channel.id)).sales_channel).toEqual(channel)
    const query = { q: channel["description" as keyof typeof channel], limit: 10, offset: 0, order: "-created_at" }
    const found = await admin.salesChannels.list({ ...query, created_at: { gte: "2026-01-01T00:00:00Z" } })
    expect(found).toMatchObject({ sales_channels: [channel], count: 1, limit: 10, offset: 0 })
    const future = { gt: new Date(Date.now() + 60_000).toISOString() }
    expect(await admin.salesChannels.list({ ...query, created_at: future })).toMatchObject({ count: 0 })
    expect((await admin.salesChannels.list()).sales_channels.map(({ id }) => id)).toContain(channel.id)
  })

  test("retrieve is 404 for a channel there is not", async () => {
    expect(await statusOf(admin.salesChannels.retrieve("sc_none"))).toBe(404)
  })
})

describe("@medusajs/medusa-js, publishable keys", () => {
  test("create makes one that a storefront can send at once; retrieve, update and list show it", async () => {
    const id = await newKey()

    expect(await storefront(id)).toBe(401)
    expect((await admin.publishableApiKeys.retrieve(id)).publishable_api_key).toMatchObject({ id, title: "Storefront" })
    const title = `Larkspur ${randomUUID()}`
    expect((await admin.publishableApiKeys.update(id, { title })).publishable_api_key).toMatchObject({ id, title })
    const { publishable_api_keys, count } = await admin.publishableApiKeys.list({ q: title, limit: 5, offset: 0 })
    expect(publishable_api_keys).toMatchObject([{ id, title, revoked_at: null }])
    expect(count).toBe(1)
    expect((await admin.publishableApiKeys.list()).publishable_api_keys.map((key) => key["id"])).toContain(id)
  })

  test("revoke ends it, and again answers the same", async () => {
    const id = await newKey()

    const { publishable_api_key: revoked } = await admin.publishableApiKeys.revoke(id)

    expect(revoked["revoked_at"]).not.toBeNull()
    expect((await admin.publishableApiKeys.revoke(id)).publishable_api_key).toEqual(revoked)
    expect(await storefront(id)).toBe(400)
  })

  test("delete takes it away", async () => {
    const id = await newKey()

    expect(await admin.publishableApiKeys.delete(id)).toMatchObject({
      id,
      object: "publishable_api_key",
      deleted: true,
    })

    expect(await statusOf(admin.publishableApiKeys.retrieve(id))).toBe(404)
    expect(await storefront(id)).toBe(400)
  })

  test("addSalesChannelsBatch, listSalesChannels and deleteSalesChannelsBatch keep what it names", async () => {
    const id = await newKey()
    const [shop, stall] = [await newChannel(), await newChannel("Market stall")]
    const named = async (query?: Record<string, unknown>) =>
      (await admin.publishableApiKeys.listSalesChannels(id, query)).sales_channels.map((channel) => channel["id"])

    const sales_channel_ids = [{ id: shop.id }, { id: stall.id }]
    const added = await admin.publishableApiKeys.addSalesChannelsBatch(id, { sales_channel_ids })
    expect(added.publishable_api_key).toMatchObject({ id })
    expect(await named()).toEqual([stall.id, shop.id])
    expect(await named({ q: "market" })).toEqual([stall.id])
    await admin.publishableApiKeys.deleteSalesChannelsBatch(id, { sales_channel_ids: [{ id: stall.id }] })
    expect(await named()).toEqual([shop.id])
    const unknown = { sales_channel_ids: [{ id: "sc_none" }] }
    expect(await statusOf(admin.publishableApiKeys.addSalesChannelsBatch(id, unknown))).toBe(400)
  })
})
