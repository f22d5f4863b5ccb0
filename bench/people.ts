/** Customers with an account and a session each, written by SQL: everybody by number, so that nothing is read back. */
import pg from "pg"
import { createPasswordHasher } from "../packages/server/src/lib/password.ts"

export const password = "seven lamps in the harbour"

/** The least argon2 takes. */
export const cheap_parameters = { memoryCost: 8, timeCost: 1, parallelism: 1 }

const padded = (n: number): string => String(n).padStart(26, "0")

/** The nth customer, from 1. */
export const customerId = (n: number): string => `cus_${padded(n)}`
export const sessionId = (n: number): string => `00000000-0000-7000-8000-${n.toString(16).padStart(12, "0")}`
export const emailOf = (n: number): string => `customer${n}@shop.example`

/** Numbers spread over all of `of`, always the same ones. */
export const sample = (count: number, of: number): number[] =>
  Array.from({ length: Math.min(count, of) }, (_, at) => 1 + Math.floor((at * of) / Math.min(count, of)))

export interface People {
  count: number
  /** Key that refresh tokens derive from. */
  key_id: string
  /** With hashes that cost next to nothing. */
  cheap?: boolean
}

/** Only the first thousand have a password: there is one hash for all of them. */
const with_password = 1_000

/** Fills a migrated database. A million take a minute or two. */
export async function writePeople(database_url: string, { count, key_id, cheap = false }: People): Promise<string> {
  const hasher = await createPasswordHasher({ at_once: 1, ...(cheap ? { parameters: cheap_parameters } : {}) })
  const hash = await hasher.hash(password)
  const client = new pg.Client({ connectionString: database_url })
  await client.connect()
  try {
    const id = "lpad(n::text, 26, '0')"
    const everybody = `generate_series(1, ${count}) n`
    await client.query("set session_replication_role = replica") // no foreign keys to check a million times
    await client.query(`insert into auth_identity (id, realm) select 'authid_' || ${id}, 'store' from ${everybody}`)
    await client.query(`insert into actor_link (auth_identity_id, actor_type, actor_id)
      select 'authid_' || ${id}, 'customer', 'cus_' || ${id} from ${everybody}`)
    await client.query(`insert into provider_identity (id, auth_identity_id, realm, provider, entity_id, email)
      select 'provid_' || ${id}, 'authid_' || ${id}, 'store', 'emailpass', e, e
      from ${everybody}, lateral (select 'customer' || n || '@shop.example' as e) email`)
    await client.query(
      `insert into password_credential (provider_identity_id, hash)
       select 'provid_' || ${id}, $1 from generate_series(1, ${Math.min(count, with_password)}) n`,
      [hash],
    )
    await client.query(`insert into customer (id, email, first_name, last_name, phone, has_account, metadata)
      select 'cus_' || ${id}, 'customer' || n || '@shop.example', 'Ada', 'Lindqvist ' || n, '+46 8 555 010 01', true,
             '{"newsletter": true}' from ${everybody}`)
    // Seen in the future: otherwise each would be noted as seen once in a minute, now in one round and now in another.
    await client.query(
      `insert into session (id, realm, auth_identity_id, epoch, actor_type, actor_id, auth_provider, amr, auth_time,
                            rt_key_id, last_seen_at, idle_expires_at, expires_at)
       select ('00000000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, 'store', 'authid_' || ${id}, 0, 'customer',
              'cus_' || ${id}, 'emailpass', '{pwd}', now(), $1, now() + interval '6 hours',
              now() + interval '14 days', now() + interval '90 days' from ${everybody}`,
      [key_id],
    )
    await client.query("vacuum analyze")
  } finally {
    await client.end()
  }
  return hash
}
