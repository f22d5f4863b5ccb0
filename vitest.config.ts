import { defineConfig } from "vitest/config"
import { postgres15 } from "./test/setup/postgres15.ts"

/** Tests of the server and of the whole: the same files on every database. */
const api = ["packages/server/src/**/*.test.ts", "test/{clients,journeys,races,robustness}/**/*.test.ts"]
/** What only real processes on one PostgreSQL can show. */
const on_postgres_only = [
  "test/races/{four-processes,kill,limits,lost-database,mail,providers,start,stop}.test.ts",
  "test/robustness/secrets.test.ts",
]
/** Thousands of requests about our own code, and faults put in front of it: no database makes a difference to them. */
const thousands = ["test/robustness/{bad-input,database-errors,flood,generated-requests}.test.ts"]

/** The samples of the references and the clients that others generate: nothing in them knows a database. */
const once = ["test/journeys/samples.test.ts", "test/clients/generated-clients.test.ts"]

// One worker opens one database and keeps it over its files, so modules are shared too.
const shared = { isolate: false, testTimeout: 20_000, hookTimeout: 30_000, setupFiles: ["test/setup/no-plain-500.ts"] }

export default defineConfig({
  test: {
    // One more than vitest takes on two cores: half of a test's time is spent in PostgreSQL or in another process.
    maxWorkers: 2,
    projects: [
      {
        test: {
          name: "unit",
          include: [
            "packages/{codegen,contract,client,express,conformance,docs}/src/**/*.test.ts",
            "test/{,setup/}*.test.ts",
          ],
          testTimeout: 20_000,
        },
      },
      {
        test: {
          name: "pglite",
          include: api,
          exclude: [...on_postgres_only, ...thousands],
          globalSetup: ["test/setup/pglite.ts"],
          ...shared,
        },
      },
      { test: { name: "postgres", include: api, exclude: once, globalSetup: ["test/setup/postgres.ts"], ...shared } },
      // The oldest version we promise, where it is installed.
      ...(postgres15()
        ? [
            {
              test: {
                name: "postgres15",
                include: api,
                exclude: [...on_postgres_only, ...thousands, ...once],
                globalSetup: ["test/setup/postgres15.ts"],
                ...shared,
              },
            },
          ]
        : []),
      { test: { name: "browser", include: ["{packages/docs,test}/browser/**/*.test.ts"], testTimeout: 60_000 } },
    ],
  },
})
