/** Processes that start at the same moment on a database nobody prepared. Only in the postgres project. */
import { sql } from "kysely"
import { expect, inject, test } from "vitest"
import { ownDatabase } from "../setup/databases.ts"
import { deployment, startProcesses, stopProcesses } from "../setup/processes.ts"

test("N6 four processes starting at once on an empty database migrate it once and seed one administrator and one key, three times over", async () => {
  for (let round = 1; round <= 3; round += 1) {
    const database = await ownDatabase(inject("databaseUrl"))
    const shop = deployment(database.url)
    const servers = await startProcesses(4, shop.env)
    try {
      const { rows } = await sql`select (select count(*)::int from kysely_migration) > 3 as migrated,
        (select count(*)::int from "user") as users,
        (select email from "user") as email,
        (select count(*)::int from actor_link where actor_type = 'user') as links,
        (select count(*)::int from publishable_api_key) as publishable_keys,
        (select count(*)::int from signing_key where state = 'active') as active_keys`.execute(database.db)
      expect(rows).toEqual([
        { migrated: true, users: 1, email: shop.admin.email, links: 1, publishable_keys: 1, active_keys: 1 },
      ])

      const signedIn = await Promise.all(
        servers.map(({ url }) =>
          fetch(`${url}/admin/auth/token`, {
            method: "POST",
            headers: { "content-type": "application/json" },
            body: JSON.stringify(shop.admin),
          }),
        ),
      )
      expect(signedIn.map(({ status }) => status)).toEqual([200, 200, 200, 200])
      const tokens = await Promise.all(
        signedIn.map(async (answer) => ((await answer.json()) as { access_token: string }).access_token),
      ) // 200 above
      const everywhere = servers.flatMap(({ url }) =>
        tokens.map((token) => fetch(`${url}/admin/auth`, { headers: { authorization: `Bearer ${token}` } })),
      )
      for (const answer of await Promise.all(everywhere)) expect(answer.status).toBe(200)
    } finally {
      await stopProcesses(servers)
      await database.drop()
    }
  }
}, 180_000)
