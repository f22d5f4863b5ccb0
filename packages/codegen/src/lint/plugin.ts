import type { Rule } from "./document.ts"
import { bounded } from "./rules/bounded.ts"
import { componentNameUsable } from "./rules/component-name-usable.ts"
import { createHasLinks } from "./rules/create-has-links.ts"
import { derivedErrorsPresent } from "./rules/derived-errors-present.ts"
import { enumValuesNamed } from "./rules/enum-values-named.ts"
import { examplePairs } from "./rules/example-pairs.ts"
import { examplePresence } from "./rules/example-presence.ts"
import { freeFormAllowList } from "./rules/free-form-allow-list.ts"
import { listEnvelope } from "./rules/list-envelope.ts"
import { noInlineTypes } from "./rules/no-inline-types.ts"
import { oneErrorType } from "./rules/one-error-type.ts"
import { operationIdUniqueAcrossApis } from "./rules/operation-id-unique-across-apis.ts"
import { parameterOneLocation } from "./rules/parameter-one-location.ts"
import { pathIsFile } from "./rules/path-is-file.ts"
import { requestObjectsClosed } from "./rules/request-objects-closed.ts"
import { schemaPropertyDescription } from "./rules/schema-property-description.ts"
import { tagIsFolder } from "./rules/tag-is-folder.ts"
import { unionsDecode } from "./rules/unions-decode.ts"

/**
 * The project's own rules, by the name `redocly.yaml` calls them: `covenant/bounded`.
 *
 * One file and two samples each. A new one is listed here and in `redocly.yaml`, and `rules.test.ts` says what it finds
 * in its bad sample; neither can be forgotten.
 */
export const rules = {
  bounded,
  "component-name-usable": componentNameUsable,
  "create-has-links": createHasLinks,
  "derived-errors-present": derivedErrorsPresent,
  "enum-values-named": enumValuesNamed,
  "example-pairs": examplePairs,
  "example-presence": examplePresence,
  "free-form-allow-list": freeFormAllowList,
  "list-envelope": listEnvelope,
  "no-inline-types": noInlineTypes,
  "one-error-type": oneErrorType,
  "operation-id-unique-across-apis": operationIdUniqueAcrossApis,
  "parameter-one-location": parameterOneLocation,
  "path-is-file": pathIsFile,
  "request-objects-closed": requestObjectsClosed,
  "schema-property-description": schemaPropertyDescription,
  "tag-is-folder": tagIsFolder,
  "unions-decode": unionsDecode,
} satisfies Record<string, Rule>

/** What Redocly loads: `plugins: [./packages/codegen/src/lint/plugin.ts]`. */
export default function covenant() {
  return { id: "covenant", rules: { oas3: rules } }
}
