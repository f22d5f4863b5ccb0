/** The statements of a refresh with rotation, sent by `pg` alone: no HTTP, no signature, no token. */
import pg from "pg"
import { createVault } from "../packages/server/src/lib/encryption.ts"
import { createLimits } from "../packages/server/src/lib/rate-limit.ts"
import { createLog } from "../packages/server/src/lib/log.ts"
import { budgetsOf } from "../packages/server/src/lib/budgets.ts"
import { findSessionForTokens } from "../packages/server/src/sessions/queries.ts"
import { rotateGeneration } from "../packages/server/src/sessions/renewal-queries.ts"
import { answer } from "./child.ts"
import { filledIn, statementsOf } from "./statements.ts"

export interface BareRefreshes {
  database_url: string
  seconds: number
  key_id: string
  /** One for each connection; generation as far as it has come. */
  sessions: readonly { id: string; generation: number }[]
}

export interface BareRefreshed {
  refreshes: number
  seconds: number
  sessions: { id: string; generation: number }[]
}

const budgets = budgetsOf({ profile: "tests", overrides: {} }, true)
const vault = createVault(new Map([["bench", new Uint8Array(32).fill(7)]]))
const log = createLog("silent")
let pool: pg.Pool | undefined

answer({
  async run({ database_url, seconds, key_id, sessions }: BareRefreshes): Promise<BareRefreshed> {
    const database = (pool ??= new pg.Pool({ connectionString: database_url, max: 10 }))
    const began = performance.now()
    let refreshes = 0
    const ended = await Promise.all(
      sessions.map(async ({ id, generation }, index) => {
        const statements = await statementsOf(async (db) => {
          await createLimits({ db, vault, budgets, log }).refresh_ip.take(`bare ${index}`)
          await findSessionForTokens(db, id)
          const budget = budgets.refresh_session
          await rotateGeneration(db, { id, generation: -1, key_id, idle_seconds: 1_209_600, budget })
        })
        let at = generation
        while (performance.now() - began < seconds * 1000) {
          let found = 0
          for (const [nth, statement] of statements.entries()) {
            const values = filledIn(statement, new Map([[-1, at]]))
            found += (await database.query({ name: `s${nth}`, text: statement.sql, values })).rows.length
          }
          if (found !== 3) throw new Error(`A bare refresh found ${found} rows instead of 3.`)
          at++
          refreshes++
        }
        return { id, generation: at }
      }),
    )
    return { refreshes, seconds: (performance.now() - began) / 1000, sessions: ended }
  },
})
