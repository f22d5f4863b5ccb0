/** The one place that knows where the contract's types are: the build puts a copy of them beside it. */
export type { components as StoreComponents, paths as StorePaths } from "@covenant/contract/store/client"
export type { components as AdminComponents, paths as AdminPaths } from "@covenant/contract/admin/client"
