import { expect } from "vitest"
import { apiError, type ApiErrorBody } from "./api-error.ts"
import { createApp } from "../../packages/server/src/app.ts"
import { listen } from "../../packages/server/src/listen.ts"
import { createServices } from "../../packages/server/src/services.ts"
import { ensureAdministrator } from "../../packages/server/src/users/ensure-administrator.ts"
import type { TestApp } from "./app.ts"
import { freshEmail } from "./fresh.ts"

/** A password the policy takes. */
export const good_password = "correct horse battery staple"

/** An answer with its parsed body. */
export interface Answered {
  status: number
  headers: Headers
  /** `{}` where the answer has none. */
  body: Record<string, unknown>
  text: string
}

export interface Asking {
  body?: unknown
  /** Sent as `Authorization: Bearer`. */
  token?: unknown
  /** Sent as it is, as `Cookie`. */
  cookie?: string
  headers?: Record<string, string>
}

/** One request with JSON in and out; `/store` paths carry the publishable key. */
export async function ask(
  app: TestApp,
  route: string,
  { body, token, cookie, headers }: Asking = {},
): Promise<Answered> {
  const [method = "GET", path = "/"] = route.split(" ")
  const answer = await app.fetch(path, {
    method,
    redirect: "manual",
    headers: {
      ...(body === undefined ? {} : { "content-type": "application/json" }),
      ...(path.startsWith("/store") ? { "x-publishable-api-key": app.publishable_key } : {}),
      ...(token === undefined ? {} : { authorization: `Bearer ${token as string}` }),
      ...(cookie === undefined ? {} : { cookie }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
  })
  const text = await answer.text()
  // The API answers objects and nothing else.
  const parsed = text === "" ? {} : (JSON.parse(text) as Record<string, unknown>)
  return { status: answer.status, headers: answer.headers, body: parsed, text }
}

/** The body of an answer that must be a success. */
export async function succeed(app: TestApp, route: string, asking: Asking = {}): Promise<Answered> {
  const answer = await ask(app, route, asking)
  expect(answer.status, `${route}: ${answer.text}`).toBe(200)
  return answer
}

/** The `ApiError` of an answer that must be this refusal. */
export async function refuse(app: TestApp, route: string, code: string, asking: Asking = {}): Promise<ApiErrorBody> {
  const { status, headers, text } = await ask(app, route, asking)
  const error = apiError({ status, request_id: headers.get("x-request-id"), text }, route)
  expect(error.code, `${route}: ${text}`).toBe(code)
  return error
}

/** What an access token says, unverified. */
export const claimsOf = (token: unknown): Record<string, unknown> =>
  JSON.parse(Buffer.from(String(token).split(".")[1] ?? "", "base64url").toString()) as Record<string, unknown>

/** Somebody who has begun to register. */
export async function newIdentity(app: TestApp, email = freshEmail()) {
  const { body } = await succeed(app, "POST /auth/customer/emailpass/register", {
    body: { email, password: good_password },
  })
  const claims = claimsOf(body["token"])
  return { email, token: String(body["token"]), session_id: String(claims["sid"]), identity_id: String(claims["sub"]) }
}

/** … and has proven the address, where that is asked for. */
export async function newProvenIdentity(app: TestApp) {
  const identity = await newIdentity(app)
  if (app.config.email_verification) {
    const proof = { realm: "store", email: identity.email, auth_identity_id: identity.identity_id }
    await app.db
      .insertInto("verified_email")
      .values({ ...proof, via_provider: "emailpass" })
      .execute()
  }
  return identity
}

/** A customer who has just signed in. */
export async function newCustomer(app: TestApp, details: Record<string, unknown> = {}) {
  const { email, token: registration_token } = await newProvenIdentity(app)
  const created = await succeed(app, "POST /store/customers", {
    token: registration_token,
    body: { ...details, email },
  })
  const { id: customer_id } = created.body["customer"] as { id: string } // asserted by the contract's second reader
  return { registration_token, customer_id, ...(await signIn(app, email)) }
}

/** A sign-in with the good password. */
export async function signIn(app: TestApp, email: string) {
  const { body } = await succeed(app, "POST /auth/customer/emailpass", { body: { email, password: good_password } })
  const claims = claimsOf(body["token"])
  return {
    email,
    token: String(body["token"]),
    refresh_token: String(body["refresh_token"]),
    session_id: String(claims["sid"]),
    identity_id: String(claims["sub"]),
  }
}

/** The administrator's access token. */
export async function adminToken(app: TestApp): Promise<string> {
  const { body } = await succeed(app, "POST /admin/auth/token", { body: app.admin })
  return String(body["access_token"])
}

/** `name=value` of the cookie an answer sets. */
export function cookieOf({ headers }: Pick<Answered, "headers">): string {
  const [first = ""] = headers.getSetCookie()
  return first.split(";")[0] ?? ""
}

/**
 * Another instance of the server on the same database: its own caches, the same settings. `db` may be the same database
 * seen through a plugin that counts or fails.
 */
export async function anotherInstance(app: TestApp, db = app.services.db): Promise<TestApp> {
  const { config, clock, log } = app.services
  const listener = await listen("127.0.0.1", 0)
  const services = await createServices({ config, db, clock, log })
  listener.answerWith(await createApp(services, { second_reader: true }))
  const url = `http://127.0.0.1:${listener.port}`
  return {
    ...app,
    services,
    url,
    fetch: (path, init) => fetch(`${url}${path}`, init),
    close: () => listener.stop(5_000),
  }
}

/** A member of staff nobody else signs in as. */
export async function freshStaff(app: TestApp): Promise<{ email: string; password: string }> {
  const staff = { email: freshEmail().replace("customer-", "staff-"), password: "harbour lighthouse keeper" }
  expect(await ensureAdministrator(app.services, staff)).toBe("created")
  return staff
}
