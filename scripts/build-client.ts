/**
 * Builds `packages/client/dist`, what the published package consists of; `pnpm pack` there runs it first.
 *
 * JavaScript modules with their types beside them, the contract's types among them, so that nothing in it names a package
 * of this repository.
 */
import { execFileSync } from "node:child_process"
import { copyFileSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"

const root = fileURLToPath(new URL("..", import.meta.url))
const dist = join(root, "packages/client/dist")
const types = join(dist, "contract.d.ts")

rmSync(dist, { recursive: true, force: true })
execFileSync(join(root, "node_modules/.bin/tsc"), ["-p", join(root, "packages/client/tsconfig.build.json")], {
  stdio: "inherit",
})
for (const surface of ["store", "admin"]) {
  copyFileSync(
    join(root, `packages/contract/src/generated/${surface}.client.d.ts`),
    join(dist, `contract-${surface}.d.ts`),
  )
  const named = `"@covenant/contract/${surface}/client"`
  const text = readFileSync(types, "utf8")
  if (!text.includes(named)) throw new Error(`${types} does not name ${named}`)
  writeFileSync(types, text.replaceAll(named, `"./contract-${surface}.js"`))
}
