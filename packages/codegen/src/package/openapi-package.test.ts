import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { createRequire } from "node:module"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { gzipSync } from "node:zlib"
import { Ajv2020 } from "ajv/dist/2020.js"
import addFormats from "ajv-formats"
import { createConfig, lint, lintFromString } from "@redocly/openapi-core"
// @ts-expect-error It has no types.
import { applyOverlay } from "openapi-overlays-js/src/overlay.js"
import postman from "postman-collection"
import { beforeAll, describe, expect, test } from "vitest"
import { parse } from "yaml"
import { generateContract } from "../index.ts"
import { filesBelow } from "../manifest.ts"
import { surfaces, type Document } from "../openapi-document.ts"
import { operationsOf } from "../operations.ts"
import { packageFolder } from "../render-contract.ts"
import { repository } from "../testing/checkout.ts"

const folder = join(repository, packageFolder)
const read = (name: string): string => readFileSync(join(folder, name), "utf8")
const document = (name: string): Document => JSON.parse(read(name)) as Document // rendered from one

beforeAll(async () => {
  await generateContract({ root: repository })
}, 60_000)

/** What Redocly's own rules for OpenAPI itself say of a document. */
async function problemsIn(source: string): Promise<string[]> {
  const config = await createConfig({ extends: ["spec"] })
  const problems = await lintFromString({ source, absoluteRef: join(folder, "it.json"), config })
  return problems.map(({ ruleId, message }) => `${ruleId}: ${message}`)
}

describe("@covenant/openapi", () => {
  test("gives each file by its path", () => {
    const consumer = mkdtempSync(join(tmpdir(), "covenant-consumer-"))
    try {
      cpSync(folder, join(consumer, "node_modules/@covenant/openapi"), { recursive: true })
      writeFileSync(join(consumer, "package.json"), "{}")
      const { resolve } = createRequire(join(consumer, "package.json"))
      for (const name of filesBelow(folder)) {
        expect(readFileSync(resolve(`@covenant/openapi/${name}`), "utf8")).toBe(read(name))
      }
    } finally {
      rmSync(consumer, { recursive: true, force: true })
    }
  })

  test("is at most 5 MB to fetch, also with 310 operations of what one takes today", () => {
    const operations = surfaces.flatMap((surface) => operationsOf(document(`${surface}.json`))).length
    const files = filesBelow(folder).map((name) => Buffer.from(read(name)))
    const packed = gzipSync(Buffer.concat(files)).byteLength
    expect((packed / operations) * 310).toBeLessThanOrEqual(5_000_000)
    // Unpacked it grows with every operation. A form that costs much more than the ones there are is a mistake.
    const unpacked = files.reduce((sum, { byteLength }) => sum + byteLength, 0)
    expect(unpacked / operations).toBeLessThanOrEqual(80_000)
  })

  test("has one version, and the changelog tells of it", () => {
    const { version } = JSON.parse(read("package.json")) as { version: string } // written by openapi-package.ts
    const versions = filesBelow(folder)
      .filter((name) => /^(?!schemas\/).*\.(json|yaml)$/u.test(name) && name !== "package.json")
      .flatMap((name) => {
        const { info } = parse(read(name)) as { info?: { version?: string } } // any of our documents
        return info?.version === undefined ? [] : [`${name} ${info.version}`]
      })
    expect(versions.length).toBeGreaterThan(15)
    expect(versions.filter((it) => !it.endsWith(` ${version}`))).toEqual([])
    expect(read("CHANGELOG.md")).toContain(`\n## ${version}\n`)
  })

  test("its journeys name only what is in the package", async () => {
    const config = await createConfig({ extends: ["spec"] })
    const journeys = filesBelow(folder).filter((name) => name.endsWith(".arazzo.yaml"))
    expect(journeys.length).toBeGreaterThan(1)
    for (const name of journeys) {
      expect(await lint({ ref: join(folder, name), config })).toEqual([])
      const { sourceDescriptions } = parse(read(name)) as { sourceDescriptions: { url: string }[] } // Arazzo
      for (const { url } of sourceDescriptions) expect(() => read(join(dirname(name), url))).not.toThrow()
    }
  })
})

describe.each(surfaces)("of the %s surface", (surface) => {
  test("each schema compiles alone, strictly", () => {
    const names = filesBelow(join(folder, `schemas/${surface}`))
    expect(names.map((name) => name.replace(/\.json$/u, ""))).toEqual(
      Object.keys(document(`${surface}.json`).components.schemas ?? {}),
    )
    for (const name of names) {
      const ajv = new Ajv2020({ strict: true, strictRequired: false, allowUnionTypes: true })
      addFormats.default(ajv)
      expect(() => ajv.compile(JSON.parse(read(`schemas/${surface}/${name}`))), name).not.toThrow()
    }
  })

  test.each(["", "-3.0"])("the dereferenced document%s is valid and has no reference", async (version) => {
    const text = read(`${surface}${version}.dereferenced.json`)
    expect(text).not.toContain('"$ref"')
    expect(await problemsIn(text)).toEqual([])
  })

  test("the collection is one that Postman reads, with every operation and its answers", () => {
    const collection = new postman.Collection(JSON.parse(read(`${surface}.postman.json`)))
    const operations = operationsOf(document(`${surface}.json`))
    const items: postman.Item[] = []
    collection.forEachItem((item) => void items.push(item))
    expect(
      items.map(({ request }) => `${request.method} ${request.url.getPath({ unresolved: true })}`).toSorted(),
    ).toEqual(
      operations
        .map(({ method, path }) => `${method.toUpperCase()} ${path.replaceAll(/\{(\w+)\}/gu, ":$1")}`)
        .toSorted(),
    )
    const variables = new Set(collection.variables.map(({ key }: { key?: string }) => key))
    for (const { name, request, responses } of items) {
      expect(responses.count(), name).toBeGreaterThan(0)
      expect(
        request.url.variables.filter(({ value }) => !value, null),
        name,
      ).toEqual([])
      const used = [...JSON.stringify(request.headers).matchAll(/\{\{(\w+)\}\}/gu)].map(([, variable]) => variable)
      expect(
        used.filter((variable) => !variables.has(variable)),
        name,
      ).toEqual([])
    }
  })

  test.each(["speakeasy", "fern", "stainless"])(
    "the overlay for %s finds what it names and leaves a valid document",
    async (vendor) => {
      const overlay = parse(read(`overlays/${surface}.${vendor}.yaml`)) as {
        actions: { target: string; update: object }[]
      } // Overlay 1.0.0
      expect(overlay.actions.length).toBeGreaterThan(3)
      const before = document(`${surface}.json`)
      for (const action of overlay.actions) {
        const after = applyOverlay(structuredClone(before), { actions: [action] })
        expect(after, action.target).not.toEqual(before)
      }
      const whole = applyOverlay(structuredClone(before), overlay)
      expect(await problemsIn(JSON.stringify(whole))).toEqual([])
      expect(JSON.stringify(whole)).toContain(`x-${vendor}-pagination`)
    },
  )

  test("no two methods of a group have one name", () => {
    const { resources } = parse(read(`overlays/${surface}.stainless-config.yaml`)) as {
      resources: Record<string, { methods: Record<string, string> }>
    } // written by overlays.ts
    const methods = Object.values(resources).flatMap((it) => Object.values(it.methods))
    expect(methods.toSorted()).toEqual(
      operationsOf(document(`${surface}.json`))
        .map(({ method, path }) => `${method} ${path}`)
        .toSorted(),
    )
  })
})
