import { randomBytes } from "node:crypto"
import { afterAll, beforeAll, expect, test } from "vitest"
import type { TestApp } from "../../../test/setup/app.ts"
import { startTestApp } from "../../../test/setup/app.ts"
import { newCustomer } from "../../../test/setup/people.ts"
import { Unreadable } from "./lib/encryption.ts"
import { readRefreshToken } from "./lib/refresh-token.ts"
import { createServices } from "./services.ts"

let app: TestApp
beforeAll(async () => {
  app = await startTestApp()
})
afterAll(() => app.close())

const withKeys = (kek_keys: { id: string; key: Uint8Array }[]) =>
  createServices({ ...app.services, config: { ...app.config, kek_keys } })
const another = { id: "another", key: new Uint8Array(randomBytes(32)) }

test("A3 a start with a new key in front of the old one opens what there is, and refresh tokens stay good", async () => {
  const { refresh_token } = await newCustomer(app)
  const rotated = await withKeys([another, ...app.config.kek_keys])
  expect((await rotated.keys.active()).kid).toBe((await app.services.keys.active()).kid)
  expect(readRefreshToken(refresh_token, rotated.vault)).toMatchObject({ generation: 0 })
})

test("a start without the key the database was filled with is refused", async () => {
  await expect(withKeys([another])).rejects.toThrow(Unreadable)
  await expect(withKeys([{ ...another, id: app.config.kek_keys[0]?.id ?? "" }])).rejects.toThrow(Unreadable)
})
