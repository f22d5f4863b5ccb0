import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { startTestApp, type TestApp } from "../../../../test/setup/app.ts"
import { adminToken, freshStaff, newCustomer, refuse, succeed } from "../../../../test/setup/people.ts"

let app: TestApp
let token: string

beforeAll(async () => {
  app = await startTestApp()
  token = await adminToken(app)
})
afterAll(() => app.close())

describe("GET /admin/users/{id}", () => {
  test("200 answers any member of staff, and never their api token", async () => {
    const { email } = await freshStaff(app)
    const { id } = await app.db.selectFrom("user").select("id").where("email", "=", email).executeTakeFirstOrThrow()
    const { body } = await succeed(app, `GET /admin/users/${id}`, { token })
    expect(body).toMatchObject({ user: { id, email, role: "admin", api_token: null, deleted_at: null } })
  })

  test("404 for an id nobody has", () => refuse(app, "GET /admin/users/usr_none", "not_found", { token }))

  test("404 for a user who was deleted, exactly as for none", async () => {
    const { email } = await freshStaff(app)
    const { id } = await app.db
      .updateTable("user")
      .set({ deleted_at: new Date() })
      .where("email", "=", email)
      .returning("id")
      .executeTakeFirstOrThrow()
    const { request_id: _one, ...deleted } = await refuse(app, `GET /admin/users/${id}`, "not_found", { token })
    const { request_id: _other, ...absent } = await refuse(app, "GET /admin/users/usr_none", "not_found", { token })
    expect(deleted).toEqual(absent)
  })

  test("401 without a credential, and for a customer", async () => {
    await refuse(app, "GET /admin/users/usr_none", "token_missing")
    await refuse(app, "GET /admin/users/usr_none", "token_invalid", { token: (await newCustomer(app)).token })
  })
})
