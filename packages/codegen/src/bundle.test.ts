import { readFileSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, test } from "vitest"
import { checkoutOf, smallContract } from "./testing/checkout.ts"
import { bundleContract } from "./bundle.ts"

describe("bundling", () => {
  test("gives each surface alone, and the shared responses", async () => {
    const { surfaces, shared } = await bundleContract(smallContract)
    expect(Object.keys(surfaces.store.paths)).toEqual(["/store/pets", "/store/pets/{pet_id}", "/auth/session"])
    expect(Object.keys(surfaces.admin.components.schemas ?? {})).toEqual([
      "AdminKeeper",
      "AdminKeeperResponse",
      "AdminUpdateKeeper",
      "ApiError",
    ])
    expect(Object.keys(shared.responses ?? {})).toContain("TooManyRequests")
    expect(shared.headers).toHaveProperty("Retry-After")
  })

  test("sorts components by name, and keeps the order of paths and security schemes", async () => {
    const { surfaces } = await bundleContract(smallContract)
    const names = Object.keys(surfaces.store.components.schemas ?? {})
    expect(names).toEqual(names.toSorted())
    expect(Object.keys(surfaces.store.components.securitySchemes ?? {})).toEqual([
      "bearer",
      "identity",
      "session",
      "publishable_key",
    ])
  })

  test("writes examples where they are used", async () => {
    const { surfaces } = await bundleContract(smallContract)
    expect(surfaces.store.components.examples).toBeUndefined()
    expect(surfaces.store.paths["/store/pets"]?.post?.requestBody).toMatchObject({
      content: { "application/json": { examples: { creating: { value: { name: "Minka", species: "cat" } } } } },
    })
  })

  test("keeps the sentence with which an operation states a cause", async () => {
    const { surfaces } = await bundleContract(smallContract)
    expect(surfaces.store.paths["/store/pets"]?.post?.responses?.["422"]).toEqual({
      $ref: "#/components/responses/ApiError",
      description: "Another pet has this name.",
    })
  })

  test("leads a discriminator to the components", async () => {
    const { surfaces } = await bundleContract(smallContract)
    expect(surfaces.store.components.schemas?.["Mark"]?.["discriminator"]).toEqual({
      propertyName: "type",
      mapping: { collar: "#/components/schemas/Collar", chip: "#/components/schemas/Chip" },
    })
  })
})

/** What is said when a file of the small contract is changed like this. */
const broken = async (file: string, change: (text: string) => string) => {
  using checkout = checkoutOf(smallContract)
  const path = join(checkout.root, "openapi", file)
  writeFileSync(path, change(readFileSync(path, "utf8")))
  return await bundleContract(checkout.root).then(
    () => "no mistake found",
    (error: Error) => `${error.name}: ${error.message}`,
  )
}

describe("a mistake in the contract", () => {
  test("in YAML is named once, with file and line", async () => {
    expect(await broken("pets/schemas/StorePet.yaml", () => "type: object\n  bad: [1\n")).toBe(
      "ContractError: openapi/pets/schemas/StorePet.yaml:2:6: bad indentation of a mapping entry",
    )
  })

  test("in the YAML of a surface, too", async () => {
    expect(await broken("admin.yaml", () => "openapi: 3.1.0\n  info: [\n")).toMatch(
      /^ContractError: openapi\/admin\.yaml:2:\d+: /u,
    )
  })

  test("in a reference is named where it stands", async () => {
    expect(await broken("pets/schemas/StorePet.yaml", (text) => text.replace("Species.yaml", "Specie.yaml"))).toMatch(
      /^ContractError: openapi\/pets\/schemas\/StorePet\.yaml:\d+:\d+: Can't resolve \$ref: .*Specie\.yaml/u,
    )
  })

  test("of two components with one name is refused", async () => {
    using checkout = checkoutOf(smallContract)
    const twin = join(checkout.root, "openapi/shared/schemas/Species.yaml")
    writeFileSync(twin, "type: string\nenum: [oak]\n")
    const pet = join(checkout.root, "openapi/pets/schemas/StoreCreatePet.yaml")
    writeFileSync(pet, readFileSync(pet, "utf8").replace("Species.yaml", "../../shared/schemas/Species.yaml"))
    await expect(bundleContract(checkout.root)).rejects.toThrow(/Species/u)
  })

  test("a missing surface is said to be missing", async () => {
    using checkout = checkoutOf(smallContract)
    rmSync(join(checkout.root, "openapi/admin.yaml"))
    await expect(bundleContract(checkout.root)).rejects.toThrow("openapi/admin.yaml does not exist")
  })
})
