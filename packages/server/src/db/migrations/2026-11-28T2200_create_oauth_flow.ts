import type { Kysely } from "kysely"
import { sql } from "kysely"

/**
 * Signing in at a provider: each journey on its way (`oauth_flow`), and sign-ins that wait to be fetched (`delivery_code`).
 *
 * A flow's `state` and the browser's cookie are hashes, its PKCE verifier is sealed. It is consumed once and stays until it
 * is swept, so that a replay can be told from what never was; `code_hash` tells a browser that came twice from somebody
 * who tries another code. `ends_at` names the one callback it may end at.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table oauth_flow (
      id                uuid primary key,
      kind              text not null check (kind in ('login', 'link', 'app_install')),
      ends_at           text not null check (ends_at in ('browser', 'storefront', 'admin')),
      state_hash        bytea not null unique,
      browser_hash      bytea,
      client_challenge  text,
      realm             text not null check (realm in ('store', 'admin')),
      provider          text not null,
      issuer            text,
      code_verifier_enc bytea not null,
      nonce             text,
      redirect_uri      text not null,
      client_id         text,
      client_redirect   text,
      response_mode     text not null check (response_mode in ('query', 'fragment', 'code', 'cookie', 'json')),
      also_json         boolean not null default false,
      app_state         text check (length(app_state) <= 512),
      link_session_id   uuid,
      admin_user_id     text,
      app_id            text,
      invite_token_hash bytea,
      created_at        timestamptz not null default now(),
      expires_at        timestamptz not null,
      consumed_at       timestamptz,
      code_hash         bytea,
      ip                inet
    )`.execute(db)
  await sql`create index oauth_flow_sweep on oauth_flow (expires_at)`.execute(db)

  await sql`
    create table delivery_code (
      code_hash        bytea primary key,
      session_id       uuid not null references session (id) on delete cascade,
      client_id        text not null,
      client_challenge text not null,
      expires_at       timestamptz not null,
      consumed_at      timestamptz
    )`.execute(db)
  await sql`create index delivery_code_sweep on delivery_code (expires_at)`.execute(db)
  // Sessions are deleted by the thousand.
  await sql`create index delivery_code_by_session on delivery_code (session_id)`.execute(db)
}
