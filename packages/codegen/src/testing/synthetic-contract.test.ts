import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { expect, test } from "vitest"
import { bundleContract } from "../bundle.ts"
import { findProblems } from "../lint/lint-contract.ts"
import { operationsOf } from "../operations.ts"
import { writeSyntheticContract } from "./synthetic-contract.ts"

test("the synthetic contract has the size of the planned one, and is as clean as ours", async () => {
  const root = mkdtempSync(join(tmpdir(), "covenant-synthetic-"))
  try {
    writeSyntheticContract(root)
    const { store, admin } = (await bundleContract(root)).surfaces
    const paths = [store, admin].flatMap((document) => Object.keys(document.paths))
    const schemas = new Set([store, admin].flatMap((document) => Object.keys(document.components.schemas ?? {})))
    const counts = { store: operationsOf(store).length, admin: operationsOf(admin).length, paths: paths.length }
    expect(counts).toEqual({ store: 56, admin: 254, paths: 155 })
    expect(schemas.size).toBeGreaterThan(195)

    expect(await findProblems({ root, apis: ["store", "admin"] })).toEqual([])
  } finally {
    rmSync(root, { recursive: true })
  }
}, 30_000)
