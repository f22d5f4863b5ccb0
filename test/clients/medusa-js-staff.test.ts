/** Users, invites and forgotten passwords of the staff, as the official admin client asks for them. */
import { randomBytes } from "node:crypto"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { startTestApp, type TestApp } from "../setup/app.ts"
import { freshEmail } from "../setup/fresh.ts"
import { lastResetToken, messagesTo } from "../setup/mailed.ts"
import { connect } from "./medusa-js.ts"

const password = "correct horse battery staple"
const new_password = "seven lamps in the harbour"

let app: TestApp
let admin: ReturnType<typeof connect>["admin"]

beforeAll(async () => {
  app = await startTestApp()
  const { access_token } = await connect(app.url).admin.auth.getToken(app.admin)
  admin = connect(app.url, { Authorization: `Bearer ${access_token}` }).admin
})
afterAll(() => app.close())

const anonymous = () => connect(app.url).admin

/** The status of a refusal; the client throws what axios throws. */
const statusOf = (work: Promise<unknown>) =>
  work.then(
    () => "it worked",
    (error: { response?: { status?: number } }) => error.response?.status ?? error,
  )

const newUser = async (role = "member") => {
  const email = freshEmail()
  const { user } = await admin.users.create({ email, password, role, first_name: "Noor", last_name: "Haddad" })
  return { email, id: String(user["id"]), user }
}

describe("@medusajs/medusa-js, users", () => {
  test("create adds somebody who can sign in, retrieve and list show them", async () => {
    const { email, id, user } = await newUser()

    expect(user).toMatchObject({ email, role: "member", first_name: "Noor", last_name: "Haddad", api_token: null })
    expect(await statusOf(anonymous().auth.getToken({ email, password }))).toBe("it worked")
    expect((await admin.users.retrieve(id)).user).toMatchObject({ id, email })
    const { users, count } = await admin.users.list({ limit: 1, order: "-created_at" })
    expect(users).toHaveLength(1)
    expect(count).toBeGreaterThan(1)
    expect((await admin.users.list()).users.map((one) => one["id"])).toContain(id)
  })

  test("create is 422 for an address a user has, and for a weak password", async () => {
    const { email } = await newUser()

    expect(await statusOf(admin.users.create({ email, password }))).toBe(422)
    expect(await statusOf(admin.users.create({ email: freshEmail(), password: "too short" }))).toBe(422)
  })

  test("update changes names and role", async () => {
    const { id } = await newUser()

    const { user } = await admin.users.update(id, { first_name: "Nour", role: "developer", metadata: { desk: 4 } })

    expect(user).toMatchObject({ first_name: "Nour", last_name: "Haddad", role: "developer", metadata: { desk: 4 } })
  })

  test("update sets an api token, and the client given it as apiKey acts as that user", async () => {
    const { id, email } = await newUser()
    const api_token = randomBytes(24).toString("base64url")

    const { user } = await admin.users.update(id, { api_token })

    expect(user["api_token"]).toBeNull()
    const program = connect(app.url, {}, api_token).admin
    expect((await program.auth.getSession()).user).toMatchObject({ id, email })
    await admin.users.update(id, { api_token: null })
    expect(await statusOf(program.auth.getSession())).toBe(401)
  })

  test("delete removes them: they are out at once, and unknown afterwards", async () => {
    const { id, email } = await newUser()
    const { access_token } = await anonymous().auth.getToken({ email, password })

    expect(await admin.users.delete(id)).toMatchObject({ id, object: "user", deleted: true })

    const theirs = connect(app.url, { Authorization: `Bearer ${access_token}` }).admin
    expect(await statusOf(theirs.auth.getSession())).toBe(401)
    expect(await statusOf(anonymous().auth.getToken({ email, password }))).toBe(401)
    expect(await statusOf(admin.users.retrieve(id))).toBe(404)
  })

  test("sendResetPasswordToken mails a token, resetPassword uses it, and only the new password signs in", async () => {
    const { id, email } = await newUser()

    const { response } = await anonymous().users.sendResetPasswordToken({ email })
    expect(response.status).toBe(204)
    const token = await lastResetToken(app, email)
    const { user } = await anonymous().users.resetPassword({ token, password: new_password, email })

    expect(user).toMatchObject({ id, email })
    expect(await statusOf(anonymous().auth.getToken({ email, password }))).toBe(401)
    expect(await statusOf(anonymous().auth.getToken({ email, password: new_password }))).toBe("it worked")
    expect(await statusOf(anonymous().users.resetPassword({ token, password }))).toBe(401)
  })

  test("sendResetPasswordToken is 204 for an address nobody has", async () => {
    const { response } = await anonymous().users.sendResetPasswordToken({ email: freshEmail() })

    expect(response.status).toBe(204)
  })
})

describe("@medusajs/medusa-js, invites", () => {
  test("create answers the token and mails it, list shows the invite without, accept makes the user", async () => {
    const email = freshEmail()

    const { invite } = await admin.invites.create({ user: email, role: "admin" })
    const token = String(invite["token"])
    const mail = await messagesTo({ db: app.db, vault: app.services.vault }, email)
    expect(mail).toEqual([{ topic: "invite.created", payload: { user_email: email, token } }])
    const listed = (await admin.invites.list()).invites.find((one) => one["id"] === invite["id"])
    expect(listed).toMatchObject({ user_email: email, role: "admin", accepted: false, token: "" })
    const user = { first_name: "Noor", last_name: "Haddad", password }
    const accepted = await anonymous().invites.accept({ token, user })

    expect(accepted.response.status).toBe(200)
    expect((await anonymous().auth.createSession({ email, password })).user).toMatchObject({
      email,
      role: "admin",
      first_name: "Noor",
    })
    expect(await statusOf(anonymous().invites.accept({ token, user }))).toBe(400)
  })

  test("resend gives a new token, and the old one is good for nothing", async () => {
    const { invite } = await admin.invites.create({ user: freshEmail(), role: "member" })
    const user = { first_name: "Noor", last_name: "Haddad", password }

    const { invite: again } = await admin.invites.resend(String(invite["id"]))

    expect(again["token"]).not.toBe(invite["token"])
    expect(await statusOf(anonymous().invites.accept({ token: String(invite["token"]), user }))).toBe(400)
    expect(await statusOf(anonymous().invites.accept({ token: String(again["token"]), user }))).toBe("it worked")
  })

  test("delete takes it back, and its token is good for nothing", async () => {
    const { invite } = await admin.invites.create({ user: freshEmail(), role: "member" })
    const id = String(invite["id"])

    expect(await admin.invites.delete(id)).toMatchObject({ id, object: "invite", deleted: true })

    const user = { first_name: "Noor", last_name: "Haddad", password }
    expect(await statusOf(anonymous().invites.accept({ token: String(invite["token"]), user }))).toBe(400)
    expect((await admin.invites.list()).invites.map((one) => one["id"])).not.toContain(id)
  })

  test("create is 400 for the address of a user", async () => {
    expect(await statusOf(admin.invites.create({ user: app.admin.email, role: "member" }))).toBe(400)
  })
})
