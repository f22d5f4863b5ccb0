/** A mock that is served from the examples alone keeps the contract in every operation and every status. */
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { pathToFileURL } from "node:url"
import type { ValidateFunction } from "ajv"
import { beforeAll, describe, expect, test } from "vitest"
import type { Fixture } from "./fixtures.ts"
import { generateContract } from "./index.ts"
import { surfaces, type Document } from "./openapi-document.ts"
import { jsonContent, operationsOf } from "./operations.ts"
import { buildFolder } from "./render-contract.ts"
import { repository } from "./testing/checkout.ts"
import { startStaticMock } from "./testing/static-mock.ts"

const read = (path: string): unknown => JSON.parse(readFileSync(join(repository, buildFolder, path), "utf8"))

beforeAll(async () => {
  await generateContract({ root: repository })
}, 60_000)

describe.each(surfaces)("a mock of the %s contract", (surface) => {
  test("answers every example of every status, and every answer is valid", async () => {
    const document = read(`openapi/${surface}.json`) as Document // built by pnpm generate
    const fixtures = read(`fixtures/${surface}.json`) as Record<string, Fixture[]> // by fixtures.ts
    const built = pathToFileURL(join(repository, buildFolder, `validators/${surface}.responses.js`)).href
    const { default: validators } = (await import(built)) as {
      default: Record<string, Record<string, ValidateFunction>>
    } // rendered by validators.ts
    const mock = await startStaticMock(document, fixtures)
    const wrong: string[] = []
    let asked = 0
    try {
      for (const { id, method, path, responses } of operationsOf(document)) {
        for (const [status, { content }] of Object.entries(responses)) {
          if (status === "default" || !jsonContent(content)) continue
          const named = (fixtures[id] ?? []).filter((it) => it.responses.some((one) => one.status === Number(status)))
          if (named.length === 0) wrong.push(`${id} ${status} has no example`)
          for (const { name, request } of named) {
            const place = Object.entries(request?.path ?? {}).reduce(
              (text, [key, value]) => text.replace(`{${key}}`, encodeURIComponent(String(value))),
              path,
            )
            asked++
            const answer = await fetch(mock.url + place.replaceAll(/\{\w+\}/gu, "any"), {
              method: method.toUpperCase(),
              headers: { prefer: `code=${status}, example=${name}` },
            })
            const validate = validators[id]?.[status]
            const body: unknown = await answer.json()
            if (answer.status !== Number(status)) wrong.push(`${id} ${status} ${name}: answered ${answer.status}`)
            else if (!validate?.(body)) wrong.push(`${id} ${status} ${name}: ${JSON.stringify(validate?.errors)}`)
          }
        }
      }
    } finally {
      await mock.close()
    }
    expect(wrong).toEqual([])
    expect(asked).toBeGreaterThan(Object.keys(fixtures).length * 4)
  }, 60_000)
})
