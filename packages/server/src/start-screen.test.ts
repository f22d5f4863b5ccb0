import { describe, expect, test } from "vitest"
import { firstCommand, startLine, startScreen, type StartFacts } from "./start-screen.ts"

const facts: StartFacts = {
  url: "http://127.0.0.1:9000",
  listens_at: "http://127.0.0.1:9000",
  production: false,
  database: "PGlite (PostgreSQL 18.6) in /shop/.covenant",
  publishable_key: "pk_0123456789012345678901234567",
  administrator: { email: "admin@covenant.test", password: "a-random-one" },
  demo_customer: { email: "ada@covenant.test", password: "seven lamps" },
  demo_provider: "http://127.0.0.1:9001",
  started_in_ms: 1234,
}

describe("the start screen", () => {
  test("shows where the API, the docs and the contract are, the database, the key and how to sign in", () => {
    const screen = startScreen(facts, false)
    for (const part of [
      "http://127.0.0.1:9000/docs",
      "http://127.0.0.1:9000/openapi/store.yaml",
      "http://127.0.0.1:9000/openapi/admin.yaml",
      "http://127.0.0.1:9000/sandbox/mail",
      "http://127.0.0.1:9000/sandbox/sign-in  with the demo provider at http://127.0.0.1:9001",
      facts.database,
      "pk_0123456789012345678901234567",
      "admin@covenant.test  a-random-one",
      "1.2 s",
    ]) {
      expect(screen).toContain(part)
    }
    expect(screen).not.toContain("\u001B")
  })

  test("has one command to try, with the real key filled in", () => {
    expect(startScreen(facts, false)).toContain(`  ${firstCommand(facts)}\n`)
    expect(firstCommand(facts)).toContain("x-publishable-api-key: pk_0123456789012345678901234567")
  })

  test("in production shows no password and no command that needs demo data", () => {
    const screen = startScreen(
      {
        ...facts,
        production: true,
        demo_customer: undefined,
        demo_provider: undefined,
        administrator: { email: "admin@example.com", password: undefined },
      },
      false,
    )
    expect(screen).toContain('{"email":"admin@example.com","password":"<your password>"}')
    expect(screen).not.toMatch(/a-random-one|seven lamps|sandbox/u)
    expect(screen).toContain("curl http://127.0.0.1:9000/health")
  })

  test("says how to have a key and an administrator made where there are none", () => {
    const screen = startScreen({ ...facts, publishable_key: undefined, administrator: undefined }, false)
    expect(screen).toContain("COVENANT_PUBLISHABLE_KEY")
    expect(screen).toContain("COVENANT_ADMIN_EMAIL and COVENANT_ADMIN_PASSWORD")
  })

  test("is one JSON line for a machine, with the same facts", () => {
    const line = startLine(facts, new Date("2026-01-02T03:04:05Z"))
    expect(line.trimEnd()).not.toContain("\n")
    expect(JSON.parse(line)).toMatchObject({
      level: "info",
      time: "2026-01-02T03:04:05.000Z",
      msg: "ready",
      url: facts.url,
      docs: "http://127.0.0.1:9000/docs",
      contracts: ["http://127.0.0.1:9000/openapi/store.yaml", "http://127.0.0.1:9000/openapi/admin.yaml"],
      database: facts.database,
      publishable_key: facts.publishable_key,
      administrator: { email: "admin@covenant.test", sign_in: expect.stringContaining("/admin/auth/token") },
      try: expect.stringMatching(
        /^curl http:.* -H 'x-publishable-api-key: pk_0123456789012345678901234567' -H [^\n\\]*/u,
      ),
    })
  })
})
