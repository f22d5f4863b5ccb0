/** The contract's own promise: what it shows is what it allows. */
import { mkdirSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { pathToFileURL } from "node:url"
import type { ValidateFunction } from "ajv"
import { describe, expect, test } from "vitest"
import { checkoutOf, repository } from "./testing/checkout.ts"
import type { Fixture } from "./fixtures.ts"
import { surfaces } from "./openapi-document.ts"
import { buildFolder, renderContract } from "./render-contract.ts"

type Validators = Record<string, Record<string, ValidateFunction>>

const { built } = await renderContract({ root: repository })

describe.each(surfaces)("every example of the %s contract", async (surface) => {
  const fixtures = JSON.parse(built.get(`${buildFolder}/fixtures/${surface}.json`) ?? "{}") as Record<string, Fixture[]>
  const { requests, responses } = await load(surface)
  const named = Object.entries(fixtures).flatMap(([id, list]) => list.map((fixture) => ({ id, ...fixture })))

  test("is there: each operation has one", () => {
    expect(Object.keys(fixtures).filter((id) => fixtures[id]?.length === 0)).toEqual([])
  })

  test.each(named.filter(({ request }) => request))("$id: $name can be sent", ({ id, request }) => {
    for (const part of ["path", "query", "body"] as const) {
      const value = structuredClone(request?.[part])
      const validate = requests[id]?.[part]
      // Where nothing is declared there must be nothing to send.
      const outcome = validate && value !== undefined ? [validate(value), validate.errors] : [isEmpty(value), null]
      expect(outcome).toEqual([true, null])
    }
  })

  test.each(named.flatMap(({ id, name, responses: list }) => list.map((response) => ({ id, name, ...response }))))(
    "$id: $status $name can be answered",
    ({ id, status, body }) => {
      const validate = responses[id]?.[status]
      if (!validate) throw new Error(`${id} declares no body for ${status}`)
      expect([validate(structuredClone(body)), validate.errors]).toEqual([true, null])
    },
  )
})

const isEmpty = (value: unknown) => Object.keys(value ?? {}).length === 0

async function load(surface: string): Promise<{ requests: Validators; responses: Validators }> {
  using checkout = checkoutOf(repository)
  for (const [path, text] of built) {
    if (!path.startsWith(`${buildFolder}/validators/`)) continue
    mkdirSync(dirname(join(checkout.root, path)), { recursive: true })
    writeFileSync(join(checkout.root, path), text)
  }
  const module = async (name: string) =>
    (
      (await import(pathToFileURL(join(checkout.root, buildFolder, "validators", name)).href)) as {
        default: Validators
      }
    ).default // rendered just now
  return { requests: await module(`${surface}.js`), responses: await module(`${surface}.responses.js`) }
}
