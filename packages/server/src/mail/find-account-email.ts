import type { Kysely } from "kysely"
import type { Database } from "../db/generated/database.ts"

/**
 * Where an account is reached now: the address of the customer or user it acts as, else the one it signs in with.
 * Undefined when there is none, or the account is gone.
 */
export async function findAccountEmail(
  db: Kysely<Database>,
  { actor_type, auth_identity_id }: { actor_type: "customer" | "user"; auth_identity_id: string },
): Promise<string | undefined> {
  const row = await db
    .selectFrom("auth_identity as i")
    .leftJoin("actor_link as l", (join) =>
      join.onRef("l.auth_identity_id", "=", "i.id").on("l.actor_type", "=", actor_type),
    )
    .leftJoin("customer as c", (join) =>
      join.on("l.actor_type", "=", "customer").onRef("c.id", "=", "l.actor_id").on("c.deleted_at", "is", null),
    )
    .leftJoin("user as u", (join) =>
      join.on("l.actor_type", "=", "user").onRef("u.id", "=", "l.actor_id").on("u.deleted_at", "is", null),
    )
    .leftJoin("provider_identity as p", (join) =>
      join.onRef("p.auth_identity_id", "=", "i.id").on("p.provider", "=", "emailpass"),
    )
    .select((builder) => builder.fn.coalesce("c.email", "u.email", "p.entity_id").as("email"))
    .where("i.id", "=", auth_identity_id)
    .where("i.deleted_at", "is", null)
    .executeTakeFirst()
  return row?.email ?? undefined
}
