/** The server as a program: what it says and how it ends. On PGlite, because a folder is part of the question. */
import { spawn } from "node:child_process"
import { randomBytes } from "node:crypto"
import { once } from "node:events"
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs"
import { createServer, type AddressInfo } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest"

const main = fileURLToPath(new URL("main.ts", import.meta.url))

interface Run {
  /** Resolves with the address when it serves, rejects when it ends before. */
  ready: Promise<Record<string, unknown> & { url: string }>
  ended: Promise<number | null>
  output(): string
  kill(signal: NodeJS.Signals): void
  pid: number
}

/** Starts the program with these settings and no others. */
function run(env: Record<string, string>, ...args: string[]): Run {
  const child = spawn(process.execPath, [main, ...args], {
    env: { PATH: process.env["PATH"], ...env },
    stdio: ["ignore", "pipe", "pipe"],
  })
  let output = ""
  const ready = Promise.withResolvers<Record<string, unknown> & { url: string }>()
  ready.promise.catch(() => undefined) // most runs here are meant to end
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      output += text
      const line = output.split("\n").find((each) => each.includes('"msg":"ready"') && each.endsWith("}"))
      if (line) ready.resolve(JSON.parse(line) as { url: string }) // the start line
    })
  }
  const ended = once(child, "close").then(([code]) => code as number | null) // what "close" says
  void ended.then((code) => ready.reject(new Error(`ended with ${code}:\n${output}`)))
  return {
    ready: ready.promise,
    ended,
    output: () => output,
    kill: (signal) => void child.kill(signal),
    pid: child.pid ?? 0,
  }
}

// Every start is a process; on a busy machine one takes seconds.
describe.runIf(inject("databaseUrl") === "")("the program", { timeout: 60_000 }, () => {
  let folder: string
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "covenant-main-"))
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  test("in production nothing of the sandbox is loaded, and nothing listens but the server", async () => {
    const [folder_of_run, told] = [join(folder, "production"), join(folder, "loaded.txt")]
    const hook = `import { registerHooks } from "node:module"; import { appendFileSync } from "node:fs";
      registerHooks({ load(url, context, next) { appendFileSync(${JSON.stringify(told)}, url + "\\n"); return next(url, context) } })`
    const server = run({
      NODE_ENV: "production",
      NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(hook)}`,
      DATA_DIR: folder_of_run,
      PORT: "0",
      PUBLIC_BASE_URL: "https://api.example",
      KEK_KEYS: JSON.stringify({ one: randomBytes(32).toString("base64url") }),
      SMTP_URL: "smtp://127.0.0.1:1",
      MAIL_FROM: "shop@example.com",
    })
    const facts = await server.ready
    expect(facts["demo_provider"]).toBeUndefined()
    server.kill("SIGTERM")
    expect(await server.ended).toBe(0)
    const loaded = readFileSync(told, "utf8").split("\n")
    expect(loaded.some((url) => url.endsWith("/src/serve.ts"))).toBe(true)
    expect(loaded.filter((url) => /oidc-provider|koa|server\/src\/sandbox\//u.test(url))).toEqual([])
  })

  test("starts in an empty folder, keeps what it made, and is the same after a restart", async () => {
    const data = join(folder, "kept")
    const first = run({ DATA_DIR: data, PORT: "0" })
    const facts = await first.ready
    expect((await fetch(`${facts.url}/health`)).status).toBe(200)
    expect(facts).toMatchObject({
      publishable_key: expect.stringMatching(/^pk_/u),
      administrator: { email: "admin@covenant.test", password: expect.any(String) },
      database: expect.stringContaining(data),
    })
    first.kill("SIGTERM")
    expect(await first.ended).toBe(0)
    expect(existsSync(join(data, "lock"))).toBe(false)

    const second = run({ DATA_DIR: data, PORT: "0" })
    const again = await second.ready
    expect(again).toMatchObject({ publishable_key: facts["publishable_key"], database: facts["database"] })
    const { email, password } = again["administrator"] as { email: string; password: string } // as above
    const signedIn = await fetch(`${again.url}/admin/auth/token`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ email, password }),
    })
    expect(signedIn.status).toBe(200)
    second.kill("SIGINT")
    expect(await second.ended).toBe(0)
  })

  test("the folder of a server that runs is refused, naming its process; one that was killed gives it up", async () => {
    const data = join(folder, "locked")
    const holder = run({ DATA_DIR: data, PORT: "0" })
    await holder.ready
    const second = run({ DATA_DIR: data, PORT: "0" })
    expect(await second.ended).toBe(1)
    expect(second.output()).toMatch(new RegExp(`in use by process ${holder.pid}\\. Stop that process`, "u"))
    expect(second.output()).not.toMatch(/ at .*\.ts/u)
    holder.kill("SIGKILL")
    await holder.ended
    const third = run({ DATA_DIR: data, PORT: "0" })
    await third.ready
    third.kill("SIGTERM")
    expect(await third.ended).toBe(0)
  })

  test("a start that was cut short before there was a schema does not stand in the way of the next", async () => {
    const data = join(folder, "cut")
    const cut = run({ DATA_DIR: data, PORT: "0" })
    while (!existsSync(join(data, "database"))) await new Promise((resolve) => setImmediate(resolve))
    cut.kill("SIGKILL")
    await cut.ended
    const next = run({ DATA_DIR: data, PORT: "0" })
    await next.ready
    next.kill("SIGTERM")
    expect(await next.ended).toBe(0)
  })

  test("a database whose key was lost is told with what to do, not with a stack", async () => {
    const data = join(folder, "key")
    const first = run({ DATA_DIR: data, PORT: "0" })
    await first.ready
    first.kill("SIGTERM")
    await first.ended
    rmSync(join(data, "sandbox-secrets.json"))
    const second = run({ DATA_DIR: data, PORT: "0" })
    expect(await second.ended).toBe(1)
    expect(second.output()).toMatch(/not among KEK_KEYS\. Add that key .* or remove /u)
    expect(second.output()).not.toMatch(/ at .*\.ts/u)
  })

  test("a port that is taken is told before anything is opened", async () => {
    const taken = createServer().listen(0, "127.0.0.1")
    await once(taken, "listening")
    const { port } = taken.address() as AddressInfo // a TCP server that listens has one
    const data = join(folder, "port")
    const refused = run({ DATA_DIR: data, PORT: String(port) })
    expect(await refused.ended).toBe(1)
    expect(refused.output()).toMatch(new RegExp(`Port ${port} of 127\\.0\\.0\\.1 is in use`, "u"))
    expect(existsSync(join(data, "database"))).toBe(false)
    taken.close()
  })

  test("a database that cannot be reached is told with what to do, and without its password", async () => {
    const refused = run({
      DATA_DIR: join(folder, "unreachable"),
      PORT: "0",
      DATABASE_URL: "postgres://shop:hush-hush@127.0.0.1:9/shop",
    })
    expect(await refused.ended).toBe(1)
    expect(refused.output()).toMatch(/postgres:\/\/shop@127\.0\.0\.1:9\/shop/u)
    expect(refused.output()).toMatch(/Start it or correct DATABASE_URL; without DATABASE_URL the embedded database/u)
    expect(refused.output()).not.toMatch(/hush-hush| at .*\.ts/u)
  })

  test("--check-config tells all problems and starts nothing", async () => {
    const data = join(folder, "checked")
    const refused = run({ DATA_DIR: data, PORT: "x", HOST: "0.0.0.0" }, "--check-config")
    expect(await refused.ended).toBe(1)
    expect(refused.output()).toMatch(/PORT must be[\s\S]*HOST must be a loopback address/u)
    const fine = run({ DATA_DIR: data }, "--check-config")
    expect(await fine.ended).toBe(0)
    expect(fine.output()).toBe("The settings are usable.\n")
    expect(existsSync(join(data, "database"))).toBe(false)
  })

  test("--help names every setting; an unknown option is refused", async () => {
    const help = run({}, "--help")
    expect(await help.ended).toBe(0)
    for (const name of ["DATABASE_URL", "KEK_KEYS", "COVENANT_ADMIN_EMAIL", "NAME_FILE"])
      expect(help.output()).toContain(name)
    const unknown = run({}, "--prot=9000")
    expect(await unknown.ended).toBe(1)
    expect(unknown.output()).toContain("--prot=9000 is no option")
  })

  test("what the sandbox made up is for its owner's eyes", async () => {
    const data = join(folder, "kept")
    const file = join(data, "sandbox-secrets.json")
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(JSON.parse(readFileSync(file, "utf8"))).toHaveProperty("administrator.password")
  })
})
