import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { gunzipSync } from "node:zlib"

import { afterAll, beforeAll, describe, expect, test } from "vitest"

import { readGuides } from "./guides.ts"
import { buildDocs, docsPages } from "./index.ts"

const contract = (summary: string) => ({
  openapi: "3.1.0",
  info: { title: "Small", version: "1.0.0" },
  paths: {
    "/things": {
      get: { operationId: "listThings", summary, tags: ["things"], responses: { "200": { description: "Things." } } },
    },
  },
  components: {
    schemas: { ErrorCode: { type: "string", enum: ["not_found"], "x-enum-descriptions": ["It is not there."] } },
  },
})

describe("buildDocs", () => {
  let root: string
  let folder: string
  const write = (name: string, document: unknown) =>
    writeFile(join(root, `packages/contract/build/openapi/${name}.json`), JSON.stringify(document))
  const contents = async () => {
    const names = (await readdir(folder)).toSorted()
    return Promise.all(names.map(async (name) => [name, (await readFile(join(folder, name))).toString("base64")]))
  }

  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), "covenant-docs-test-"))
    folder = join(root, "build")
    await mkdir(join(root, "packages/contract/build/openapi"), { recursive: true })
    await mkdir(join(root, "openapi"))
    await writeFile(join(root, "openapi/planned.yaml"), "store:\n  Things:\n    - GET /things\n    - POST /things\n")
    await mkdir(join(root, "docs"))
    await writeFile(join(root, "docs/clients.md"), "# Clients\n\nWhat came out.\n")
    await writeFile(join(root, "SECURITY.md"), "# Security\n\nWhat is promised.\n")
    await Promise.all([write("store", contract("List the things")), write("admin", contract("List all things"))])
    await buildDocs({ root, folder })
  })
  afterAll(() => rm(root, { recursive: true }))

  test("gives every page with its policy and the same bytes gzipped", async () => {
    const pages = docsPages(folder)
    expect(pages.map(({ path }) => path)).toEqual([
      "/docs",
      "/docs/guides",
      ...readGuides().map(({ id }) => `/docs/guides/${id}`),
      "/docs/clients",
      "/docs/errors",
      "/docs/security",
      "/docs/store",
      "/docs/admin",
    ])
    await Promise.all(
      pages.map(async ({ file, gzip_file, headers }) => {
        const [plain, packed] = await Promise.all([readFile(file), readFile(gzip_file)])
        expect(gunzipSync(packed).equals(plain)).toBe(true)
        expect(headers["content-security-policy"]).toContain("default-src 'none'; script-src 'sha256-")
        expect(headers["content-security-policy"]).not.toMatch(/script-src[^;]*unsafe/)
      }),
    )
  })

  test("does nothing when nothing changed", async () => {
    const before = await contents()
    expect(await buildDocs({ root, folder })).toEqual({ skipped: true, weights: {} })
    expect(await contents()).toEqual(before)
  })

  test("gives the same bytes for the same contract", async () => {
    const before = await contents()
    await rm(folder, { recursive: true })
    await buildDocs({ root, folder })
    expect(await contents()).toEqual(before)
  })

  test("builds again when the contract changed, and leaves no file of before", async () => {
    await write("store", contract("List things anew"))
    await writeFile(join(folder, "old.html"), "")
    expect((await buildDocs({ root, folder })).skipped).toBe(false)
    expect(await readdir(folder)).not.toContain("old.html")
    const reference = docsPages(folder).find(({ path }) => path === "/docs/store")?.file ?? ""
    expect(await readFile(reference, "utf8")).toContain("List things anew")
  })

  test("names the missing document when there is no contract", async () => {
    await expect(buildDocs({ root: join(root, "elsewhere"), folder })).rejects.toThrow("store.json is missing")
  })
})

test("pages that were never built are named as such", () => {
  expect(() => docsPages("/nowhere")).toThrow("Run pnpm generate")
})
