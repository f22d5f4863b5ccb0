/** The Store contract: its operation table, handler interfaces and types. */
export { storeOperations } from "./generated/store.operations.ts"
export type * from "./generated/store.handlers.ts"
export type * from "./generated/store.schemas.ts"
export type { components, operations, paths } from "./generated/store.server.d.ts"
