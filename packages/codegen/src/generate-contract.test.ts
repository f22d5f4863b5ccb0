import { execFileSync } from "node:child_process"
import { appendFileSync, cpSync, existsSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { afterAll, describe, expect, test } from "vitest"
import { addHandWrittenHalf, checkoutOf, repository, smallContract } from "./testing/checkout.ts"
import { describeDrift } from "./drift.ts"
import { contractIsFresh, generateContract } from "./generate-contract.ts"
import { filesBelow } from "./manifest.ts"
import { renderContract } from "./render-contract.ts"

const generated = "packages/contract/src/generated"
const build = "packages/contract/build"

const git = (cwd: string, ...args: string[]) => execFileSync("git", args, { cwd, stdio: "ignore" })

// Generated once; every test works on its own copy.
const template = checkoutOf(smallContract)
afterAll(() => template[Symbol.dispose]())
await generateContract({ root: template.root })

/** A checkout with the small contract, generated and committed. */
function generatedCheckout() {
  const checkout = checkoutOf(smallContract)
  for (const folder of [generated, build]) {
    cpSync(join(template.root, folder), join(checkout.root, folder), { recursive: true })
  }
  git(checkout.root, "init", "--quiet")
  writeFileSync(join(checkout.root, ".gitignore"), "build/\nnode_modules\n*.log\n")
  git(checkout.root, "add", ".")
  return checkout
}

const overlays = (surface: string) =>
  ["fern", "speakeasy", "stainless-config", "stainless"].map((name) => `openapi/overlays/${surface}.${name}.yaml`)
const schemas = (surface: string, names: string[]) => names.map((name) => `openapi/schemas/${surface}/${name}.json`)

const check = async (root: string) => (await generateContract({ root, check: true })).drift

describe("pnpm generate", () => {
  test("writes what the plan of the package says, and nothing else", async () => {
    using checkout = generatedCheckout()
    const { root } = checkout
    expect(filesBelow(join(root, generated))).toEqual(
      ["admin", "store"].flatMap((surface) =>
        ["client.d.ts", "handlers.ts", "operations.ts", "schemas.ts", "server.d.ts"].map(
          (name) => `${surface}.${name}`,
        ),
      ),
    )
    expect(filesBelow(join(root, build))).toEqual([
      "fixtures/admin.json",
      "fixtures/store.json",
      "fragments/admin.keepers.json",
      "fragments/store.pets.json",
      "fragments/store.sessions.json",
      "manifest.json",
      "openapi/LICENSE",
      "openapi/README.md",
      "openapi/admin-3.0.dereferenced.json",
      "openapi/admin-3.0.json",
      "openapi/admin-3.0.open-enums.json",
      "openapi/admin-3.0.yaml",
      "openapi/admin.dereferenced.json",
      "openapi/admin.json",
      "openapi/admin.open-enums.json",
      "openapi/admin.postman.json",
      "openapi/admin.yaml",
      ...overlays("admin"),
      ...overlays("store"),
      "openapi/package.json",
      ...schemas("admin", ["AdminKeeper", "AdminKeeperResponse", "AdminUpdateKeeper", "ApiError"]),
      ...schemas("store", [
        "ApiError",
        "Chip",
        "Collar",
        "CreateSession",
        "DateRange",
        "Mark",
        "Page",
        "SessionResponse",
        "Species",
        "StoreCreatePet",
        "StorePet",
        "StorePetListResponse",
        "StorePetResponse",
        "Timestamp",
      ]),
      "openapi/store-3.0.dereferenced.json",
      "openapi/store-3.0.json",
      "openapi/store-3.0.open-enums.json",
      "openapi/store-3.0.yaml",
      "openapi/store.dereferenced.json",
      "openapi/store.json",
      "openapi/store.open-enums.json",
      "openapi/store.postman.json",
      "openapi/store.yaml",
      "server/admin.json",
      "server/store.json",
      "validators/admin.js",
      "validators/admin.keepers.bodies.js",
      "validators/admin.keepers.parameters.js",
      "validators/admin.keepers.responses.js",
      "validators/admin.responses.js",
      "validators/store.js",
      "validators/store.pets.bodies.js",
      "validators/store.pets.parameters.js",
      "validators/store.pets.responses.js",
      "validators/store.responses.js",
      "validators/store.sessions.bodies.js",
      "validators/store.sessions.responses.js",
    ])
  })

  test("begins every committed file with where it comes from", async () => {
    const { committed } = await renderContract({ root: smallContract })
    for (const [path, text] of committed) {
      const surface = path.includes("/store.") ? "store" : "admin"
      expect(text.split("\n", 1)).toEqual([`// Generated from openapi/${surface}.yaml by pnpm generate. Do not edit.`])
    }
  })

  test.each([
    ["the small contract", smallContract],
    ["the contract", repository],
  ])("gives the same bytes for %s, wherever the checkout is", async (_name, contract) => {
    using checkout = checkoutOf(contract)
    const [one, two] = [await renderContract({ root: contract }), await renderContract({ root: checkout.root })]
    expect([...two.committed]).toEqual([...one.committed])
    expect([...two.built]).toEqual([...one.built])
  })

  test("does nothing when nothing changed", async () => {
    using checkout = generatedCheckout()
    expect(contractIsFresh(checkout.root)).toBe(true)
    expect(await generateContract({ root: checkout.root })).toEqual({ changed: false, drift: [] })
  })

  test.each([
    ["the contract changed", (root: string) => appendFileSync(join(root, "openapi/store.yaml"), "# a note\n")],
    [
      "a committed file was edited",
      (root: string) => appendFileSync(join(root, generated, "store.operations.ts"), " "),
    ],
    ["a built file is gone", (root: string) => rmSync(join(root, build, "validators/store.js"))],
    ["the manifest is gone", (root: string) => rmSync(join(root, build, "manifest.json"))],
    ["the manifest is damaged", (root: string) => writeFileSync(join(root, build, "manifest.json"), "{")],
  ])("generates again when %s", async (_name, change) => {
    using checkout = generatedCheckout()
    const { root } = checkout
    change(root)
    expect(contractIsFresh(root)).toBe(false)
    expect((await generateContract({ root })).changed).toBe(true)
    expect(contractIsFresh(root)).toBe(true)
    expect(await check(root)).toEqual([])
  })

  test("removes what nothing generates any more", async () => {
    using checkout = generatedCheckout()
    const { root } = checkout
    const leftovers = [join(root, generated, "old.d.ts"), join(root, build, "validators/store.cages.js")]
    for (const file of leftovers) writeFileSync(file, "export {}\n")
    await generateContract({ root, force: true })
    expect(leftovers.filter((file) => existsSync(file))).toEqual([])
  })

  test("writes nothing when the contract is broken", async () => {
    using checkout = generatedCheckout()
    const { root } = checkout
    const before = readFileSync(join(root, build, "manifest.json"), "utf8")
    writeFileSync(join(root, "openapi/store.yaml"), "openapi: [\n")
    await expect(generateContract({ root })).rejects.toThrow(/^openapi\/store\.yaml:\d+:\d+: /u)
    expect(readFileSync(join(root, build, "manifest.json"), "utf8")).toBe(before)
  })

  test("gives types that hold together with the hand-written half of the package", async () => {
    using checkout = generatedCheckout()
    const { root } = checkout
    addHandWrittenHalf(root)
    const problems = () =>
      execFileSync(join(repository, "node_modules/.bin/tsc"), ["-p", "."], { cwd: root, encoding: "utf8" })
    expect(problems()).toBe("")
  })
})

describe("the drift check", () => {
  test("finds nothing in a checkout that is up to date", async () => {
    using checkout = generatedCheckout()
    expect(await check(checkout.root)).toEqual([])
  })

  test.each([
    ["differs", "store.schemas.ts", (file: string) => appendFileSync(file, "// mine\n")],
    ["missing", "admin.client.d.ts", (file: string) => rmSync(file)],
    [
      "superfluous",
      "store.old.ts",
      (file: string, root: string) => (writeFileSync(file, "export {}\n"), git(root, "add", ".")),
    ],
  ] as const)("names a file that is %s, and leaves it as it is", async (kind, name, change) => {
    using checkout = generatedCheckout()
    const { root } = checkout
    const file = join(root, generated, name)
    change(file, root)
    const state = () => (existsSync(file) ? readFileSync(file, "utf8") : undefined)
    const before = state()
    expect(await check(root)).toEqual([{ path: `${generated}/${name}`, kind }])
    expect(state()).toBe(before)
  })

  test("names a generated file that git does not know, in any package, ignored ones included", async () => {
    using checkout = generatedCheckout()
    const { root } = checkout
    git(root, "rm", "--quiet", "--cached", `${generated}/store.handlers.ts`)
    const other = "packages/contract/src/elsewhere/generated/rows.log"
    execFileSync("mkdir", ["-p", join(root, other, "..")])
    writeFileSync(join(root, other), "")
    expect(await check(root)).toEqual([
      { path: other, kind: "untracked" },
      { path: `${generated}/store.handlers.ts`, kind: "untracked" },
    ])
  })

  test("names what a change of the contract would change", async () => {
    using checkout = generatedCheckout()
    const { root } = checkout
    const file = join(root, "openapi/keepers/paths/admin.keepers.{keeper_id}.yaml")
    writeFileSync(file, readFileSync(file, "utf8").replace("summary: Update a keeper", "summary: Change a keeper"))
    expect((await check(root)).map(({ path }) => path.slice(generated.length + 1)).toSorted()).toEqual([
      "admin.client.d.ts",
      "admin.handlers.ts",
      "admin.server.d.ts",
    ])
  })

  test("brings builds up to date all the same", async () => {
    using checkout = generatedCheckout()
    const { root } = checkout
    rmSync(join(root, build), { recursive: true })
    expect(await check(root)).toEqual([])
    expect(existsSync(join(root, build, "openapi/store.json"))).toBe(true)
  })

  test("tells people which files, and what to do", () => {
    expect(describeDrift([{ path: "a/generated/b.ts", kind: "missing" }])).toBe(
      "Generated files are not what the sources generate:\n  missing     a/generated/b.ts\nRun pnpm generate and commit the result.",
    )
  })
})
