import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"

/** The project itself. */
export const repository = join(import.meta.dirname, "../../../..")

/** The folder of the small contract: one of everything the generator has to deal with. */
export const smallContract = join(import.meta.dirname, "small")

/** A temporary checkout with a contract and whatever generated code needs to run. Removed by `using`. */
export function checkoutOf(contract: string): Disposable & { root: string } {
  const root = mkdtempSync(join(tmpdir(), "covenant-codegen-"))
  cpSync(join(contract, "openapi"), join(root, "openapi"), { recursive: true })
  const contractPackage = join(root, "packages/contract")
  mkdirSync(contractPackage, { recursive: true })
  writeFileSync(join(contractPackage, "package.json"), '{ "type": "module" }\n')
  // Compiled validators need ajv's run time.
  symlinkSync(join(repository, "packages/contract/node_modules"), join(contractPackage, "node_modules"), "junction")
  return { root, [Symbol.dispose]: () => rmSync(root, { recursive: true, force: true }) }
}

/** Adds the hand-written half of the contract package and a tsconfig, so that `tsc -p .` checks what is generated. */
export function addHandWrittenHalf(root: string): void {
  const contractPackage = join(root, "packages/contract")
  mkdirSync(join(contractPackage, "src"), { recursive: true })
  writeFileSync(join(contractPackage, "package.json"), '{ "type": "module" }\n')
  for (const name of ["actors", "errors", "handlers", "operation-table"]) {
    cpSync(join(repository, `packages/contract/src/${name}.ts`), join(contractPackage, `src/${name}.ts`))
  }
  writeFileSync(
    join(root, "tsconfig.json"),
    JSON.stringify({
      extends: join(repository, "tsconfig.json"),
      compilerOptions: { types: [] },
      include: ["packages/contract/src"],
    }),
  )
}
