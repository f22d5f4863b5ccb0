/** The commands as an operator runs them: beside a server that works. */
import { execFile } from "node:child_process"
import { randomBytes } from "node:crypto"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { sql, type Kysely } from "kysely"
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest"
import { age } from "../../../../test/setup/age.ts"
import { ownDatabase, type OwnDatabase } from "../../../../test/setup/databases.ts"
import { deployment, startProcess, type ServerProcess } from "../../../../test/setup/processes.ts"
import type { Database } from "../db/generated/database.ts"
import type { Surroundings } from "./command.ts"
import { rewrapCommand } from "./rewrap-command.ts"
import { rotateCommand } from "./rotate-command.ts"
import { publish_after_use_seconds, publish_before_use_seconds } from "./signing-keys.ts"

const scripts = fileURLToPath(new URL("../../../../scripts/", import.meta.url))

/** Runs `pnpm keys:…` without pnpm, with these settings and no others. */
function run(script: string, env: Readonly<Record<string, string>>, ...args: string[]) {
  return new Promise<{ code: number; out: string; err: string }>((resolve) => {
    const child = execFile(
      process.execPath,
      [join(scripts, script), ...args],
      { env: { PATH: process.env["PATH"], ...env } },
      (_error, out, err) => resolve({ code: child.exitCode ?? -1, out, err }),
    )
  })
}

/** Runs a command in this process, as if somebody were reading. */
async function read(
  command: (args: readonly string[], surroundings: Surroundings) => Promise<number>,
  env: Readonly<Record<string, string>>,
  ...args: string[]
) {
  const said = { out: "", err: "" }
  const code = await command(args, {
    env,
    default_data_dir: join(tmpdir(), "covenant-no-such-folder"),
    on_terminal: true,
    out: (text) => (said.out += text),
    err: (text) => (said.err += text),
  })
  return { code, ...said }
}

describe.each(["keys-rotate.ts", "keys-rewrap.ts", "secrets.ts"])("scripts/%s", (script) => {
  test("--help says everything and does nothing; another option is answered with it", { timeout: 60_000 }, async () => {
    const help = await run(script, {}, "--help")
    expect(help).toMatchObject({ code: 0, err: "", out: expect.stringMatching(/^pnpm [\w:]+ /u) })
    const wrong = await run(script, {}, "--hepl")
    expect(wrong).toMatchObject({ code: 2, out: "" })
    expect(wrong.err).toContain(help.out)
  })
})

describe("without a deployment", () => {
  const folder = mkdtempSync(join(tmpdir(), "covenant-none-"))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  test.each([
    ["keys:rotate", rotateCommand],
    ["keys:rewrap", rewrapCommand],
  ])("%s says so and makes nothing", async (_, command) => {
    const { code, out, err } = await read(command, { DATA_DIR: join(folder, "absent") })
    expect([code, out]).toEqual([1, ""])
    expect(err).toMatch(/^There is no sandbox in .* yet\. Start the server once/u)
  })

  test("settings that are no good are named", async () => {
    const { code, err } = await read(rotateCommand, { NODE_ENV: "production" })
    expect(code).toBe(1)
    expect(err).toMatch(/^The settings are not usable:\n {2}KEK_KEYS is required/u)
  })
})

describe.runIf(inject("databaseUrl") !== "")("beside a server on PostgreSQL", { timeout: 60_000 }, () => {
  let database: OwnDatabase
  let db: Kysely<Database>
  let server: ServerProcess
  let env: Record<string, string>
  let keks: Record<string, string>
  let admin: { email: string; password: string }

  beforeAll(async () => {
    database = await ownDatabase(inject("databaseUrl"))
    db = database.db // the server below migrates it
    const shop = deployment(database.url)
    admin = shop.admin
    env = { ...shop.env }
    keks = JSON.parse(env["KEK_KEYS"] ?? "{}") as Record<string, string>
    server = await startProcess(env)
  }, 60_000)
  afterAll(async () => {
    await server.stop()
    await database.drop()
  }, 30_000)

  const signIn = () =>
    fetch(`${server.url}/admin/auth/token`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(admin),
    })

  test("J13 keys:rotate publishes, waits, turns and removes; JSON for programs, sentences for people", async () => {
    const first = await run("keys-rotate.ts", env)
    expect(first).toMatchObject({ code: 0, err: "" })
    const { published, keys } = JSON.parse(first.out)
    expect(keys).toEqual([
      { kid: published, alg: "ES256", state: "next", created_at: expect.any(String), until: expect.any(String) },
      expect.objectContaining({ state: "active", until: null }),
    ])
    const old = keys[1].kid

    const waiting = await read(rotateCommand, env)
    expect(waiting.code).toBe(0)
    expect(waiting.out).toMatch(/A next key is waiting.*\n\n {2}next {5}ES256 {2}\S+ {2}signs from .* UTC\n {2}active/u)

    await age(db, "signing_key", published, publish_before_use_seconds)
    const turned = await read(rotateCommand, env, "--alg", "EdDSA")
    expect(turned.out).toContain(`${published} signs from now on.\n${old} is retired`)
    expect(turned.out).not.toContain("published")

    await age(db, "signing_key", old, publish_after_use_seconds)
    expect(JSON.parse((await run("keys-rotate.ts", env, "--status")).out).keys).toHaveLength(2)
    const removed = JSON.parse((await run("keys-rotate.ts", env, "--alg", "EdDSA")).out)
    expect(removed).toMatchObject({ removed: [old], keys: [{ state: "next", alg: "EdDSA" }, { kid: published }] })
    expect((await signIn()).status).toBe(200)
  })

  test("keys:rotate --leaked leaves one key, and refuses what contradicts it", async () => {
    const { out } = await read(rotateCommand, env, "--leaked")
    expect(out).toMatch(/^\S+ signs from now on\.\n/u)
    expect(JSON.parse((await run("keys-rotate.ts", env, "--status")).out).keys).toHaveLength(1)
    expect(await read(rotateCommand, env, "--leaked", "--status")).toMatchObject({ code: 1, out: "" })
    expect(await read(rotateCommand, env, "--alg", "HS256")).toMatchObject({ code: 1, out: "" })
  })

  test("keys:rewrap moves everything to the first key while the server runs, and --check fails until nothing needs the old one", async () => {
    expect((await signIn()).status).toBe(200)
    await sql`update session set rt_key_id = 'test' where revoked_at is null`.execute(db)
    const young = randomBytes(32).toString("base64url")
    const both = { ...env, KEK_KEYS: JSON.stringify({ young, ...keks }) }

    const before = await run("keys-rewrap.ts", both, "--check")
    expect(before.code).toBe(1)
    expect(JSON.parse(before.out).keys).toEqual([
      expect.objectContaining({ id: "young", standing: "current", may_go: false, sealed: {} }),
      expect.objectContaining({ id: "test", standing: "older", may_go: false, sealed: { signing_key: 1 } }),
    ])
    const done = await read(rewrapCommand, both)
    expect(done.code).toBe(0)
    expect(done.out).toContain("1 signing key sealed with the current key.")
    expect(done.out).toMatch(/ {2}test +older +in use: [\d,]+ sessions? \(the last ends .* at the latest\)\n/u)
    expect((await read(rewrapCommand, both, "--check", "test")).code).toBe(1)

    await sql`update session set revoked_at = now()`.execute(db)
    const free = await read(rewrapCommand, both, "--check", "test")
    expect(free).toMatchObject({ code: 0, out: expect.stringMatching(/test +older +may go: nothing uses it\n$/u) })
    expect((await run("keys-rewrap.ts", both, "--check")).code).toBe(0)
    expect(await read(rewrapCommand, both, "--check", "young"), "the current one").toMatchObject({ code: 1 })
    expect(await read(rewrapCommand, both, "--check", "other")).toMatchObject({ code: 1, out: "" })
    expect(await read(rewrapCommand, both, "test")).toMatchObject({ code: 1, out: "" })

    const restarted = await startProcess({ ...env, KEK_KEYS: JSON.stringify({ young }) })
    expect((await fetch(`${restarted.url}/ready`)).status).toBe(200)
    await restarted.stop()
    const back = { ...env, KEK_KEYS: JSON.stringify({ ...keks, young }) }
    expect((await run("keys-rewrap.ts", back)).code, "for the server that still runs with the old key").toBe(0)
  })

  test("keys:rewrap without the key that sealed something changes nothing, says what is missing, and fails", async () => {
    const stranger = { ...env, KEK_KEYS: JSON.stringify({ stranger: randomBytes(32).toString("base64url") }) }
    const rows = () => db.selectFrom("signing_key").selectAll().execute()
    const before = await rows()
    const { code, out } = await read(rewrapCommand, stranger)
    expect(code).toBe(1)
    expect(out).toMatch(
      /1 signing key did not open, and stayed[^]*test +missing +not among KEK_KEYS, and needed: 1 signing key/u,
    )
    expect(await rows()).toEqual(before)
  })

  test("nothing secret is in what a command prints", async () => {
    const outputs = await Promise.all([
      run("keys-rotate.ts", env),
      run("keys-rewrap.ts", env),
      run("keys-rewrap.ts", env, "--check"),
    ])
    const { rows } = await sql<{ text: string }>`select encode(private_enc, 'hex') as text from signing_key`.execute(db)
    const secrets = [
      ...Object.values(keks),
      new URL(env["DATABASE_URL"] ?? "").password, // empty where the database trusts whoever is local
      ...rows.map(({ text }) => text),
    ].filter((secret) => secret !== "")
    for (const { out, err } of outputs) for (const secret of secrets) expect(out + err).not.toContain(secret)
  })
})
