import { mapObjects, type Document } from "../openapi-document.ts"

/**
 * The contract with its open enums (`x-extensible-enum: true`) as the strings that they are on the wire.
 *
 * For generators whose clients refuse a value they do not know, which is every second one: with these documents they
 * survive a value that is added later. Closed enums stay.
 */
export const withOpenEnums = (document: Document): Document =>
  mapObjects(document, (object) => {
    if (object["x-extensible-enum"] !== true || !Array.isArray(object["enum"])) return object
    const { enum: values, description, "x-enum-varnames": _names, "x-enum-descriptions": _said, ...schema } = object
    const names = (values as unknown[]).filter((value) => typeof value === "string")
    const said = typeof description === "string" ? `${description} ` : ""
    return { ...schema, description: `${said}One of ${names.join(", ")}, or a newer one.`, maxLength: 100 }
  }) as Document // the same document, some enums as strings
