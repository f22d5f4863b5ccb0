export { createAdminClient, type AdminClient, type AdminClientOptions } from "./admin-client.ts"
export type { Answer } from "./api-client.ts"
export { ApiError, isApiError, type ErrorCode } from "./api-error.ts"
export type { AdminComponents, AdminPaths, StoreComponents, StorePaths } from "./contract.ts"
export {
  inCookie,
  inLocalStorage,
  inMemory,
  type KeepSession,
  type Session,
  type SessionStore,
} from "./session-stores.ts"
export type { AuthChange, Tokens } from "./keep-signed-in.ts"
export { createStoreClient, type StoreClient, type StoreClientOptions } from "./store-client.ts"
