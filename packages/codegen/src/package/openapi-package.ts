import { existsSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { stringify } from "yaml"
import { downConverted } from "../down-convert.ts"
import { filesBelow } from "../manifest.ts"
import { surfaces, type Document, type Surface } from "../openapi-document.ts"
import { dereferenced } from "./dereferenced.ts"
import { jsonSchemasOf } from "./json-schemas.ts"
import { withOpenEnums } from "./open-enums.ts"
import { overlaysOf, stainlessConfig } from "./overlays.ts"
import { postmanCollection } from "./postman-collection.ts"

/** The contract of a surface as it is bundled, and as it is published: with the errors that follow from its shape. */
export interface Contract {
  bundled: Document
  published: Document
}

/**
 * `@covenant/openapi`, the contract as a package: text by path within it.
 *
 * The server serves these very files under `/openapi/`. Journeys and changelog are copied from the checkout below
 * `root`, where it has them.
 */
export function openapiPackage(root: string, contracts: Record<Surface, Contract>): Map<string, string> {
  const files = new Map<string, string>()
  for (const surface of surfaces) {
    const { bundled, published } = contracts[surface]
    const older = downConverted(published)
    files.set(`${surface}.json`, dense(published))
    files.set(`${surface}.yaml`, yaml(published))
    files.set(`${surface}-3.0.json`, dense(older))
    files.set(`${surface}-3.0.yaml`, yaml(older))
    files.set(`${surface}.dereferenced.json`, dense(dereferenced(bundled)))
    files.set(`${surface}-3.0.dereferenced.json`, dense(dereferenced(downConverted(bundled))))
    files.set(`${surface}.open-enums.json`, dense(withOpenEnums(published)))
    files.set(`${surface}-3.0.open-enums.json`, dense(withOpenEnums(older)))
    files.set(`${surface}.postman.json`, dense(postmanCollection(published)))
    for (const [name, schema] of jsonSchemasOf(published)) files.set(`schemas/${surface}/${name}.json`, dense(schema))
    for (const [name, overlay] of overlaysOf(published)) files.set(`overlays/${surface}.${name}.yaml`, yaml(overlay))
    files.set(`overlays/${surface}.stainless-config.yaml`, yaml(stainlessConfig(published)))
  }
  const copied = [
    ...filesBelow(join(root, "openapi/journeys")).map((name) => [`openapi/journeys/${name}`, `journeys/${name}`]),
    ["openapi/CHANGELOG.md", "CHANGELOG.md"],
  ] as const
  for (const [from, to] of copied) {
    if (from && to && existsSync(join(root, from))) files.set(to, readFileSync(join(root, from), "utf8"))
  }
  const { version } = contracts.store.published.info
  files.set("LICENSE", readFileSync(join(import.meta.dirname, "../../../../LICENSE"), "utf8"))
  files.set("README.md", readme)
  files.set("package.json", json(manifestOf(String(version))))
  return files
}

const manifestOf = (version: string) => ({
  name: "@covenant/openapi",
  version,
  description: "The Covenant commerce API as OpenAPI 3.1 and 3.0.3, JSON Schema, Arazzo, Postman and overlays.",
  license: "MIT",
  exports: { "./*": "./*" },
})

const readme = `# @covenant/openapi

The contract of Covenant, a commerce API, for tools in any language. \`import\` or \`require.resolve\` a file by its path:
\`@covenant/openapi/store.json\`. A running server has the same files under \`/openapi/\`.

| File                                                | What                                                           |
| --------------------------------------------------- | -------------------------------------------------------------- |
| \`store.json\`, \`admin.json\`, \`.yaml\`                 | OpenAPI 3.1, one document each                                 |
| \`store-3.0.json\`, \`admin-3.0.json\`, \`.yaml\`         | the same in 3.0.3                                              |
| \`*.dereferenced.json\`                               | without references; the errors every operation may answer are its \`default\` |
| \`*.open-enums.json\` | enums that may grow as strings, for clients that refuse a value they do not know |
| \`schemas/store/*.json\`, \`schemas/admin/*.json\`      | a JSON Schema (2020-12) per component, each standing alone     |
| \`store.postman.json\`, \`admin.postman.json\`          | Postman collections; fill in the variables                     |
| \`journeys/*.arazzo.yaml\`                            | stories across operations, Arazzo 1.0.1                        |
| \`overlays/{store,admin}.{speakeasy,fern,stainless}.yaml\` | pagination, retries and method names for those generators      |
| \`overlays/*.stainless-config.yaml\` | resources and retries, as Stainless wants them in its own file |
| \`CHANGELOG.md\`                                      | what changed, version by version                               |

The version is that of the contract and follows semantic versioning; before 1.0.0 a breaking change raises the second
number.
`

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`
const dense = (value: unknown): string => `${JSON.stringify(value)}\n`

/** Without anchors, which few readers of OpenAPI expect, and without folding, which would move with every word. */
const yaml = (value: unknown): string => stringify(value, { aliasDuplicateObjects: false, lineWidth: 0 })
