/** What each project's globalSetup hands to its tests; `inject` reads it. */
declare module "vitest" {
  interface ProvidedContext {
    /** A PostgreSQL server on which databases may be made; empty in the pglite project. */
    databaseUrl: string
    /** Name of a migrated, empty database to copy; empty in the pglite project. */
    databaseTemplate: string
  }
}

export {}
