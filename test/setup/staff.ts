import type { TestApp } from "./app.ts"
import { freshEmail } from "./fresh.ts"
import { adminToken, claimsOf, cookieOf, good_password, succeed } from "./people.ts"

export type Role = "admin" | "member" | "developer"

/** Somebody of the staff, signed in. */
export interface Staff {
  id: string
  email: string
  token: string
  identity_id: string
  session_id: string
}

/** One sign-in of the administrator an app: hashing is most of what these cost. */
const administrators = new WeakMap<TestApp, Promise<string>>()
const administrator = (app: TestApp): Promise<string> => {
  const token = administrators.get(app) ?? adminToken(app)
  administrators.set(app, token)
  return token
}

/** A new member of staff who has just signed in. */
export async function newStaff(app: TestApp, role: Role = "member"): Promise<Staff> {
  const email = freshEmail()
  const { body } = await succeed(app, "POST /admin/users", {
    token: await administrator(app),
    body: { email, password: good_password, role },
  })
  const { id } = body["user"] as { id: string } // asserted by the contract's second reader
  return { id, ...(await signInStaff(app, email)) }
}

/** A sign-in to the admin with the good password. */
export async function signInStaff(app: TestApp, email: string) {
  const { body } = await succeed(app, "POST /admin/auth/token", { body: { email, password: good_password } })
  const claims = claimsOf(body["access_token"])
  return {
    email,
    token: String(body["access_token"]),
    identity_id: String(claims["sub"]),
    session_id: String(claims["sid"]),
  }
}

/** `name=value` of a session cookie of the admin. */
export async function staffCookie(app: TestApp, email: string): Promise<string> {
  return cookieOf(await succeed(app, "POST /admin/auth", { body: { email, password: good_password } }))
}

/** Makes members of all administrators but these, so that a test knows how many there are. */
export async function onlyAdministrators(app: TestApp, ...emails: string[]): Promise<void> {
  await app.db
    .updateTable("user")
    .set({ role: "member" })
    .where("role", "=", "admin")
    .where("email", "not in", emails)
    .execute()
}

/** What was recorded of an event about somebody, newest last: outcome and reason. */
export async function recordsOf(app: TestApp, event: string, actor_id: string | null) {
  return app.db
    .selectFrom("audit_event")
    .select(["outcome", "reason", "details", "auth_identity_id"])
    .where("event", "=", event)
    .where("actor_id", actor_id === null ? "is" : "=", actor_id)
    .orderBy("id")
    .execute()
}
