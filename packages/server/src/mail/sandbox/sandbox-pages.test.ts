import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest"
import { startTestApp, type TestApp } from "../../../../../test/setup/app.ts"
import { freshEmail } from "../../../../../test/setup/fresh.ts"
import { ask, good_password, newCustomer, refuse, succeed } from "../../../../../test/setup/people.ts"
import { contents } from "../../../../../test/setup/rows.ts"
import { withHost } from "../../../../../test/setup/with-host.ts"
import { enqueue } from "../../lib/outbox.ts"
import type { KeptMail } from "./read-mailbox.ts"

let app: TestApp
beforeAll(async () => {
  app = await startTestApp()
})
afterAll(() => app.close())
beforeEach(async () => {
  await app.db.deleteFrom("rate_limit").execute()
})

const another_password = "seven lamps in the harbour"
const reset = "POST /auth/customer/emailpass/reset-password"

async function mailTo(address: string): Promise<KeptMail[]> {
  const answer = await app.fetch(`/sandbox/mail.json?to=${encodeURIComponent(address)}`)
  expect(answer.headers.get("cache-control")).toBe("no-store")
  const { mail } = (await answer.json()) as { mail: KeptMail[] } // the shape this file is about
  return mail
}
async function onlyMailTo(address: string): Promise<KeptMail> {
  const [mail, ...more] = await mailTo(address)
  if (!mail || more.length > 0) throw new Error("expected one mail")
  return mail
}
async function resetMail(): Promise<{ email: string; mail: KeptMail; link: string }> {
  const { email } = await newCustomer(app)
  expect((await ask(app, reset, { body: { identifier: email } })).status).toBe(201)
  const mail = await onlyMailTo(email)
  return { email, mail, link: mail.links[0] ?? "" }
}
const pathOf = (link: string): string => link.slice(app.url.length)

describe("GET /sandbox/mail.json", () => {
  test("has a mail as soon as its cause has happened, newest first, with its link and its token", async () => {
    const { email, mail } = await resetMail()
    const token = new URL(mail.links[0] ?? "").searchParams.get("token")
    expect(mail).toEqual({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/u),
      topic: "auth.password_reset",
      at: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/u),
      state: "waiting",
      from: "Covenant sandbox <sandbox@covenant.example>",
      to: email,
      subject: "Choose a new password",
      text: expect.stringContaining(mail.links[0] ?? "no link"),
      html: expect.stringContaining(token ?? "no token"),
      links: [`${app.url}/sandbox/reset-password?token=${token}&email=${encodeURIComponent(email)}`],
      token,
    })
    await succeed(app, "POST /auth/customer/emailpass/update", {
      token,
      body: { password: another_password },
    })
    const mails = await mailTo(email)
    expect(mails.map(({ topic }) => topic)).toEqual(["auth.password_changed", "auth.password_reset"])
    expect(mails[0]).toMatchObject({ links: [], token: null })
  })

  test("shows the mail that says a session was copied, to whoever the session was", async () => {
    const { email, refresh_token } = await newCustomer(app)
    let current: unknown = refresh_token
    for (const _ of [1, 2]) {
      const { body } = await succeed(app, "POST /auth/token/refresh", { body: { refresh_token: current } })
      current = body["refresh_token"]
    }
    await refuse(app, "POST /auth/token/refresh", "session_revoked", { body: { refresh_token } })
    expect(await onlyMailTo(email)).toMatchObject({ topic: "auth.refresh_reuse", text: expect.stringContaining(email) })
  })

  test("is empty for an address that got nothing", async () => {
    expect(await mailTo(freshEmail())).toEqual([])
  })
})

describe("W7 the mailed link", () => {
  test("opened ten times by a scanner, with GET, HEAD and as a prefetch, changes nothing: the token lives", async () => {
    const { email, mail, link } = await resetMail()
    const before = await contents(app.db)
    for (let visit = 0; visit < 10; visit++) {
      const answers = await Promise.all([
        app.fetch(pathOf(link)),
        app.fetch(pathOf(link), { method: "HEAD" }),
        app.fetch(pathOf(link), { headers: { "sec-purpose": "prefetch", purpose: "prefetch" } }),
        app.fetch(pathOf(link), { headers: { "user-agent": "MailScanner/1.0", accept: "*/*" } }),
      ])
      expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200])
    }
    expect(await contents(app.db)).toEqual(before)
    await succeed(app, "POST /auth/customer/emailpass/update", {
      token: mail.token,
      body: { password: another_password },
    })
    await refuse(app, "POST /auth/customer/emailpass", "invalid_credentials", {
      body: { email, password: good_password },
    })
  })

  test("never comes up in the log", async () => {
    const { mail, link } = await resetMail()
    await app.fetch(pathOf(link))
    expect(mail.token).toMatch(/^[\w-]{43}$/u)
    expect(app.logs().join("\n")).not.toContain(mail.token)
  })

  test("opens a page that is not kept, tells nobody where it came from, and runs its own scripts alone", async () => {
    const { link } = await resetMail()
    const { headers } = await app.fetch(pathOf(link))
    expect(headers.get("cache-control")).toBe("no-store")
    expect(headers.get("referrer-policy")).toBe("no-referrer")
    const policy = headers.get("content-security-policy") ?? ""
    expect(policy).toMatch(/^default-src 'none'; script-src 'sha256-/u)
    expect(policy).not.toMatch(/unsafe|\*/u)
  })

  test.each(["/sandbox/reset-password", "/sandbox/reset-admin-password", "/sandbox/invite"])(
    "%s without a whole token says so, and shows nothing of what it was given",
    async (path) => {
      const given = encodeURIComponent(`"><script>alert(1)</script>${"x".repeat(20)}`)
      for (const query of ["", "?token=", "?token=short", `?token=${given}`, `?token=${"x".repeat(300)}`]) {
        const answer = await app.fetch(`${path}${query}`)
        expect(answer.status).toBe(400)
        expect(await answer.text()).not.toContain("alert(1)")
      }
    },
  )
})

describe("W8 a poisoned Host", () => {
  test("on the reset request: the link is on PUBLIC_BASE_URL", async () => {
    const { email } = await newCustomer(app)
    const answer = await withHost(`${app.url}/auth/customer/emailpass/reset-password`, "evil.example", {
      method: "POST",
      headers: {
        "content-type": "application/json",
        "x-forwarded-host": "evil.example",
        "x-forwarded-proto": "https",
        forwarded: "host=evil.example;proto=https",
        "x-original-host": "evil.example",
      },
      body: JSON.stringify({ identifier: email }),
    })
    expect(answer.status).toBe(201)
    const mail = await onlyMailTo(email)
    expect(mail.links).toEqual([expect.stringMatching(new RegExp(`^${app.config.public_base_url}/sandbox/`, "u"))])
    expect(JSON.stringify(mail)).not.toContain("evil.example")
  })

  test("on the mailbox: there is none, as for any page whose name was made to lead here", async () => {
    for (const path of ["/sandbox/mail", "/sandbox/mail.json"]) {
      const answers = await Promise.all([
        withHost(`${app.url}${path}`, "evil.example"),
        withHost(`${app.url}${path}`, "localhost"),
      ])
      expect(answers.map(({ status }) => status)).toEqual([404, 200])
    }
  })
})

describe("the mailbox", () => {
  test("shows a mail in its list, in whole as text, and as HTML in a frame that can do nothing", async () => {
    const { email, mail } = await resetMail()
    const list = await (await app.fetch("/sandbox/mail")).text()
    expect(list).toContain(`href="/sandbox/mail/${mail.id}"`)
    expect(list).toContain(email)
    const page = await (await app.fetch(`/sandbox/mail/${mail.id}`)).text()
    expect(page).toContain(mail.links[0]?.replaceAll("&", "&amp;"))
    expect(page).toContain(`src="/sandbox/mail/${mail.id}/html"`)
    const frame = await app.fetch(`/sandbox/mail/${mail.id}/html`)
    expect(frame.headers.get("content-security-policy")).toMatch(/^default-src 'none'; .*; sandbox allow-popups /u)
    expect(await frame.text()).toContain(mail.subject)
  })

  test("escapes what strangers can put into a mail", async () => {
    const address = `a&b'{x}@mail.example`
    await app.db.transaction().execute((trx) =>
      enqueue(trx, app.services.vault, {
        topic: "auth.password_reset_without_password",
        payload: { entity_id: address, actor_type: "customer", providers: ["<script>alert(1)</script>"] },
      }),
    )
    const { id } = await onlyMailTo(address)
    for (const path of ["/sandbox/mail", `/sandbox/mail/${id}`, `/sandbox/mail/${id}/html`]) {
      const html = await (await app.fetch(path)).text()
      expect(html).not.toContain("<script>alert(1)")
      expect(html).toContain("a&amp;b&#39;{x}@mail.example")
    }
  })

  test("holds at most 200 mails", async () => {
    await app.db.transaction().execute(async (trx) => {
      for (let number = 0; number < 210; number++) {
        await enqueue(trx, app.services.vault, {
          topic: "auth.password_changed",
          payload: { entity_id: `many${number}@mail.example`, actor_type: "customer" },
        })
      }
    })
    const { mail } = (await (await app.fetch("/sandbox/mail.json")).json()) as { mail: KeptMail[] } // as above
    expect(mail).toHaveLength(200)
    expect(mail[0]?.to).toBe("many209@mail.example")
  })

  test("has no page for a mail there is none of", async () => {
    for (const id of ["00000000-0000-0000-0000-000000000000", "1", "%00", "..%2f"]) {
      const { status } = await app.fetch(`/sandbox/mail/${id}`)
      expect([400, 404]).toContain(status)
    }
  })
})

test("in production there is none of it", async () => {
  const production = await startTestApp({ production: true })
  for (const path of [
    "/sandbox/mail",
    "/sandbox/mail.json",
    "/sandbox/reset-password?token=0123456789abcdefghij",
    "/sandbox/reset-admin-password?token=0123456789abcdefghij",
    "/sandbox/invite?token=0123456789abcdefghij",
  ]) {
    expect(await refuse(production, `GET ${path}`, "not_found")).toMatchObject({ type: "not_found" })
  }
  await production.close()
})
