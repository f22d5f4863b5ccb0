/**
 * `pnpm build:contract`: `@covenant/openapi`, checked and packed.
 *
 * The package is the folder `packages/contract/build/openapi`, which `pnpm generate` writes and the server serves; this
 * looks at it as npm will and leaves the tarball beside it.
 */
import { execFileSync } from "node:child_process"
import { mkdirSync, rmSync } from "node:fs"
import { join } from "node:path"
import { ensureGenerated } from "./ensure-generated.ts"
import { root } from "./steps.ts"

const help = `pnpm build:contract

Builds the npm package @covenant/openapi in packages/contract/build/openapi, packs it into packages/contract/build/npm,
and fails when it is larger than 5 MB to fetch. The same contract gives the same bytes.

  --help   this text
`

/** What npm may have to fetch: 5 MB. Unpacked the package grows with every operation, and 310 of them take 20 MB. */
const most_bytes = 5_000_000

if (process.argv.includes("--help")) {
  process.stdout.write(help)
  process.exit(0)
}
await ensureGenerated({ root, only: ["contract"] })
const folder = join(root, "packages/contract/build/openapi")
const destination = join(root, "packages/contract/build/npm")
rmSync(destination, { recursive: true, force: true })
mkdirSync(destination, { recursive: true })
const report = execFileSync("npm", ["pack", "--json", "--pack-destination", destination], {
  cwd: folder,
  encoding: "utf8",
  stdio: ["ignore", "pipe", "inherit"],
})
interface Packed {
  filename: string
  integrity: string
  size: number
  unpackedSize: number
  entryCount: number
}
const [packed] = Object.values(JSON.parse(report) as Record<string, Packed>) // what `npm pack --json` prints
if (!packed) throw new Error(`npm pack said nothing of what it packed: ${report}`)
const { filename, integrity, size, unpackedSize, entryCount } = packed
const megabytes = (bytes: number) => `${(bytes / 1_000_000).toFixed(2)} MB`
process.stdout.write(
  `packages/contract/build/npm/${filename}\n${entryCount} files, ${megabytes(size)}, ${megabytes(unpackedSize)} unpacked, ${integrity}\n`,
)
if (size > most_bytes) {
  process.stderr.write(`The package may have at most ${megabytes(most_bytes)}.\n`)
  process.exitCode = 1
}
