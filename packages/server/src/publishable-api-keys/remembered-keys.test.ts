import { randomBytes } from "node:crypto"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { startTestApp, type TestApp } from "../../../../test/setup/app.ts"
import { rememberedKeys, remembered_seconds } from "./remembered-keys.ts"

let app: TestApp
beforeAll(async () => {
  app = await startTestApp()
})
afterAll(() => app.close())

const newKey = async (): Promise<string> => {
  const id = `pk_${randomBytes(16).toString("hex")}`
  await app.db.insertInto("publishable_api_key").values({ id, title: "Test" }).execute()
  return id
}
const revoke = (id: string) =>
  app.db.updateTable("publishable_api_key").set({ revoked_at: new Date() }).where("id", "=", id).execute()

describe("a publishable key that was good", () => {
  test("is refused five seconds after it was revoked, and not remembered longer for being used meanwhile", async () => {
    const id = await newKey()
    const isGood = rememberedKeys(app.services)
    expect(await isGood(id)).toBe(true)
    await revoke(id)
    app.clock.advance(remembered_seconds - 1)
    expect(await isGood(id)).toBe(true)
    app.clock.advance(1)
    expect(await isGood(id)).toBe(false)
  })

  test("is asked of the database again when the clock went back", async () => {
    const id = await newKey()
    const isGood = rememberedKeys(app.services)
    expect(await isGood(id)).toBe(true)
    await revoke(id)
    app.clock.advance(-3_600)
    expect(await isGood(id)).toBe(false)
    app.clock.advance(3_600)
  })
})

test("a key works from the moment it is made, whoever tried it before", async () => {
  const id = `pk_${randomBytes(16).toString("hex")}`
  const isGood = rememberedKeys(app.services)
  expect(await isGood(id)).toBe(false)
  await app.db.insertInto("publishable_api_key").values({ id, title: "Test" }).execute()
  expect(await isGood(id)).toBe(true)
})
