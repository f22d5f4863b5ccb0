import type { Kysely } from "kysely"
import { sql } from "kysely"

/** One row per sign-in: the root of the cookie, of the access token's `sid` and of the refresh family. And the keys that sign. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table session (
      id                uuid primary key,
      realm             text not null check (realm in ('store', 'admin')),
      auth_identity_id  text not null references auth_identity (id) on delete cascade,
      epoch             int not null,
      actor_type        text not null check (actor_type in ('customer', 'user')),
      actor_id          text not null default '',
      auth_provider     text not null,
      amr               text[] not null,
      aal               smallint not null default 1,
      auth_time         timestamptz not null,
      client_id         text,
      scope             text not null default 'full' check (scope in ('full', 'registration', 'mfa')),
      rt_key_id         text,
      rt_generation     bigint not null default 0,
      rt_rotated_at     timestamptz,
      rt_must_rotate_by timestamptz,
      cookie_hash       bytea unique,
      created_at        timestamptz not null default now(),
      last_seen_at      timestamptz not null default now(),
      idle_expires_at   timestamptz not null,
      expires_at        timestamptz not null,
      revoked_at        timestamptz,
      revoke_reason     text,
      ip                inet,
      user_agent        text check (length(user_agent) <= 256)
    ) with (fillfactor = 80)`.execute(db)
  await sql`create index session_by_identity on session (auth_identity_id) where revoked_at is null`.execute(db)
  await sql`create index session_sweep on session (expires_at)`.execute(db)

  await sql`
    create table signing_key (
      kid          text primary key,
      alg          text not null check (alg in ('ES256', 'RS256', 'EdDSA')),
      state        text not null check (state in ('next', 'active', 'retired')),
      public_jwk   jsonb not null,
      private_enc  bytea not null,
      kek_id       text not null,
      created_at   timestamptz not null default now(),
      activated_at timestamptz,
      retired_at   timestamptz
    )`.execute(db)
  await sql`create unique index one_active_key on signing_key ((true)) where state = 'active'`.execute(db)
}
