import type { ValidateFunction } from "ajv"

export type Surface = "store" | "admin"

/** The validators of an operation; a part is absent where the contract declares nothing. */
export interface RequestValidators {
  path?: ValidateFunction
  /** Converts to the declared types, fills in defaults, refuses unknown parameters. */
  query?: ValidateFunction
  /** Names in lower case. */
  headers?: ValidateFunction
  /** Fills in defaults, converts nothing. */
  body?: ValidateFunction
}

/** Compiled request validators by operationId. Throws when they are not built. */
export const loadValidators = (surface: Surface): Promise<Record<string, RequestValidators>> => load(`${surface}.js`)

/** Compiled response validators by operationId, then by status or `default`. Throws when they are not built. */
export const loadResponseValidators = (surface: Surface): Promise<Record<string, Record<string, ValidateFunction>>> =>
  load(`${surface}.responses.js`)

async function load<T>(file: string): Promise<T> {
  const url = new URL(`../build/validators/${file}`, import.meta.url)
  try {
    const module = (await import(url.href)) as { default: T } // generated: see renderValidators in codegen
    return module.default
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ERR_MODULE_NOT_FOUND") throw error
    throw new Error(`The compiled validators (${file}) are not there: run pnpm generate.`, { cause: error })
  }
}
