/**
 * Who may know whom. Folder boundaries hold only while something checks them; this reads every import of the
 * repository and compares it with the rules of ARCHITECTURE.md.
 */
import { readFileSync, globSync } from "node:fs"
import { dirname, join, normalize, relative } from "node:path"
import { fileURLToPath } from "node:url"
import { describe, expect, test } from "vitest"

const root = fileURLToPath(new URL("..", import.meta.url))

/** Packages of ours that each package may import. */
const mayImport: Record<string, readonly string[]> = {
  contract: [],
  client: ["contract"],
  codegen: [],
  docs: ["contract"],
  express: ["contract"],
  server: ["contract", "express", "docs"],
}

/** Folders of the server that are not resources. */
const notResources = new Set(["lib", "db"])

interface Import {
  file: string
  target: string
}

const sources = globSync("packages/*/src/**/*.ts", { cwd: root }).filter((file) => !file.includes("/generated/"))

const imports: Import[] = sources.flatMap((file) => {
  const text = readFileSync(join(root, file), "utf8")
  const found = text.matchAll(
    /(?:^|\n)\s*(?:import|export)\b[^"'`;]*?\bfrom\s*["']([^"']+)["']|\bimport\(\s*["']([^"']+)["']\s*\)|(?:^|\n)import\s+["']([^"']+)["']/gu,
  )
  return [...found].map((match) => {
    const specifier = match[1] ?? match[2] ?? match[3] ?? ""
    const target = specifier.startsWith(".")
      ? relative(root, normalize(join(root, dirname(file), specifier)))
      : specifier
    return { file, target }
  })
})

const packageOf = (path: string) => /^packages\/([^/]+)\//u.exec(path)?.[1]
const isTest = (file: string) => /\.(?:test|type-test)\.ts$/u.test(file)
const list = (found: readonly Import[]) => found.map(({ file, target }) => `${file} → ${target}`)

test("the imports were found at all", () => {
  expect(imports.length).toBeGreaterThan(100)
})

describe("packages", () => {
  test("import only the packages below them", () => {
    const wrong = imports.filter(({ file, target }) => {
      const from = packageOf(file)
      const to = /^@covenant\/([^/]+)/u.exec(target)?.[1]
      if (!from || !to) return false
      return !(mayImport[from] ?? []).includes(to)
    })
    expect(list(wrong.filter(({ file }) => !isTest(file)))).toEqual([])
  })

  test("reach each other by name, never by a path into another package", () => {
    const wrong = imports.filter(({ file, target }) => {
      const to = packageOf(target)
      return to !== undefined && to !== packageOf(file)
    })
    expect(list(wrong)).toEqual([])
  })

  test("the contract knows neither Express nor a database", () => {
    const wrong = imports.filter(
      ({ file, target }) => packageOf(file) === "contract" && /^(?:express|kysely|pg|@electric-sql)/u.test(target),
    )
    expect(list(wrong)).toEqual([])
  })

  test("the binder knows no database", () => {
    const wrong = imports.filter(
      ({ file, target }) => packageOf(file) === "express" && /^(?:kysely|pg|@electric-sql|jose)/u.test(target),
    )
    expect(list(wrong)).toEqual([])
  })
})

describe("inside the server", () => {
  const inServer = imports.filter(({ file }) => file.startsWith("packages/server/src/") && !isTest(file))
  const place = (path: string) => {
    const [, resource, name] = /^packages\/server\/src\/([^/]+)\/(.+)\.ts$/u.exec(path) ?? []
    return resource && name ? { resource, name } : undefined
  }
  const isHandlers = (name: string) => /^(?:store|admin|oauth)$/u.test(name)
  const isQueries = (name: string) => name === "queries" || name.endsWith("-queries")

  test("lib and db import no resource", () => {
    const wrong = inServer.filter(({ file, target }) => {
      const from = place(file)
      const to = place(target)
      return from && to && notResources.has(from.resource) && !notResources.has(to.resource)
    })
    expect(list(wrong)).toEqual([])
  })

  test("handlers hold no SQL", () => {
    const wrong = inServer.filter(({ file, target }) => {
      const from = place(file)
      return from && isHandlers(from.name) && !notResources.has(from.resource) && target === "kysely"
    })
    expect(list(wrong)).toEqual([])
  })

  test("handlers know nothing of Express", () => {
    const wrong = inServer.filter(({ file, target }) => {
      const from = place(file)
      return from && isHandlers(from.name) && /^(?:express|@covenant\/express)/u.test(target)
    })
    expect(list(wrong)).toEqual([])
  })

  test("no resource imports another's handlers", () => {
    const wrong = inServer.filter(({ file, target }) => {
      const from = place(file)
      const to = place(target)
      return from && to && isHandlers(to.name) && !notResources.has(to.resource) && from.resource !== to.resource
    })
    expect(list(wrong)).toEqual([])
  })

  test("queries know the database and lib, nothing above them", () => {
    const wrong = inServer.filter(({ file, target }) => {
      const from = place(file)
      const to = place(target)
      return from && to && isQueries(from.name) && !notResources.has(to.resource) && !isQueries(to.name)
    })
    expect(list(wrong)).toEqual([])
  })

  test("what only the sandbox runs is loaded where it is needed, and the provider's library at its first request", () => {
    const loaded = (from: string, target: RegExp) =>
      sources.filter((file) => {
        const text = readFileSync(join(root, file), "utf8").replaceAll(/import type [^;]*? from "[^"]+"/gu, "")
        const names = [...text.matchAll(/from "([^"]+)"/gu)].map(([, name = ""]) => name)
        return new RegExp(from, "u").test(file) && !isTest(file) && names.some((name) => target.test(name))
      })
    expect(loaded("^packages/server/src/(?!sandbox/)", /\/sandbox\/(?!sandbox-pages|mailbox-pages)/u)).toEqual([])
    expect(loaded("^packages/server/src/", /\/(?:identity-provider|provider-pages)\.ts$/u)).toEqual([])
    expect(loaded("^packages/", /^oidc-provider$/u)).toEqual(["packages/server/src/sandbox/identity-provider.ts"])
  })

  test("migrations import Kysely and none of our code", () => {
    const wrong = imports.filter(
      ({ file, target }) => file.includes("/db/migrations/2") && !target.startsWith("kysely"),
    )
    expect(list(wrong)).toEqual([])
  })

  test("only main.ts reads the environment", () => {
    const readers = sources.filter(
      (file) =>
        file.startsWith("packages/server/src/") &&
        !isTest(file) &&
        /process\.env\b/u.test(readFileSync(join(root, file), "utf8")),
    )
    expect(readers).toEqual(["packages/server/src/main.ts"])
  })
})
