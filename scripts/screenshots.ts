/**
 * `pnpm screenshots`: the pictures of the README and of the pages, taken from a sandbox that is started for them.
 *
 * They are committed, because a README shows them where nothing runs.
 */
import { spawn, type ChildProcess } from "node:child_process"
import { existsSync } from "node:fs"
import { mkdir, mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { createInterface } from "node:readline"
import { chromium, type Page } from "playwright-core"
import { root } from "./steps.ts"

const help = `pnpm screenshots [options]

Starts a sandbox of its own, opens its pages in the system's Chromium and takes the pictures in docs/images.

  --out FOLDER   where to; default docs/images
  PORT           of the sandbox, as the pictures show it; default 9000
  --all          also every page at 1280 and 375 pixels, light and dark, to look at before a release
  --help         this text
`

interface Shot {
  name: string
  path: string
  width: number
  height: number
  scheme: "light" | "dark"
  /** The whole page, not what fits. */
  full?: boolean
  prepare?: (page: Page) => Promise<void>
}

const signIn = async (page: Page): Promise<void> => {
  await page.getByRole("button", { name: "Sign in" }).click()
  await page.getByText("The samples now have your token").waitFor()
  await page.mouse.move(0, 0)
  await page.evaluate(() => scrollTo(0, 0))
}

/** The pictures of the README. */
const shots: readonly Shot[] = [
  { name: "docs", path: "/docs", width: 1280, height: 900, scheme: "light", prepare: signIn },
  {
    name: "reference",
    path: "/docs/store#/customers/createmyaddress",
    width: 1280,
    height: 800,
    scheme: "dark",
    prepare: (page) =>
      page
        .getByText("Create an address")
        .first()
        .waitFor({ timeout: 5_000 })
        .catch(() => {}),
  },
]

const pages: readonly (readonly [name: string, path: string])[] = [
  ["landing", "/docs"],
  ["guides", "/docs/guides"],
  ["guide", "/docs/guides/sessions"],
  ["production", "/docs/guides/production"],
  ["security", "/docs/security"],
  ["errors", "/docs/errors"],
  ["mailbox", "/sandbox/mail"],
  ["provider-sign-in", "/sandbox/sign-in"],
  ["store", "/docs/store#/customers/updateme"],
  ["admin", "/docs/admin#/invites/createadmininvite"],
]

const everyPage = (): Shot[] =>
  pages.flatMap(([name, path]) =>
    ([1280, 375] as const).flatMap((width) =>
      (["light", "dark"] as const).map((scheme) => ({
        name: `${name}-${width}-${scheme}`,
        path,
        width,
        height: 800,
        scheme,
        full: !/store|admin/u.test(path),
      })),
    ),
  )

const args = process.argv.slice(2)
if (args.includes("--help")) {
  process.stdout.write(help)
  process.exit(0)
}
const at = args.indexOf("--out")
const out = at >= 0 ? args[at + 1] : join(root, "docs/images")
const unknown = args.find((arg, index) => !["--all", "--out"].includes(arg) && index !== at + 1)
if (unknown !== undefined || out === undefined) {
  process.stderr.write(`pnpm screenshots does not know ${unknown ?? "a folder"}.\n\n${help}`)
  process.exit(2)
}

const executablePath = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find((path) =>
  existsSync(path),
)
if (!executablePath) {
  process.stderr.write("There is no Chromium to take pictures with. Install one (Debian: apt install chromium).\n")
  process.exit(1)
}

/** Starts a sandbox; answers where it is. */
async function startSandbox(folder: string): Promise<{ origin: string; child: ChildProcess }> {
  const env = {
    ...process.env,
    PORT: process.env["PORT"] || "9000",
    DATA_DIR: folder,
    NODE_ENV: "sandbox",
    DATABASE_URL: "",
  }
  const child = spawn(process.execPath, [join(root, "scripts/start.ts")], {
    env,
    stdio: ["ignore", "pipe", "inherit"],
  })
  for await (const line of createInterface({ input: child.stdout })) {
    const { msg, url } = JSON.parse(line) as { msg?: string; url?: string } // what the server logs
    if (msg === "ready" && url) return { origin: url, child }
  }
  throw new Error("The sandbox did not start.")
}

const folder = await mkdtemp(join(tmpdir(), "covenant-screenshots-"))
const { origin, child } = await startSandbox(folder)
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] })
try {
  await mkdir(out, { recursive: true })
  for (const shot of [...shots, ...(args.includes("--all") ? everyPage() : [])]) {
    const { name, path, width, height, scheme, full = false, prepare } = shot
    const page = await browser.newPage({ viewport: { width, height }, colorScheme: scheme })
    await page.goto(`${origin}${path}`, { waitUntil: "networkidle" })
    await prepare?.(page)
    await page.getByText("Loading…").waitFor({ state: "hidden" }) // of Redoc, which draws once more when it is idle
    await page.getByText("Loading...").waitFor({ state: "hidden" }) // its search, which reads the whole document first
    await page.waitForTimeout(500)
    await page.screenshot({ path: join(out, `${name}.png`), fullPage: full })
    await page.close()
    process.stdout.write(`${name}.png\n`)
  }
} finally {
  await browser.close()
  const gone = new Promise((resolve) => child.once("exit", resolve))
  child.kill("SIGTERM")
  await gone
  await rm(folder, { recursive: true, force: true })
}
