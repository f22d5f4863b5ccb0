import { existsSync } from "node:fs"
import { expect, test } from "vitest"
import { openapiFiles } from "./openapi-files.ts"
import { loadResponseValidators, loadValidators, type Surface } from "./validators.ts"

test("validators that were not built are an error that says how to build them", async () => {
  const absent = "nowhere" as Surface // the one way to ask for something that is never built
  await expect(loadValidators(absent)).rejects.toThrow("(nowhere.js) are not there: run pnpm generate")
  await expect(loadResponseValidators(absent)).rejects.toThrow(
    "(nowhere.responses.js) are not there: run pnpm generate",
  )
})

test("the built documents are where the package says they are", () => {
  const { json, yaml, json_3_0, yaml_3_0, server, fixtures } = openapiFiles.store
  const files = [json, yaml, json_3_0, yaml_3_0, server, fixtures, openapiFiles.store.fragment("customers")]
  expect(files.filter((file) => !existsSync(file))).toEqual([])
})
