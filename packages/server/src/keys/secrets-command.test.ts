import { execFileSync } from "node:child_process"
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { parseEnv } from "node:util"
import { afterAll, describe, expect, test } from "vitest"
import { readConfig } from "../config.ts"
import { secretsCommand } from "./secrets-command.ts"

const folder = mkdtempSync(join(tmpdir(), "covenant-made-"))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function run(...args: string[]) {
  const said = { out: "", err: "" }
  const code = await secretsCommand(args, {
    env: {},
    default_data_dir: folder,
    on_terminal: false,
    out: (text) => (said.out += text),
    err: (text) => (said.err += text),
  })
  return { code, ...said }
}

/** What an operator adds. */
const others = {
  NODE_ENV: "production",
  PUBLIC_BASE_URL: "https://api.example.com",
  SMTP_URL: "smtps://mail.example.com",
  MAIL_FROM: "no-reply@example.com",
}
const production = (env: Record<string, string | undefined>) =>
  readConfig(
    { ...others, ...env },
    {
      default_data_dir: folder,
      madeUp: () => {
        throw new Error("production makes nothing up")
      },
    },
  )

describe("pnpm secrets", () => {
  test("N5 prints an environment file with which production starts, once what nobody can make up is added", async () => {
    const { code, out } = await run("--admin-email", "ada@shop.example")
    expect(code).toBe(0)
    expect(production(parseEnv(out))).toMatchObject({
      production: true,
      kek_keys: [{ key: expect.objectContaining({ length: 32 }) }],
      covenant_admin_email: "ada@shop.example",
    })
    for (const name of Object.keys(others)) expect(out).toContain(name)
  })

  test("a shell reads the same values from it", async () => {
    const { out } = await run()
    const file = join(folder, "sourced.env")
    writeFileSync(file, out)
    const sourced = execFileSync("sh", ["-c", `. "${file}"; printf %s "$KEK_KEYS"`]).toString()
    expect(sourced).toBe(parseEnv(out)["KEK_KEYS"])
  })

  test("makes other secrets each time", async () => {
    const [one, two] = [await run("--json"), await run("--json")]
    expect(Object.keys(JSON.parse(one.out))).toEqual(["KEK_KEYS", "COVENANT_PUBLISHABLE_KEY"])
    for (const value of Object.values<string>(JSON.parse(one.out))) expect(two.out).not.toContain(value)
  })

  test("--out writes files of the owner alone, which NAME_FILE settings name", async () => {
    const place = join(folder, "files")
    const { code, out } = await run("--out", place)
    expect(code).toBe(0)
    const settings = parseEnv(out)
    expect(settings["KEK_KEYS_FILE"]).toBe(join(place, "KEK_KEYS"))
    for (const file of Object.values(settings)) expect(statSync(String(file)).mode & 0o777).toBe(0o600)
    expect(statSync(place).mode & 0o777).toBe(0o700)
    expect(production(settings).kek_keys).toHaveLength(1)
    expect(out).not.toContain(readFileSync(String(settings["KEK_KEYS_FILE"]), "utf8").trim())
  })

  test("--out overwrites nothing, and then writes nothing else either", async () => {
    const place = mkdtempSync(join(folder, "taken-"))
    writeFileSync(join(place, "KEK_KEYS"), "precious")
    chmodSync(join(place, "KEK_KEYS"), 0o600)
    const { code, out, err } = await run("--out", place)
    expect([code, out]).toEqual([1, ""])
    expect(err).toContain("KEK_KEYS")
    expect(readFileSync(join(place, "KEK_KEYS"), "utf8")).toBe("precious")
    expect(() => statSync(join(place, "COVENANT_PUBLISHABLE_KEY"))).toThrow("ENOENT")
  })

  test("--key prints one more key for the ring", async () => {
    const [first, { out }] = [await run("--key"), await run("--key")]
    const ring = { ...JSON.parse(first.out), ...JSON.parse(out) } as Record<string, string> // two ids
    expect(production({ KEK_KEYS: JSON.stringify(ring) }).kek_keys).toHaveLength(2)
  })

  test.each([["--nope"], ["extra"], ["--out"]])("%s is answered with what there is, and 2", async (...args) => {
    const { code, out, err } = await run(...args)
    expect([code, out]).toEqual([2, ""])
    expect(err).toContain("--admin-email")
  })

  test("an address that would break out of its quotes is refused", async () => {
    expect(await run("--admin-email", "o'hara@shop.example")).toMatchObject({ code: 1, out: "" })
    expect(await run("--admin-email", "nobody")).toMatchObject({ code: 1, out: "" })
  })
})
