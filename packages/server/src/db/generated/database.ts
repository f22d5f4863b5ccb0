// Generated from packages/server/src/db/migrations by pnpm generate. Do not edit.

import type { Bytes, Int8, Json } from "../column-types.ts"
import type { ColumnType } from "kysely";

export type Generated<T> = T extends ColumnType<infer S, infer I, infer U>
  ? ColumnType<S, I | undefined, U>
  : ColumnType<T, T | undefined, T>;

export type Timestamp = ColumnType<Date, Date | string, Date | string>;

export interface ActorLink {
  actor_id: string;
  actor_type: string;
  auth_identity_id: string;
  created_at: Generated<Timestamp>;
}

export interface AppCredential {
  access_expires_at: Timestamp | null;
  access_token_sealed: Bytes;
  account: string | null;
  app_id: string;
  attempts: Generated<number>;
  authorized_at: Generated<Timestamp>;
  authorized_by: string;
  data_key_enc: Bytes;
  last_error: string | null;
  refresh_at: Timestamp | null;
  refresh_token_sealed: Bytes | null;
  refreshed_at: Timestamp | null;
  scopes: string[];
  version: Generated<number>;
}

export interface AuditEvent {
  actor_id: string | null;
  actor_type: string | null;
  at: Generated<Timestamp>;
  auth_identity_id: string | null;
  details: Json | null;
  event: string;
  id: string;
  ip: string | null;
  outcome: string;
  realm: string | null;
  reason: string | null;
  request_id: string | null;
  session_id: string | null;
  user_agent: string | null;
}

export interface AuthIdentity {
  app_metadata: Generated<Json>;
  created_at: Generated<Timestamp>;
  decoy: Generated<boolean>;
  deleted_at: Timestamp | null;
  disabled_at: Timestamp | null;
  disabled_reason: string | null;
  id: string;
  realm: string;
  session_epoch: Generated<number>;
  updated_at: Generated<Timestamp>;
}

export interface Customer {
  company_name: string | null;
  created_at: Generated<Timestamp>;
  created_by: string | null;
  deleted_at: Timestamp | null;
  email: string | null;
  first_name: string | null;
  has_account: Generated<boolean>;
  id: string;
  last_name: string | null;
  metadata: Json | null;
  phone: string | null;
  updated_at: Generated<Timestamp>;
}

export interface CustomerAddress {
  address_1: string | null;
  address_2: string | null;
  address_name: string | null;
  city: string | null;
  company: string | null;
  country_code: string | null;
  created_at: Generated<Timestamp>;
  customer_id: string;
  deleted_at: Timestamp | null;
  first_name: string | null;
  id: string;
  is_default_billing: Generated<boolean>;
  is_default_shipping: Generated<boolean>;
  last_name: string | null;
  metadata: Json | null;
  phone: string | null;
  postal_code: string | null;
  province: string | null;
  updated_at: Generated<Timestamp>;
}

export interface DeliveryCode {
  client_challenge: string;
  client_id: string;
  code_hash: Bytes;
  consumed_at: Timestamp | null;
  expires_at: Timestamp;
  session_id: string;
}

export interface IdempotentRequest {
  answer_enc: Bytes | null;
  created_at: Generated<Timestamp>;
  fingerprint: Bytes;
  key_hash: string;
}

export interface Invite {
  accepted: Generated<boolean>;
  accepted_at: Timestamp | null;
  created_at: Generated<Timestamp>;
  created_by: string | null;
  deleted_at: Timestamp | null;
  expires_at: Timestamp;
  id: string;
  metadata: Json | null;
  role: string;
  token_hash: Bytes;
  updated_at: Generated<Timestamp>;
  user_email: string;
}

export interface OauthFlow {
  admin_user_id: string | null;
  also_json: Generated<boolean>;
  app_id: string | null;
  app_state: string | null;
  browser_hash: Bytes | null;
  client_challenge: string | null;
  client_id: string | null;
  client_redirect: string | null;
  code_hash: Bytes | null;
  code_verifier_enc: Bytes;
  consumed_at: Timestamp | null;
  created_at: Generated<Timestamp>;
  ends_at: string;
  expires_at: Timestamp;
  id: string;
  invite_token_hash: Bytes | null;
  ip: string | null;
  issuer: string | null;
  kind: string;
  link_session_id: string | null;
  nonce: string | null;
  provider: string;
  realm: string;
  redirect_uri: string;
  response_mode: string;
  state_hash: Bytes;
}

export interface OneTimeToken {
  actor_type: string;
  auth_identity_id: string;
  consumed_at: Timestamp | null;
  created_at: Generated<Timestamp>;
  entity_id: string;
  expires_at: Timestamp;
  id: string;
  metadata: Generated<Json>;
  provider_identity_id: string;
  purpose: string;
  token_hash: Bytes;
}

export interface Outbox {
  attempts: Generated<number>;
  available_at: Generated<Timestamp>;
  created_at: Generated<Timestamp>;
  dead_at: Timestamp | null;
  dedupe_key: string | null;
  delivered_at: Timestamp | null;
  id: Generated<Int8>;
  last_error: string | null;
  message_id: Generated<string>;
  payload_enc: Bytes;
  topic: string;
}

export interface PasswordCredential {
  changed_at: Generated<Timestamp>;
  hash: string;
  must_change: Generated<boolean>;
  provider_identity_id: string;
}

export interface ProviderIdentity {
  auth_identity_id: string;
  created_at: Generated<Timestamp>;
  email: string | null;
  email_verified_at: Timestamp | null;
  entity_id: string;
  id: string;
  issuer: string | null;
  last_login_at: Timestamp | null;
  provider: string;
  provider_metadata: Generated<Json>;
  realm: string;
  updated_at: Generated<Timestamp>;
  user_metadata: Generated<Json>;
}

export interface PublishableApiKey {
  created_at: Generated<Timestamp>;
  created_by: string | null;
  deleted_at: Timestamp | null;
  id: string;
  revoked_at: Timestamp | null;
  revoked_by: string | null;
  title: string;
  updated_at: Generated<Timestamp>;
}

export interface PublishableApiKeySalesChannel {
  publishable_api_key_id: string;
  sales_channel_id: string;
}

export interface RateLimit {
  expire: Int8 | null;
  key: string;
  points: Generated<number>;
}

export interface SalesChannel {
  created_at: Generated<Timestamp>;
  deleted_at: Timestamp | null;
  description: string | null;
  id: string;
  is_disabled: Generated<boolean>;
  name: string;
  updated_at: Generated<Timestamp>;
}

export interface SecretApiKey {
  created_at: Generated<Timestamp>;
  created_by: string | null;
  deleted_at: Timestamp | null;
  expires_at: Timestamp | null;
  id: string;
  kind: string;
  last_used_at: Timestamp | null;
  redacted: string | null;
  revoked_at: Timestamp | null;
  revoked_by: string | null;
  role: string | null;
  title: string | null;
  token_hash: Bytes;
  updated_at: Generated<Timestamp>;
  user_id: string;
}

export interface Session {
  aal: Generated<number>;
  actor_id: Generated<string>;
  actor_type: string;
  amr: string[];
  auth_identity_id: string;
  auth_provider: string;
  auth_time: Timestamp;
  client_id: string | null;
  cookie_hash: Bytes | null;
  created_at: Generated<Timestamp>;
  epoch: number;
  expires_at: Timestamp;
  id: string;
  idle_expires_at: Timestamp;
  ip: string | null;
  last_seen_at: Generated<Timestamp>;
  realm: string;
  revoke_reason: string | null;
  revoked_at: Timestamp | null;
  rt_generation: Generated<Int8>;
  rt_key_id: string | null;
  rt_must_rotate_by: Timestamp | null;
  rt_rotated_at: Timestamp | null;
  rt_window_at: Timestamp | null;
  rt_window_generation: Generated<Int8>;
  scope: Generated<string>;
  user_agent: string | null;
}

export interface SigningKey {
  activated_at: Timestamp | null;
  alg: string;
  created_at: Generated<Timestamp>;
  kek_id: string;
  kid: string;
  private_enc: Bytes;
  public_jwk: Json;
  retired_at: Timestamp | null;
  state: string;
}

export interface User {
  created_at: Generated<Timestamp>;
  deleted_at: Timestamp | null;
  email: string;
  first_name: string | null;
  id: string;
  last_name: string | null;
  metadata: Json | null;
  role: Generated<string>;
  updated_at: Generated<Timestamp>;
}

export interface VerifiedEmail {
  auth_identity_id: string;
  email: string;
  realm: string;
  verified_at: Generated<Timestamp>;
  via_provider: string;
}

export interface Database {
  actor_link: ActorLink;
  app_credential: AppCredential;
  audit_event: AuditEvent;
  auth_identity: AuthIdentity;
  customer: Customer;
  customer_address: CustomerAddress;
  delivery_code: DeliveryCode;
  idempotent_request: IdempotentRequest;
  invite: Invite;
  oauth_flow: OauthFlow;
  one_time_token: OneTimeToken;
  outbox: Outbox;
  password_credential: PasswordCredential;
  provider_identity: ProviderIdentity;
  publishable_api_key: PublishableApiKey;
  publishable_api_key_sales_channel: PublishableApiKeySalesChannel;
  rate_limit: RateLimit;
  sales_channel: SalesChannel;
  secret_api_key: SecretApiKey;
  session: Session;
  signing_key: SigningKey;
  user: User;
  verified_email: VerifiedEmail;
}
