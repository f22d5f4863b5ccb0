import { bundleContract } from "./bundle.ts"
import { withDerivedErrors } from "./derived-errors.ts"
import { fixturesOf } from "./fixtures.ts"
import { fragmentsOf } from "./fragments.ts"
import { renderHandlerInterfaces } from "./handler-interfaces.ts"
import { openapiPackage, type Contract } from "./package/openapi-package.ts"
import { surfaces, type Document, type Surface } from "./openapi-document.ts"
import { renderOperationTable } from "./operation-table.ts"
import { renderSchemaAliases } from "./schema-aliases.ts"
import { serverDocument } from "./server-document.ts"
import { renderTypes } from "./types.ts"
import { renderValidators } from "./validators.ts"

export interface Rendered {
  /** Kept in the repository. */
  committed: Map<string, string>
  /** Ignored, rebuilt when the contract changes. */
  built: Map<string, string>
}

export const committedFolder = "packages/contract/src/generated"
export const buildFolder = "packages/contract/build"
/** `@covenant/openapi`: everything in it may be published, and is served under `/openapi/`. */
export const packageFolder = `${buildFolder}/openapi`
/** The folders of {@link buildFolder} that belong to the generator: what is in them and not rendered is removed. */
export const ownedBuildFolders = ["openapi", "server", "validators", "fragments", "fixtures"].map(
  (name) => `${buildFolder}/${name}`,
)

/** The first line of every committed file. */
const headerOf = (surface: Surface): string =>
  `// Generated from openapi/${surface}.yaml by pnpm generate. Do not edit.\n`

interface RenderOptions {
  root: string
  /** Told about each step and how long it took. */
  log?: (line: string) => void
  /** Leave out what is built: half the work. */
  only_committed?: boolean
}

/**
 * Everything that follows from the contract below `root/openapi`, as text by path from the root.
 *
 * The same contract gives the same bytes. Throws `ContractError` with file and line where the contract is broken.
 */
export async function renderContract({
  root,
  log = () => {},
  only_committed = false,
}: RenderOptions): Promise<Rendered> {
  const timed = async <T>(title: string, work: () => T | Promise<T>): Promise<T> => {
    const started = performance.now()
    const result = await work()
    log(`${title} ${((performance.now() - started) / 1000).toFixed(1)} s`)
    return result
  }
  const rendered: Rendered = { committed: new Map(), built: new Map() }
  const bundles = await timed("bundle", () => bundleContract(root))
  const contracts = {} as Record<Surface, Contract> // filled below, surface by surface
  for (const surface of surfaces) {
    const bundled = bundles.surfaces[surface]
    const published = withDerivedErrors(bundled, bundles.shared)
    contracts[surface] = { bundled, published }
    await renderCommitted(surface, published, rendered.committed, timed)
    if (!only_committed) await renderBuilt(surface, published, rendered.built, timed)
  }
  if (!only_committed) {
    await timed("package", () => {
      for (const [name, text] of openapiPackage(root, contracts)) rendered.built.set(`${packageFolder}/${name}`, text)
    })
  }
  return rendered
}

type Timed = (title: string, work: () => void | Promise<void>) => Promise<void>

const renderCommitted = (surface: Surface, published: Document, files: Map<string, string>, timed: Timed) =>
  timed(`${surface} types`, async () => {
    const server = serverDocument(published)
    const add = (name: string, text: string) =>
      files.set(`${committedFolder}/${surface}.${name}`, headerOf(surface) + text)
    add("server.d.ts", await renderTypes(server, "server"))
    add("client.d.ts", await renderTypes(published, "client"))
    add("operations.ts", renderOperationTable(published, surface))
    add("handlers.ts", renderHandlerInterfaces(published, surface))
    add("schemas.ts", renderSchemaAliases(server, surface))
  })

async function renderBuilt(surface: Surface, published: Document, files: Map<string, string>, timed: Timed) {
  const server = serverDocument(published)
  const add = (name: string, text: string) => files.set(`${buildFolder}/${name}`, text)
  await timed(`${surface} documents`, () => {
    add(`server/${surface}.json`, json(server))
    add(`fixtures/${surface}.json`, json(fixturesOf(published)))
    for (const [tag, fragment] of fragmentsOf(server)) add(`fragments/${surface}.${tag}.json`, json(fragment))
  })
  await timed(`${surface} validators`, () => {
    for (const [file, text] of Object.entries(renderValidators(server, surface))) add(`validators/${file}`, text)
  })
}

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`
