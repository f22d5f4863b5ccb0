import type { AdminApp, NullableAppConnection } from "@covenant/contract/admin"
import { Unreadable, type Vault } from "../lib/encryption.ts"
import { timestampOrNull } from "../lib/timestamp.ts"
import type { App } from "./app-registry.ts"
import type { AppCredentialRow, AppTrouble } from "./queries.ts"
import { openTokens } from "./token-vault.ts"

/** An app, and whether it is connected. What it is acted with is looked at to see that it opens, and never shown. */
export const adminApp = (vault: Vault, { id, settings }: App, row: AppCredentialRow | undefined) =>
  ({
    id,
    application_name: settings.application_name,
    display_name: settings.display_name,
    install_url: null,
    uninstall_url: settings.uninstall_url ?? null,
    data: row ? connection(vault, row) : null,
  }) satisfies AdminApp

function connection(vault: Vault, row: AppCredentialRow): NonNullable<NullableAppConnection> {
  // The queries write no other words.
  const last_error = opens(vault, row) ? (row.last_error as AppTrouble | null) : "unreadable"
  return {
    connected: last_error !== "unreadable" && last_error !== "authorization_lost",
    scopes: row.scopes,
    account: row.account,
    expires_at: timestampOrNull(row.access_expires_at),
    last_error,
  }
}

function opens(vault: Vault, row: AppCredentialRow): boolean {
  try {
    openTokens(vault, row, row)
    return true
  } catch (error) {
    if (error instanceof Unreadable) return false
    throw error
  }
}

/** What `fields` may name of an app. */
export const app_fields = {
  properties: ["id", "application_name", "display_name", "install_url", "uninstall_url", "data"],
} as const satisfies { properties: readonly (keyof AdminApp)[] }
