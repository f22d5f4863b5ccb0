import type { Kysely } from "kysely"
import { sql } from "kysely"

/**
 * Who can sign in, by what, and as whom. A realm is a wall: a store identity never becomes an admin one.
 * `*_hash` columns hold SHA-256 of a random secret, `*_enc` columns AES-256-GCM; nothing here lets a reader in.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table auth_identity (
      id              text primary key check (id ~ '^authid_[0-9A-Za-z]{20,40}$'),
      realm           text not null check (realm in ('store', 'admin')),
      app_metadata    jsonb not null default '{}',
      session_epoch   int not null default 0,
      decoy           boolean not null default false,
      disabled_at     timestamptz,
      disabled_reason text,
      created_at      timestamptz not null default now(),
      updated_at      timestamptz not null default now(),
      deleted_at      timestamptz
    )`.execute(db)
  await sql`create index auth_identity_decoys on auth_identity (created_at) where decoy`.execute(db)

  await sql`
    create table actor_link (
      auth_identity_id text not null references auth_identity (id) on delete cascade,
      actor_type       text not null check (actor_type in ('customer', 'user')),
      actor_id         text not null,
      created_at       timestamptz not null default now(),
      primary key (auth_identity_id, actor_type),
      unique (actor_type, actor_id)
    )`.execute(db)

  await sql`
    create table provider_identity (
      id                text primary key,
      auth_identity_id  text not null references auth_identity (id) on delete cascade,
      realm             text not null check (realm in ('store', 'admin')),
      provider          text not null,
      entity_id         text not null check (octet_length(entity_id) between 1 and 255),
      issuer            text,
      email             text,
      email_verified_at timestamptz,
      user_metadata     jsonb not null default '{}' check (octet_length(user_metadata::text) < 8192),
      provider_metadata jsonb not null default '{}',
      last_login_at     timestamptz,
      created_at        timestamptz not null default now(),
      updated_at        timestamptz not null default now(),
      unique (realm, provider, entity_id)
    )`.execute(db)
  await sql`create index provider_identity_by_auth on provider_identity (auth_identity_id)`.execute(db)

  await sql`
    create table verified_email (
      realm            text not null check (realm in ('store', 'admin')),
      email            text not null,
      auth_identity_id text not null references auth_identity (id) on delete cascade,
      via_provider     text not null,
      verified_at      timestamptz not null default now(),
      primary key (realm, email)
    )`.execute(db)
  await sql`create index verified_email_by_auth on verified_email (auth_identity_id)`.execute(db)

  await sql`
    create table password_credential (
      provider_identity_id text primary key references provider_identity (id) on delete cascade,
      hash                 text not null,
      changed_at           timestamptz not null default now(),
      must_change          boolean not null default false
    )`.execute(db)

  await sql`
    create table one_time_token (
      id                   text primary key,
      purpose              text not null
                           check (purpose in ('password_reset', 'email_verify', 'email_change', 'magic_link')),
      token_hash           bytea not null unique,
      auth_identity_id     text not null references auth_identity (id) on delete cascade,
      provider_identity_id text not null references provider_identity (id) on delete cascade,
      actor_type           text not null check (actor_type in ('customer', 'user')),
      entity_id            text not null,
      metadata             jsonb not null default '{}',
      created_at           timestamptz not null default now(),
      expires_at           timestamptz not null,
      consumed_at          timestamptz
    )`.execute(db)
  await sql`
    create unique index one_live_token on one_time_token (purpose, provider_identity_id)
    where consumed_at is null`.execute(db)
}
