import { componentName, follow, isReference, type Place, type Rule } from "../document.ts"

/** Words that are a type, a keyword or a container in some target language, so that a generator would rename them. */
const reservedNames = new Set(
  `Error Response Request Type Object String Number Date Map List Set Option Result Model Client Api File Any Record
  Array Boolean Bool Byte Char Double Float Int Integer Long Short Void Null Nil None True False Undefined Symbol Promise
  Abstract And As Assert Async Await Break Case Catch Class Const Continue Crate Debugger Def Default Defer Del Delete Do
  Dyn Elif Else Enum Except Export Extends Extension Extern Final Finally Fn For From Func Function Global Go Goto Guard
  If Impl Implements Import In Init Instanceof Interface Internal Is Lambda Let Loop Match Mod Module Mut Native New
  Nonlocal Not Operator Or Override Package Pass Print Private Protected Protocol Pub Public Raise Range Ref Return Select
  Self Static Strictfp Struct Super Switch Synchronized Template This Throw Throws Trait Transient Try Typedef Typeof Union
  Unsafe Use Var Volatile Where While With Yield`.split(/\s+/),
)

const longest_name = 60

/**
 * A schema's name survives every generator: PascalCase, at most 60 characters, not reserved, unlike any other when case
 * is ignored, and not `Parent` + `Property` of another schema unless that property is a reference to it.
 */
export const componentNameUsable: Rule = () => {
  const components = new Map<string, Place>()
  /** `OrderStatus` → where `Order.status` is written, and the component it refers to. */
  const compounds = new Map<string, { owner: string; property: string; refersTo: string | undefined }[]>()

  return {
    Root: {
      leave(_, { report }) {
        const seen = new Map<string, string>()
        for (const [name, location] of components) {
          const twin = seen.get(name.toLowerCase())
          if (twin !== undefined) {
            report({
              message: `\`${name}\` and \`${twin}\` differ only in case, and would be one file on many systems. Rename one.`,
              location,
            })
          }
          seen.set(name.toLowerCase(), name)
          for (const { owner, property, refersTo } of compounds.get(name) ?? []) {
            if (refersTo === name) continue
            report({
              message: `\`${name}\` is also the name a generator gives to \`${owner}.${property}\`. Let that property refer to it, or rename the schema.`,
              location,
            })
          }
        }
      },
    },
    Schema(schema, visit) {
      const { location, report } = visit
      const name = componentName(location)
      if (name === undefined) return
      if (!components.has(name)) components.set(name, location)
      if (!/^[A-Z][A-Za-z0-9]*$/.test(name))
        report({ message: `\`${name}\` is not PascalCase. Rename the schema.`, location })
      if (name.length > longest_name) {
        report({
          message: `\`${name}\` has ${name.length} characters, more than ${longest_name}. Shorten the name.`,
          location,
        })
      }
      if (reservedNames.has(name)) {
        report({
          message: `\`${name}\` is a reserved word in a target language. Say what it is: \`Api${name}\`, \`Store${name}\`, …`,
          location,
        })
      }
      for (const [property, value] of Object.entries(schema.properties ?? {})) {
        const items = isReference(value) ? value : (value.items ?? value)
        const target = isReference(items) ? follow(visit, { node: items, location }) : undefined
        const compound = name + pascal(property)
        compounds.set(compound, [
          ...(compounds.get(compound) ?? []),
          { owner: name, property, refersTo: target && componentName(target.location) },
        ])
      }
    },
  }
}

const pascal = (name: string): string =>
  name
    .split(/[^A-Za-z0-9]+/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join("")
