import { spawnSync } from "node:child_process"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { expect, test } from "vitest"
import { repository, smallContract } from "./testing/checkout.ts"
import { documentOf } from "./testing/document-of.ts"
import { bundleContract, quietRedocly, redoclyCommand } from "./bundle.ts"
import { withDerivedErrors } from "./derived-errors.ts"
import { downConverted } from "./down-convert.ts"
import { surfaces } from "./openapi-document.ts"

test("given 3.1, writes what 3.0.3 has for it", () => {
  const older = downConverted(
    documentOf(`
paths:
  /pets:
    get:
      operationId: getPet
      tags: [pets]
      responses:
        "200": { description: Ok., content: { application/json: { schema: { $ref: "#/components/schemas/Pet" } } } }
        "404": { $ref: "#/components/responses/ApiError", description: No pet has this id. }
        default: { $ref: "#/components/responses/ApiError" }
components:
  responses: { ApiError: { description: Something else. } }
  schemas:
    Pet:
      type: object
      properties:
        name: { type: [string, "null"], maxLength: 80 }
        kind: { const: pet }
        mother: { $ref: "#/components/schemas/Pet", description: Who gave birth to it. }
`),
  )
  expect(older.openapi).toBe("3.0.3")
  expect(older.components.schemas?.["Pet"]?.["properties"]).toEqual({
    name: { type: "string", nullable: true, maxLength: 80 },
    kind: { enum: ["pet"] },
    mother: { allOf: [{ $ref: "#/components/schemas/Pet" }], description: "Who gave birth to it." },
  })
  // A reference stands alone in 3.0, so an answer that states its cause is written out.
  expect(older.paths["/pets"]?.get?.responses).toMatchObject({
    "404": { description: "No pet has this id." },
    default: { $ref: "#/components/responses/ApiError" },
  })
})

test.each([
  ["the small contract", smallContract],
  ["the contract", repository],
])("%s is valid 3.0.3 afterwards", async (_name, root) => {
  const bundles = await bundleContract(root)
  const folder = mkdtempSync(join(tmpdir(), "covenant-older-"))
  try {
    writeFileSync(join(folder, "redocly.yaml"), "rules: { struct: error, no-unresolved-refs: error, spec: error }\n")
    for (const surface of surfaces) {
      const older = downConverted(withDerivedErrors(bundles.surfaces[surface], bundles.shared))
      writeFileSync(join(folder, `${surface}.json`), JSON.stringify(older))
    }
    const { status, stdout } = spawnSync(
      process.execPath,
      [redoclyCommand, "lint", ...surfaces.map((surface) => `${surface}.json`), "--format", "github-actions"],
      { cwd: folder, env: { ...process.env, ...quietRedocly }, encoding: "utf8" },
    )
    expect({ status, problems: stdout.trim() }).toEqual({ status: 0, problems: "" })
  } finally {
    rmSync(folder, { recursive: true })
  }
})
