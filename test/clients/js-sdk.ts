/**
 * The official storefront SDK, unmodified, as a Node program loads it: its ESM build imports folders, which bundlers
 * resolve and Node refuses, so this takes the CommonJS build of the same sources.
 */
import { createRequire } from "node:module"
import type * as Sdk from "@medusajs/js-sdk"

const load = createRequire(import.meta.url)
const sdk = load("@medusajs/js-sdk") as (typeof Sdk)["default"] // what require gives is what TypeScript takes for the default

export const Medusa = sdk.default
export const FetchError = sdk.FetchError
