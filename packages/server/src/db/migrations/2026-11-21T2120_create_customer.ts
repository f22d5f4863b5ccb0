import type { Kysely } from "kysely"
import { sql } from "kysely"

/** Who buys. Knows nothing of sign-in; guests and one registered customer may share an email. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table customer (
      id           text primary key,
      company_name text,
      first_name   text,
      last_name    text,
      email        text,
      phone        text,
      has_account  boolean not null default false,
      metadata     jsonb,
      created_by   text,
      created_at   timestamptz not null default now(),
      updated_at   timestamptz not null default now(),
      deleted_at   timestamptz
    )`.execute(db)
  await sql`
    create unique index customer_registered_email on customer (email)
    where has_account and deleted_at is null`.execute(db)
  await sql`create index customer_by_email on customer (email) where deleted_at is null`.execute(db)

  await sql`
    create table customer_address (
      id                  text primary key,
      customer_id         text not null references customer (id) on delete cascade,
      address_name        text,
      is_default_shipping boolean not null default false,
      is_default_billing  boolean not null default false,
      company             text,
      first_name          text,
      last_name           text,
      address_1           text,
      address_2           text,
      city                text,
      country_code        text,
      province            text,
      postal_code         text,
      phone               text,
      metadata            jsonb,
      created_at          timestamptz not null default now(),
      updated_at          timestamptz not null default now(),
      deleted_at          timestamptz
    )`.execute(db)
  await sql`
    create index customer_address_by_customer on customer_address (customer_id, created_at, id)
    where deleted_at is null`.execute(db)
  await sql`
    create unique index customer_default_shipping on customer_address (customer_id)
    where is_default_shipping and deleted_at is null`.execute(db)
  await sql`
    create unique index customer_default_billing on customer_address (customer_id)
    where is_default_billing and deleted_at is null`.execute(db)
}
