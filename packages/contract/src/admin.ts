/** The Admin contract: its operation table, handler interfaces and types. */
export { adminOperations } from "./generated/admin.operations.ts"
export type * from "./generated/admin.handlers.ts"
export type * from "./generated/admin.schemas.ts"
export type { components, operations, paths } from "./generated/admin.server.d.ts"
