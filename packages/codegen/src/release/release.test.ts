import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import type { Document } from "../openapi-document.ts"
import { documentOf } from "../testing/document-of.ts"
import { changesBetween, interfaceOf } from "./changes.ts"
import { nextVersion, readChangesets } from "./changesets.ts"
import { releaseContract, unsaidBreaks, writeBaseline } from "./release.ts"

const released = `
  paths:
    /pets:
      get:
        operationId: listPets
        parameters: [{ name: limit, in: query, schema: { type: integer, maximum: 100, default: 50 } }]
        security: [{ bearer: [] }, { session: [] }]
        responses: { "200": { description: Pets., content: { application/json: { schema: { $ref: "#/components/schemas/Pet" } } } } }
      post:
        operationId: createPet
        security: []
        requestBody: { required: true, content: { application/json: { schema: { $ref: "#/components/schemas/CreatePet" } } } }
        responses: { "201": { description: A pet., content: { application/json: { schema: { $ref: "#/components/schemas/Pet" } } } } }
  components:
    schemas:
      CreatePet: { type: object, additionalProperties: false, properties: { name: { type: string, maxLength: 20 }, tag: { type: string } } }
      Pet:
        type: object
        required: [name, status, side]
        properties:
          name: { type: string }
          status: { $ref: "#/components/schemas/Status" }
          side: { $ref: "#/components/schemas/Side" }
      Status: { type: string, enum: [wild, tame], x-extensible-enum: true }
      Side: { type: string, enum: [left, right] }
`

/** A change of the text above: what it is, what it replaces, and by what. */
type Seed = [what: string, before: string, after: string]

const breaks: Seed[] = [
  ["a property taken from a request", ", tag: { type: string }", ""],
  ["a bound of a request tightened", "maxLength: 20", "maxLength: 10"],
  [
    "a new required property in a request",
    "additionalProperties: false, ",
    "additionalProperties: false, required: [tag], ",
  ],
  ["a property taken from an answer", "          name: { type: string }\n", ""],
  ["a property of an answer that may be absent now", "[name, status, side]", "[name, status]"],
  ["another success status", '"201"', '"200"'],
  ["a way to authenticate taken away", ", { session: [] }", ""],
  ["a scope asked for", "[{ bearer: [] }, ", "[{ bearer: [pets] }, "],
  ["an operation taken away", released.slice(released.indexOf("      post:"), released.indexOf("  components:")), ""],
  ["an operationId renamed", "operationId: listPets", "operationId: getPets"],
  ["a parameter required", "in: query, schema", "in: query, required: true, schema"],
  ["a value added to a closed enum", "[left, right]", "[left, right, middle]"],
  // These three are ours: `redocly diff` passes them.
  ["a value taken from an open enum", "[wild, tame]", "[wild]"],
  ["a value taken from a closed enum", "[left, right]", "[left]"],
  ["another default", "default: 50", "default: 20"],
]
const no_breaks: Seed[] = [
  ["a value added to an open enum", "[wild, tame]", "[wild, tame, feral]"],
  ["an optional property in a request", "tag: { type: string }", "tag: { type: string }, colour: { type: string }"],
  [
    "a property in an answer",
    "name: { type: string }\n",
    "name: { type: string }\n          colour: { type: string }\n",
  ],
]
const sentence: Seed = ["another sentence", "description: A pet.", "description: The pet."]

/** The ratings of every seed, by what it is: all in one comparison, each on a copy of its own. */
let ratings: Map<string, string[]>
beforeAll(async () => {
  const seeds = [...breaks, ...no_breaks, sentence]
  const nowhere = seeds.filter(([, before]) => !released.includes(before))
  if (nowhere.length > 0) throw new Error(`Not in the sample: ${nowhere.map(([what]) => what).join(", ")}.`)
  const changes = await changesBetween(
    copiesOf(seeds.map(() => released)),
    copiesOf(seeds.map(([, before, after]) => released.replace(before, after))),
  )
  ratings = new Map(
    seeds.map(([what], index) => {
      const own = changes.filter(({ place }) => place.includes(`~1copy${index}~1`) || place.includes(`/Copy${index}_`))
      return [what, [...new Set(own.map(({ impact }) => impact))]]
    }),
  )
}, 30_000)

/** Documents side by side in one: the paths below `/copy0`, the components called `Copy0_…`. */
function copiesOf(texts: string[]): Document {
  const copies = texts.map((text, index) => {
    const own = JSON.stringify(documentOf(text))
      .replaceAll("#/components/schemas/", `#/components/schemas/Copy${index}_`)
      .replaceAll(/"operationId":"(\w+)"/gu, `"operationId":"$1${index}"`)
    const { paths, components, ...document } = JSON.parse(own) as Document
    const renamed = <Value>(map: Record<string, Value> = {}, prefix: string) =>
      Object.entries(map).map(([name, value]) => [`${prefix}${name}`, value] as const)
    return {
      document,
      paths: renamed(paths, `/copy${index}`),
      schemas: renamed(components.schemas, `Copy${index}_`),
    }
  })
  return {
    ...copies[0]?.document,
    paths: Object.fromEntries(copies.flatMap(({ paths }) => paths)),
    components: { schemas: Object.fromEntries(copies.flatMap(({ schemas }) => schemas)) },
  } as Document // as its copies are
}

describe("a break is found", () => {
  test.each(breaks)("%s", (what) => {
    expect(ratings.get(what)).toContain("major")
  })
})

describe("what breaks nobody is no break", () => {
  test.each(no_breaks)("%s", (what) => {
    expect(ratings.get(what)).toEqual(["minor"])
  })

  test("another sentence", () => {
    expect(ratings.get("another sentence")).toEqual([])
  })
})

test("what is kept of a release has no prose, and properties that are called like it", () => {
  const document = documentOf(`
    components: { schemas: { Pet: { type: object, description: A pet., properties: { description: { type: string, example: Red. } } } } }
  `)
  expect(interfaceOf(document).components.schemas).toEqual({
    Pet: { type: "object", properties: { description: { type: "string" } } },
  })
})

test.each([
  ["0.1.0", "patch", "0.1.1"],
  ["0.1.0", "minor", "0.1.1"],
  ["0.1.4", "major", "0.2.0"],
  ["1.2.3", "minor", "1.3.0"],
  ["1.2.3", "major", "2.0.0"],
] as const)("after %s a %s change is %s", (version, impact, next) => {
  expect(nextVersion(version, impact)).toBe(next)
})

describe("a release", () => {
  let root: string
  const file = (name: string) => join(root, name)
  const publish = (document: Document) => {
    for (const surface of ["store", "admin"]) {
      writeFileSync(file(`packages/contract/build/openapi/${surface}.json`), JSON.stringify(document))
    }
  }
  const say = (impact: string) =>
    writeFileSync(
      file(".changeset/tags.md"),
      `---\n"@covenant/openapi": ${impact}\n---\n\nPets have no tags any more.\n`,
    )

  beforeAll(() => {
    root = mkdtempSync(join(tmpdir(), "covenant-release-"))
    for (const folder of [".changeset", "openapi/released", "packages/contract/build/openapi"]) {
      mkdirSync(file(folder), { recursive: true })
    }
    for (const surface of ["store", "admin"] as const) {
      writeFileSync(file(`openapi/${surface}.yaml`), "info:\n  title: Pets\n  version: 1.0.0\n")
      writeBaseline(root, surface, documentOf(released))
    }
    writeFileSync(file("openapi/CHANGELOG.md"), "# Changelog\n\n## 1.0.0\n\nPets.\n")
    publish(documentOf(released.replace(", tag: { type: string }", "")))
  })
  afterAll(() => rmSync(root, { recursive: true, force: true }))

  test("is not made of breaks that nobody admits to", async () => {
    expect((await unsaidBreaks(root)).map(({ surface }) => surface)).toEqual(["store", "admin"])
    await expect(releaseContract(root)).rejects.toThrow("there is no changeset")
    say("minor")
    expect(await unsaidBreaks(root)).toHaveLength(2)
    await expect(releaseContract(root)).rejects.toThrow("the changesets say minor, but what changed is major")
    say("massive")
    expect(() => readChangesets(root)).toThrow(".changeset/tags.md needs")
  })

  test("has the next version everywhere, its changes in the changelog, and is what comes next is compared with", async () => {
    say("major")
    expect(await unsaidBreaks(root)).toEqual([])
    expect(await releaseContract(root)).toBe("2.0.0")
    expect(readFileSync(file("openapi/admin.yaml"), "utf8")).toBe("info:\n  title: Pets\n  version: 2.0.0\n")
    expect(readFileSync(file("openapi/CHANGELOG.md"), "utf8")).toBe(
      "# Changelog\n\n## 2.0.0\n\n- Pets have no tags any more.\n\n## 1.0.0\n\nPets.\n",
    )
    expect(readdirSync(file(".changeset"))).toEqual([])
    expect(await unsaidBreaks(root)).toEqual([])
  })
})
