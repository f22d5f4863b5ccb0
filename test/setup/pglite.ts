/** Before the pglite project: the data directory with the migrations applied, so that a worker opens it in a second. */
import { fileURLToPath } from "node:url"
import { generateDatabase } from "@covenant/server/database"
import type { TestProject } from "vitest/node"

export const imageFile = fileURLToPath(new URL("../../packages/server/build/image/pglite.tar.gz", import.meta.url))

export async function setup(project: TestProject): Promise<void> {
  await generateDatabase({ root: fileURLToPath(new URL("../..", import.meta.url)), log: () => undefined })
  project.provide("databaseUrl", "")
  project.provide("databaseTemplate", "")
}
