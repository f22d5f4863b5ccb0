export type * from "./actors.ts"
export * from "./errors.ts"
export * from "./handlers.ts"
export type * from "./operation-table.ts"
