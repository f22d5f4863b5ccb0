import downConvert from "@apiture/openapi-down-convert"
import { isObject, isReference, mapObjects, resolve, type Document, type Response } from "./openapi-document.ts"
import { methods, type PathItem } from "./openapi-document.ts"

/**
 * The published contract in OpenAPI 3.0.3, for readers that know no 3.1.
 *
 * 3.0 allows nothing beside a `$ref`: a response that states its own cause is written out first, so that the sentence
 * is kept.
 */
export function downConverted(document: Document): Document {
  const { summary: _summary, ...info } = document.info // new in 3.1
  const converter = new downConvert.Converter({ ...writtenOut(document), info }, { allOfTransform: true })
  return onlyNamedExamples(converter.convert() as Document) // typed as object; it is the document it was given
}

function writtenOut(document: Document): Document {
  const paths = Object.entries(document.paths).map(([path, item]) => {
    const copy: PathItem = { ...item }
    for (const method of methods) {
      const operation = item[method]
      if (!operation?.responses) continue
      const responses = Object.entries(operation.responses).map(([status, response]) => [
        status,
        isReference(response) && Object.keys(response).length > 1 ? resolve<Response>(document, response) : response,
      ])
      copy[method] = { ...operation, responses: Object.fromEntries(responses) }
    }
    return [path, copy]
  })
  return { ...document, paths: Object.fromEntries(paths) }
}

/** A media type or parameter may have `example` or `examples`; 3.0 readers refuse both at once. */
const onlyNamedExamples = (document: Document): Document =>
  mapObjects(document, (object) => {
    if (!("example" in object) || !isObject(object["examples"])) return object
    const { example: _example, ...rest } = object
    return rest
  }) as Document // the same document without doubled examples
