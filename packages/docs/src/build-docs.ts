import { execFile } from "node:child_process"
import { createHash } from "node:crypto"
import { existsSync } from "node:fs"
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { promisify } from "node:util"
import { gzip } from "node:zlib"

import { errorCodes } from "@covenant/contract"

import { clientsPage } from "./clients-page.ts"
import { ownPagePolicy, printPolicy, referencePolicy, withPolicy, type Policy } from "./content-security.ts"
import { plannedOperations, type ContractDocument } from "./contract-document.ts"
import { errorsPage } from "./errors-page.ts"
import { guidePage, guidePath, guidesPage } from "./guides-page.ts"
import { guidesFolder, readGuides } from "./guides.ts"
import { landingPage } from "./landing-page.ts"
import { buildFolder, type PageEntry } from "./pages.ts"
import {
  forRedoc,
  neutralise,
  redocOptions,
  referenceTemplate,
  withFragmentLinks,
  withYourSamples,
} from "./reference-page.ts"
import { securityPage } from "./security-page.ts"
import { surfaces, type Surface } from "./site-shell.ts"

const run = promisify(execFile)
const compress = promisify(gzip)

export interface BuildOptions {
  /**
   * Folder of the repository; the contract's built documents, `openapi/planned.yaml`, `docs/clients.md` and `SECURITY.md`
   * are read below it.
   */
  root: string
  /** Told one line per step. */
  log?: (line: string) => void
  /** Where to build; the package's own `build/` unless a test builds elsewhere. */
  folder?: string
}

export interface BuildResult {
  /** True when the inputs were the same as last time, and nothing was done. */
  skipped: boolean
  /** Weight of each page by its path; empty when skipped. */
  weights: Readonly<Record<string, Weight>>
}

/** Bytes of a page. */
interface Weight {
  raw: number
  gzipped: number
}

interface BuiltPage {
  path: string
  file: string
  html: string
  policy: Policy
}

/** Builds the pages. What the package's `buildDocs` calls; see there. */
export async function buildDocs({ root, log = () => {}, folder = buildFolder }: BuildOptions): Promise<BuildResult> {
  const inputs = await readInputs(root)
  const manifest = `${JSON.stringify({ inputs: inputs.hash, generator: "@covenant/docs", tools: inputs.tools }, null, 2)}\n`
  if (await isCurrent(folder, manifest)) return { skipped: true, weights: {} }

  const { documents, planned } = inputs
  const guides = readGuides()
  const pages: BuiltPage[] = [
    ownBuiltPage("/docs", "index.html", landingPage({ documents, planned, guides })),
    ownBuiltPage("/docs/guides", "guides.html", guidesPage(guides)),
    ...guides.map((guide) => ownBuiltPage(guidePath(guide), `guide-${guide.id}.html`, guidePage(guide, guides))),
    ownBuiltPage("/docs/clients", "clients.html", clientsPage(inputs.clients)),
    ownBuiltPage("/docs/errors", "errors.html", errorsPage(documents)),
    ownBuiltPage("/docs/security", "security.html", securityPage(inputs.security)),
  ]
  for (const page of await Promise.all(surfaces.map((surface) => referencePage(surface, documents[surface])))) {
    pages.push(page)
  }

  await mkdir(folder, { recursive: true })
  await rm(join(folder, "manifest.json"), { force: true }) // an interrupted build is then built again
  const written = await Promise.all(pages.map((page) => writePage(folder, page)))
  const entries = written.map(({ entry }) => entry)
  const weights = Object.fromEntries(written.map(({ entry, weight }) => [entry.path, weight]))
  await writeFile(join(folder, "pages.json"), `${JSON.stringify(entries, null, 2)}\n`)
  await removeOthers(folder, ["pages.json", ...entries.flatMap(({ file }) => [file, `${file}.gz`])])
  await writeFile(join(folder, "manifest.json"), manifest) // last: its presence says that all the rest is there
  log(`docs: ${pages.length} pages`)
  return { skipped: false, weights }
}

const ownBuiltPage = (path: string, file: string, html: string): BuiltPage => ({
  path,
  file,
  html,
  policy: ownPagePolicy(html),
})

async function referencePage(surface: Surface, document: ContractDocument): Promise<BuiltPage> {
  const html = neutralise(withYourSamples(withFragmentLinks(await renderReference(surface, document))))
  return { path: `/docs/${surface}`, file: `${surface}.html`, html, policy: referencePolicy(html) }
}

async function writePage(folder: string, page: BuiltPage): Promise<{ entry: PageEntry; weight: Weight }> {
  const { path, file, html, policy } = page
  const bytes = Buffer.from(withPolicy(html, policy))
  const packed = await compress(bytes, { level: 9 })
  await Promise.all([writeFile(join(folder, file), bytes), writeFile(join(folder, `${file}.gz`), packed)])
  return {
    entry: { path, file, headers: headersOf(bytes, policy) },
    weight: { raw: bytes.length, gzipped: packed.length },
  }
}

const headersOf = (bytes: Buffer, policy: Policy): Record<string, string> => ({
  "cache-control": "no-cache",
  "content-security-policy": printPolicy({ ...policy, "frame-ancestors": ["'none'"] }),
  "content-type": "text/html; charset=utf-8",
  etag: `W/"${createHash("sha256").update(bytes).digest("base64url").slice(0, 27)}"`,
  "referrer-policy": "no-referrer",
  vary: "accept-encoding",
  "x-content-type-options": "nosniff",
})

interface Inputs {
  documents: Record<Surface, ContractDocument>
  planned: Record<Surface, ReadonlySet<string>>
  /** `SECURITY.md`. */
  security: string
  /** `docs/clients.md`. */
  clients: string
  /** Over the documents, the plan, and every source file of this package. */
  hash: string
  tools: Record<string, string>
}

async function readInputs(root: string): Promise<Inputs> {
  const [store, admin, planned, security, clients, tools] = await Promise.all([
    readDocument(root, "store"),
    readDocument(root, "admin"),
    readFile(join(root, "openapi/planned.yaml"), "utf8"),
    readFile(join(root, "SECURITY.md"), "utf8"),
    readFile(join(root, "docs/clients.md"), "utf8"),
    redoclyVersion(),
  ])
  const texts = [store, admin, planned, security, clients, JSON.stringify(errorCodes), ...(await readSources())]
  return {
    documents: { store: JSON.parse(store), admin: JSON.parse(admin) }, // linted and bundled by the step before
    planned: plannedOperations(planned),
    security,
    clients,
    hash: createHash("sha256").update(JSON.stringify(texts)).digest("hex"),
    tools: { "@redocly/cli": tools },
  }
}

async function readDocument(root: string, surface: Surface): Promise<string> {
  const path = join(root, `packages/contract/build/openapi/${surface}.json`)
  if (!existsSync(path)) throw new Error(`${path} is missing. Generate the contract first.`)
  return readFile(path, "utf8")
}

/** This package's own files as they shape the pages, in a stable order. */
async function readSources(): Promise<string[]> {
  const folders = [fileURLToPath(new URL("./", import.meta.url)), fileURLToPath(guidesFolder)]
  const files = await Promise.all(
    folders.map(async (folder) => {
      const names = (await readdir(folder, { recursive: true })).filter(
        (name) => /\.(ts|css|js|md)$/.test(name) && !name.endsWith(".test.ts"),
      )
      return names.toSorted().map(async (name) => [name, await readFile(join(folder, name), "utf8")] as const)
    }),
  )
  return (await Promise.all(files.flat())).flat()
}

async function removeOthers(folder: string, keep: readonly string[]): Promise<void> {
  const others = (await readdir(folder)).filter((name) => !keep.includes(name))
  await Promise.all(others.map((name) => rm(join(folder, name), { recursive: true })))
}

async function isCurrent(folder: string, manifest: string): Promise<boolean> {
  try {
    return (await readFile(join(folder, "manifest.json"), "utf8")) === manifest
  } catch {
    return false // never built, or interrupted
  }
}

const redoclyFolder = new URL("../", import.meta.resolve("@redocly/cli/bin/cli.js"))

async function redoclyVersion(): Promise<string> {
  const manifest: { version: string } = JSON.parse(await readFile(new URL("package.json", redoclyFolder), "utf8"))
  return manifest.version
}

/** The document as one self-contained page, by `redocly build-docs`. Throws with the tool's words when it cannot be read. */
async function renderReference(surface: Surface, document: ContractDocument): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "covenant-docs-"))
  try {
    await writeFile(join(folder, "openapi.json"), JSON.stringify(forRedoc(surface, document)))
    await writeFile(join(folder, "template.hbs"), referenceTemplate(surface, document))
    // A configuration of its own: the repository's has lint rules that mean nothing here. JSON is YAML.
    await writeFile(join(folder, "redocly.yaml"), JSON.stringify({ telemetry: "off", openapi: redocOptions }))
    const cli = fileURLToPath(new URL("bin/cli.js", redoclyFolder))
    const options = ["--inlineBundle", "-t", "template.hbs", "-o", "page.html", "--config", "redocly.yaml"]
    await run(process.execPath, [cli, "build-docs", "openapi.json", ...options], {
      cwd: folder,
      // The tool needs no setting of ours but these two, and no secret of the environment it happens to run in.
      env: { PATH: "", HOME: folder, REDOCLY_TELEMETRY: "off", REDOCLY_SUPPRESS_UPDATE_NOTICE: "true", CI: "true" },
      maxBuffer: 16 * 1024 * 1024,
    })
    return await readFile(join(folder, "page.html"), "utf8")
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
