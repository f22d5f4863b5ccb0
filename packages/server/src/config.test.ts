import { randomBytes } from "node:crypto"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, describe, expect, test } from "vitest"
import { ConfigRefused, readConfig, settingsHelp, type MadeUp } from "./config.ts"
import { looksMadeUp } from "./lib/weak-key.ts"

const folder = mkdtempSync(join(tmpdir(), "covenant-config-"))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const made_up: MadeUp = {
  kek_keys: [{ id: "made", key: new Uint8Array(32) }],
  covenant_admin_email: "made@up.example",
  covenant_admin_password: "made-up-password",
  covenant_publishable_key: "pk_00000000000000000000000000",
}
const read = (env: Record<string, string>) => readConfig(env, { default_data_dir: "/data", madeUp: () => made_up })
const problems = (env: Record<string, string>): readonly string[] => {
  try {
    read(env)
  } catch (error) {
    if (error instanceof ConfigRefused) return error.problems
    throw error
  }
  return []
}

const key = (byte: number) => Buffer.alloc(32, byte).toString("base64")
const random_key = () => randomBytes(32).toString("base64")
const production = {
  NODE_ENV: "production",
  PUBLIC_BASE_URL: "https://api.example.com",
  KEK_KEYS: JSON.stringify({ a: random_key() }),
  SMTP_URL: "smtps://mail.example.com",
  MAIL_FROM: "no-reply@example.com",
}

describe("settings", () => {
  test("without any there is a sandbox on loopback with made-up secrets", () => {
    expect(read({})).toMatchObject({
      production: false,
      host: "127.0.0.1",
      port: 9000,
      public_base_url: "http://127.0.0.1:9000",
      data_dir: "/data",
      database_url: undefined,
      ...made_up,
    })
  })

  test("the sandbox lets the example pages in until told of others, production nobody", () => {
    expect(read({}).auth_cors).toEqual(["http://127.0.0.1:5173"])
    expect(read({ AUTH_CORS: "https://shop.example" }).auth_cors).toEqual(["https://shop.example"])
    expect(read(production).auth_cors).toEqual([])
  })

  test("all problems are told at once, by name", () => {
    const found = problems({
      PORT: "http",
      STORE_CORS: "*",
      REFRESH_GRACE_SECONDS: "-1",
      COVENANT_ADMIN_EMAIL: "nobody",
    })
    expect(found.map((problem) => problem.split(" ")[0])).toEqual([
      "PORT",
      "STORE_CORS",
      "REFRESH_GRACE_SECONDS",
      "COVENANT_ADMIN_EMAIL",
    ])
  })

  test("a message never holds a value", () => {
    const secret = "Sup3r-s3cret"
    const env = Object.fromEntries(
      settingsHelp()
        .match(/^ {2}[A-Z_]+/gmu)
        ?.map((name) => [name.trim(), secret]) ?? [],
    )
    const found = problems({ ...env, NODE_ENV: "production" })
    expect(found.length).toBeGreaterThan(20)
    expect(found.join("\n")).not.toContain(secret)
  })

  test.each([
    ["127.0.0.1", "http://127.0.0.1:9000"],
    ["::1", "http://[::1]:9000"],
    ["0.0.0.0", "http://127.0.0.1:9000"],
    ["::", "http://[::1]:9000"],
  ])("on HOST %s the server is reached at %s unless told otherwise", (HOST, url) => {
    expect(read({ HOST, SANDBOX_ALLOW_REMOTE: "true" }).public_base_url).toBe(url)
  })

  test("an empty value is an absent one", () => {
    expect(read({ PORT: "", DATABASE_URL: "" })).toMatchObject({ port: 9000, database_url: undefined })
  })

  test("NAME_FILE names a file with the value; a final line break is none of it", () => {
    const file = join(folder, "password")
    writeFileSync(file, "correct horse battery staple\n")
    expect(
      read({ COVENANT_ADMIN_EMAIL: "a@b.example", COVENANT_ADMIN_PASSWORD_FILE: file }).covenant_admin_password,
    ).toBe("correct horse battery staple")
  })

  test("NAME_FILE that cannot be read, or beside NAME, is a problem", () => {
    expect(problems({ PORT_FILE: join(folder, "absent") })).toEqual(["PORT_FILE names a file that cannot be read"])
    const file = join(folder, "port")
    writeFileSync(file, "9001")
    expect(problems({ PORT: "9000", PORT_FILE: file })).toEqual(["PORT and PORT_FILE are both set: keep one"])
  })

  test("keys keep their order, the first being current", () => {
    const { kek_keys } = read({ KEK_KEYS: JSON.stringify({ second: key(2), first: key(1) }) })
    expect(kek_keys.map(({ id, key: bytes }) => [id, bytes.length])).toEqual([
      ["second", 32],
      ["first", 32],
    ])
  })

  test.each([
    ["a short key", { a: Buffer.alloc(16).toString("base64") }],
    ["an id JavaScript would reorder", { 1: key(1) }],
    ["none", {}],
    ["a list", [key(1)]],
  ])("KEK_KEYS with %s is refused", (_, keys) => {
    expect(problems({ KEK_KEYS: JSON.stringify(keys) })).toEqual([expect.stringMatching(/^KEK_KEYS must be JSON/u)])
  })

  test("trusted proxies are addresses and networks", () => {
    expect(read({ TRUSTED_PROXIES: "10.0.0.0/8, ::1" }).trusted_proxies).toEqual(["10.0.0.0/8", "::1"])
    for (const wrong of ["10.0.0.0/33", "proxy", "10.0.0.0/8/8", "::1/129"])
      expect(problems({ TRUSTED_PROXIES: wrong })).toHaveLength(1)
  })
})

describe("mail", () => {
  test("the server is an address whose parts are read here, with the port its kind has", () => {
    const server = (SMTP_URL: string) => read({ SMTP_URL }).smtp_url
    expect(server("smtps://mail.example.com")).toEqual({ host: "mail.example.com", port: 465, tls: true })
    expect(server("smtp://[::1]:2525/")).toEqual({ host: "::1", port: 2525, tls: false })
    expect(server("smtp://shop%40example.com:a%2Fb@mail.example.com")).toEqual({
      host: "mail.example.com",
      port: 587,
      tls: false,
      auth: { user: "shop@example.com", pass: "a/b" },
    })
  })

  test.each([
    "mail.example.com",
    "http://mail.example.com",
    "smtp://mail.example.com/x",
    "smtps://mail.example.com?tls.rejectUnauthorized=false",
    "smtp://user@mail.example.com",
    "smtp://%:x@mail.example.com",
  ])("%s is no mail server", (SMTP_URL) => {
    expect(problems({ SMTP_URL })).toEqual([expect.stringMatching(/^SMTP_URL must be/u)])
  })

  test("the sender is an address, with a name or without", () => {
    const from = (MAIL_FROM: string) => read({ MAIL_FROM }).mail_from
    expect(from("no-reply@shop.example")).toEqual({ name: "", address: "no-reply@shop.example" })
    expect(from("Ünser Shop <No-Reply@shop.example>")).toEqual({ name: "Ünser Shop", address: "no-reply@shop.example" })
    expect(read({}).mail_from.address).toBe("sandbox@covenant.example")
  })

  test.each([
    "shop",
    "a@b.example, c@d.example",
    "Shop <a@b.example",
    "Shop\r\nBcc: x <a@b.example>",
    '"x" <a@b.example>',
  ])("%j sends no mail", (MAIL_FROM) => {
    expect(problems({ MAIL_FROM })).toEqual([expect.stringMatching(/^MAIL_FROM must be/u)])
  })

  test("the pages of links may have a path and a query, and are https in production", () => {
    const page = "https://shop.example/reset?locale=en"
    expect(read({ STOREFRONT_RESET_URL: page }).storefront_reset_url).toBe(page)
    for (const name of ["STOREFRONT_RESET_URL", "STOREFRONT_VERIFICATION_URL", "ADMIN_RESET_URL", "ADMIN_INVITE_URL"]) {
      for (const wrong of ["/reset", "javascript:alert(1)", "https://a:b@shop.example/", `${page}#x`])
        expect(problems({ [name]: wrong })).toHaveLength(1)
      expect(problems({ ...production, [name]: "http://shop.example/reset" })).toHaveLength(1)
    }
  })
})

describe("EMAIL_VERIFICATION and REGISTER_ENUMERATION", () => {
  test("off and compat by default; strict with verification, unless compat is wanted", () => {
    const { email_verification, register_enumeration } = read({})
    expect({ email_verification, register_enumeration }).toEqual({
      email_verification: false,
      register_enumeration: "compat",
    })
    expect(read({ EMAIL_VERIFICATION: "true" }).register_enumeration).toBe("strict")
    const compat = { EMAIL_VERIFICATION: "true", REGISTER_ENUMERATION: "compat" }
    expect(read(compat).register_enumeration).toBe("compat")
  })

  test("refuse other values, and strict without verification", () => {
    expect(problems({ EMAIL_VERIFICATION: "yes" })).toEqual([expect.stringMatching(/^EMAIL_VERIFICATION must be/u)])
    expect(problems({ REGISTER_ENUMERATION: "loud" })).toEqual([expect.stringMatching(/^REGISTER_ENUMERATION must/u)])
    expect(problems({ REGISTER_ENUMERATION: "strict" })).toEqual([
      expect.stringMatching(/^REGISTER_ENUMERATION=strict needs EMAIL_VERIFICATION/u),
    ])
  })
})

describe("RATE_LIMITS", () => {
  test("changes single budgets; the sandbox has a hundred times the room where all share one address", () => {
    const { budgets } = read({ RATE_LIMITS: '{"sign_in":{"points":7}}' })
    expect(budgets.sign_in.points).toBe(7)
    expect(budgets.register_ip.points).toBe(1_000)
    expect(read(production).budgets.register_ip.points).toBe(10)
  })

  test("that is not what it should be is a problem, which names the setting, the budgets and no value", () => {
    const [problem = "", ...more] = problems({ RATE_LIMITS: '{"sign_in":{"points":"s3cret"}}' })
    expect(more).toEqual([])
    expect(problem).toMatch(/^RATE_LIMITS must be JSON .*sign_in_address/u)
    expect(problem).not.toContain("s3cret")
  })

  test("N5 may not give production the room of the tests", () => {
    expect(read({ RATE_LIMITS: '{"profile":"tests"}' }).budgets.sign_in.points).toBe(1_000_000)
    expect(problems({ ...production, RATE_LIMITS: '{"profile":"tests"}' })).toEqual([
      expect.stringMatching(/^RATE_LIMITS must not name the profile of the tests/u),
    ])
  })
})

describe("production", () => {
  test("starts with https, keys and nothing made up", () => {
    expect(read(production)).toMatchObject({
      production: true,
      covenant_publishable_key: undefined,
      covenant_admin_email: undefined,
      kek_keys: [{ id: "a" }],
    })
  })

  test.each([
    ["all zeros", Buffer.alloc(32)],
    ["one byte repeated", Buffer.alloc(32, 0xa5)],
    ["eight bytes repeated", Buffer.alloc(32, randomBytes(8))],
    ["a count", Buffer.from(Array.from({ length: 32 }, (_, at) => at))],
    ["a count in sevens", Buffer.from(Array.from({ length: 32 }, (_, at) => (at * 7) % 256))],
    ["text, as the example of the README", Buffer.from("covenant-example-key-do-not-use!")],
    ["hexadecimal digits", Buffer.from(randomBytes(16).toString("hex"))],
  ])("N5 refuses a key of %s, by the name of the setting alone", (_, bytes) => {
    const value = bytes.toString("base64")
    const found = problems({ ...production, KEK_KEYS: JSON.stringify({ a: random_key(), b: value }) })
    expect(found).toEqual([expect.stringMatching(/^KEK_KEYS must hold random keys/u)])
    expect(found.join()).not.toContain(value)
    expect(problems({ KEK_KEYS: JSON.stringify({ b: value }) }), "the sandbox takes it").toEqual([])
  })

  test("N5 takes every random key", () => {
    for (let tries = 0; tries < 2_000; tries++) expect(looksMadeUp(randomBytes(32))).toBe(false)
  })

  test("N5 refuses one key under two ids", () => {
    const twice = random_key()
    expect(problems({ ...production, KEK_KEYS: JSON.stringify({ a: twice, b: twice }) })).toEqual([
      expect.stringMatching(/^KEK_KEYS holds one key twice/u),
    ])
  })

  test("N5 refuses an administrator's password that is guessed first", () => {
    const admin = (COVENANT_ADMIN_PASSWORD: string) =>
      problems({ ...production, COVENANT_ADMIN_EMAIL: "ada.lovelace@shop.example", COVENANT_ADMIN_PASSWORD })
    expect(admin("ada.lovelace@shop.example1")).toEqual([
      expect.stringMatching(/^COVENANT_ADMIN_PASSWORD must be none/u),
    ])
    expect(admin("kQ7!xz")).toEqual([expect.stringMatching(/^COVENANT_ADMIN_PASSWORD must have at least 15/u)])
    expect(admin("harbour lighthouse keeper")).toEqual([])
  })

  test("refuses to start without keys, a public https address, and a way to send mail", () => {
    expect(problems({ NODE_ENV: "production" }).map((problem) => problem.split(" ")[0])).toEqual([
      "KEK_KEYS",
      "PUBLIC_BASE_URL",
      "SMTP_URL",
      "MAIL_FROM",
    ])
    expect(problems({ ...production, PUBLIC_BASE_URL: "http://api.example.com" })).toEqual([
      expect.stringMatching(/^PUBLIC_BASE_URL/u),
    ])
  })

  test("refuses origins that are not https", () => {
    expect(problems({ ...production, ADMIN_CORS: "https://a.example,http://b.example" })).toEqual([
      expect.stringMatching(/^ADMIN_CORS/u),
    ])
  })
})

describe("signing in at a provider", () => {
  const providers = (value: unknown) => ({ OAUTH_PROVIDERS: JSON.stringify(value) })
  const clients = (redirects: unknown, more = {}) => ({
    OAUTH_CLIENTS: JSON.stringify({ shop: { redirects, ...more } }),
  })
  const google = { client_id: "covenant", client_secret: "s3cret" }

  test("a preset needs a client id and a secret", () => {
    const { oauth_providers } = read(providers({ google, github: google }))
    expect(oauth_providers).toEqual([
      expect.objectContaining({ id: "google", kind: "oidc", issuer: "https://accounts.google.com", ...google }),
      expect.objectContaining({ id: "github", kind: "github", token_auth: "basic", ...google }),
    ])
  })

  test("a secret may come from a file of its own", () => {
    const file = join(folder, "provider-secret")
    writeFileSync(file, "from a file\n")
    const { oauth_providers } = read(providers({ google: { client_id: "covenant", client_secret_file: file } }))
    expect(oauth_providers[0]?.client_secret).toBe("from a file")
    expect(problems(providers({ google: { client_id: "a", client_secret_file: join(folder, "absent") } }))).toEqual([
      "OAUTH_PROVIDERS is wrong at google.client_secret_file: it names a file that cannot be read",
    ])
  })

  test.each<[string, unknown]>([
    ["no client id", { google: {} }],
    ["an unknown field", { google: { ...google, sope: "email" } }],
    ["no issuer", { acme: google }],
    ["an issuer in the open", { acme: { ...google, issuer: "http://id.acme.example" } }],
    ["half of the endpoints", { acme: { ...google, type: "oauth2", token_endpoint: "https://id.acme.example/t" } }],
    ["a reserved id", { callback: google }],
    ["an id with a slash", { "a/b": google }],
    ["scopes without openid", { google: { ...google, scopes: ["email"] } }],
    ["a secret by nothing", { google: { ...google, client_secret: 7 } }],
    ["a callback with a fragment", { google: { ...google, callback_urls: ["https://shop.example/#cb"] } }],
  ])("OAUTH_PROVIDERS with %s is refused", (_, value) => {
    expect(problems(providers(value))).toEqual([expect.stringMatching(/^OAUTH_PROVIDERS /u)])
  })

  test("a client's redirects are known in one form, and the only one is the default", () => {
    const [shop] = read(clients({ "https://SHOP.example:443/cb": ["code", "json"] })).oauth_clients
    expect([...(shop?.redirects ?? [])]).toEqual([["https://shop.example/cb", ["code", "json"]]])
    expect(shop?.default_redirect_uri).toBe("https://shop.example/cb")
  })

  test.each<[string, unknown, object?]>([
    ["a wildcard", { "https://*.shop.example/cb": ["code"] }],
    ["no modes", { "https://shop.example/cb": [] }],
    ["an unknown mode", { "https://shop.example/cb": ["post"] }],
    ["user info", { "https://a@shop.example/cb": ["code"] }],
    [
      "a default that is not among them",
      { "https://shop.example/cb": ["code"] },
      { default_redirect_uri: "https://x.example" },
    ],
  ])("OAUTH_CLIENTS with %s is refused", (_, redirects, more) => {
    expect(problems(clients(redirects, more))).toEqual([expect.stringMatching(/^OAUTH_CLIENTS /u)])
  })

  test("plain http is for the person's own machine, and in production only when that is said", () => {
    const loopback = clients({ "http://127.0.0.1:8000/cb": ["code"] })
    expect(problems(loopback)).toEqual([])
    expect(problems(clients({ "http://shop.example/cb": ["code"] }))).toHaveLength(1)
    expect(problems({ ...production, ...loopback })).toEqual([expect.stringMatching(/^OAUTH_CLIENTS must have https/u)])
    expect(problems({ ...production, ...loopback, ALLOW_LOOPBACK_REDIRECTS: "true" })).toEqual([])
    const acme = { acme: { ...google, issuer: "http://127.0.0.1:9001" } }
    expect(problems(providers(acme))).toEqual([])
    expect(problems({ ...production, ...providers(acme) })).toEqual([expect.stringMatching(/^OAUTH_PROVIDERS /u)])
  })

  test("a message names the setting and the field, never a value", () => {
    const secret = "Sup3r-s3cret"
    const found = [
      ...problems(providers({ google: { client_id: secret, client_secret: 1, issuer: secret } })),
      ...problems(providers({ google: { client_id: secret, [secret]: secret } })),
      ...problems(clients({ [secret]: [secret] }, { default_redirect_uri: secret })),
      ...problems({ OAUTH_CLIENTS: secret, SIGNUP: secret }),
    ]
    expect(found.length).toBeGreaterThan(4)
    expect(found.join("\n")).not.toContain(secret)
  })
})

describe("the sandbox", () => {
  test.each<Record<string, string>>([
    { HOST: "0.0.0.0" },
    { HOST: "::" },
    { HOST: "192.168.1.4" },
    { HOST: "127.0.0.1.example.com" },
    { PUBLIC_BASE_URL: "https://shop.example" },
  ])("refuses $HOST$PUBLIC_BASE_URL unless remote callers are allowed", (env) => {
    expect(problems(env)).toEqual([expect.stringMatching(/^(HOST|PUBLIC_BASE_URL) must be a loopback address/u)])
    expect(problems({ ...env, SANDBOX_ALLOW_REMOTE: "true" })).toEqual([])
  })

  test.each<Record<string, string>>([
    { HOST: "localhost" },
    { HOST: "::1" },
    { HOST: "127.8.8.8" },
    { PUBLIC_BASE_URL: "http://shop.localhost:9000" },
  ])("takes $HOST$PUBLIC_BASE_URL", (env) => {
    expect(problems(env)).toEqual([])
  })

  test("takes an administrator whole: an email of the settings never meets a made-up password", () => {
    expect(problems({ COVENANT_ADMIN_EMAIL: "a@b.example" })).toEqual([expect.stringContaining("must be set together")])
    expect(
      read({ COVENANT_ADMIN_EMAIL: "a@b.example", COVENANT_ADMIN_PASSWORD: "a password of some length" }),
    ).toMatchObject({
      covenant_admin_email: "a@b.example",
      covenant_admin_password: "a password of some length",
    })
  })

  test("refuses an administrator's password below the policy", () => {
    expect(problems({ COVENANT_ADMIN_EMAIL: "a@b.example", COVENANT_ADMIN_PASSWORD: "short" })).toEqual([
      "COVENANT_ADMIN_PASSWORD must have at least 15 characters (ADMIN_PASSWORD_MIN_LENGTH)",
    ])
  })
})
