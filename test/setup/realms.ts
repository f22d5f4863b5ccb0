import type { Realm } from "../../packages/server/src/lib/access-token.ts"
import type { TestApp } from "./app.ts"
import { freshEmail } from "./fresh.ts"
import { lastResetToken } from "./mailed.ts"
import { adminToken, ask, claimsOf, cookieOf, good_password, newCustomer, succeed, type Answered } from "./people.ts"

/** Somebody who signs in with a password, in either realm. */
export interface Person {
  email: string
  identity_id: string
  /** Of the customer or the user. */
  actor_id: string
  session_id: string
  token: string
}

/** What is the same in both realms, under the names it has in each. */
export interface RealmUnderTest {
  realm: Realm
  actor_type: "customer" | "user"
  /** An operation that any live credential may read. */
  me: string
  /** Status of a request for a reset, whatever becomes of it. */
  taken_in: number
  change: string
  sessions: string
  revoke_others: string
  newPerson(app: TestApp): Promise<Person>
  /** Another sign-in, by token. */
  signIn(app: TestApp, email: string, password?: string): Promise<Answered>
  tokenOf(signed_in: Answered): string
  /** Another sign-in, by cookie. */
  cookie(app: TestApp, email: string, password?: string): Promise<string>
  request(app: TestApp, email: string): Promise<Answered>
  reset(app: TestApp, token: string, body: Record<string, unknown>): Promise<Answered>
}

export const store: RealmUnderTest = {
  realm: "store",
  actor_type: "customer",
  me: "GET /store/customers/me",
  taken_in: 201,
  change: "POST /auth/customer/emailpass/password",
  sessions: "GET /auth/sessions",
  revoke_others: "POST /auth/sessions/revoke-others",
  async newPerson(app) {
    const { customer_id: actor_id, registration_token, ...rest } = await newCustomer(app)
    // Signing up is a sign-in too; without it everybody here begins with one session.
    await succeed(app, "DELETE /auth/session", { token: registration_token })
    return { actor_id, ...rest }
  },
  signIn: (app, email, password = good_password) =>
    ask(app, "POST /auth/customer/emailpass", { body: { email, password } }),
  tokenOf: ({ body }) => String(body["token"]),
  async cookie(app, email, password) {
    const token = store.tokenOf(await store.signIn(app, email, password))
    return cookieOf(await succeed(app, "POST /auth/session", { token }))
  },
  request: (app, identifier) => ask(app, "POST /auth/customer/emailpass/reset-password", { body: { identifier } }),
  reset: (app, token, body) => ask(app, "POST /auth/customer/emailpass/update", { token, body }),
}

export const admin: RealmUnderTest = {
  realm: "admin",
  actor_type: "user",
  me: "GET /admin/auth",
  taken_in: 204,
  change: "POST /admin/auth/password",
  sessions: "GET /admin/auth/sessions",
  revoke_others: "POST /admin/auth/sessions/revoke-others",
  async newPerson(app) {
    const email = freshEmail()
    const made = await succeed(app, "POST /admin/users", {
      token: await adminToken(app),
      body: { email, password: good_password, role: "admin" },
    })
    const { id: actor_id } = made.body["user"] as { id: string } // as the contract says
    const token = admin.tokenOf(await admin.signIn(app, email))
    const claims = claimsOf(token)
    return { email, actor_id, token, session_id: String(claims["sid"]), identity_id: String(claims["sub"]) }
  },
  signIn: (app, email, password = good_password) => ask(app, "POST /admin/auth/token", { body: { email, password } }),
  tokenOf: ({ body }) => String(body["access_token"]),
  async cookie(app, email, password = good_password) {
    return cookieOf(await succeed(app, "POST /admin/auth", { body: { email, password } }))
  },
  request: (app, email) => ask(app, "POST /admin/users/password-token", { body: { email } }),
  reset: (app, token, body) => ask(app, "POST /admin/users/reset-password", { body: { token, ...body } }),
}

/** A token that resets the person's password, fresh from the mail. */
export async function resetToken(app: TestApp, { request }: RealmUnderTest, email: string): Promise<string> {
  await request(app, email)
  return lastResetToken(app, email)
}
