import type { Config } from "../config.ts"
import type { Action } from "./letter.ts"

/** Pages of the sandbox, where links lead that have no page of their own. */
export const sandbox_pages = {
  reset: "/sandbox/reset-password",
  verification: "/sandbox/verify-email",
  admin_reset: "/sandbox/reset-admin-password",
  invite: "/sandbox/invite",
} as const

type LinkConfig = Pick<
  Config,
  | "production"
  | "public_base_url"
  | "storefront_reset_url"
  | "storefront_verification_url"
  | "admin_reset_url"
  | "admin_invite_url"
>

/**
 * What a reader of mail is asked to open. Built from the settings alone: what a request says of its host is never part
 * of a link (W8). Without a page in production it is the bare token.
 */
function open(config: LinkConfig, label: string, page: string | undefined, fallback: string, token: string, more = {}) {
  const base = page ?? (config.production ? undefined : `${config.public_base_url}${fallback}`)
  if (base === undefined) return { label, token } satisfies Action
  const url = new URL(base)
  for (const [name, value] of Object.entries<string>({ token, ...more })) url.searchParams.set(name, value)
  return { label, url: url.href } satisfies Action
}

/** Chooses a new password. */
export const resetAction = (
  config: LinkConfig,
  { actor_type, entity_id, token }: { actor_type: "customer" | "user"; entity_id: string; token: string },
): Action => {
  const [page, fallback] =
    actor_type === "user"
      ? [config.admin_reset_url, sandbox_pages.admin_reset]
      : [config.storefront_reset_url, sandbox_pages.reset]
  return open(config, "Choose a new password", page, fallback, token, { email: entity_id })
}

/** Proves the address. */
export const verificationAction = (config: LinkConfig, token: string): Action =>
  open(config, "Confirm the address", config.storefront_verification_url, sandbox_pages.verification, token)

/** Joins the staff. */
export const inviteAction = (config: LinkConfig, token: string): Action =>
  open(config, "Accept the invite", config.admin_invite_url, sandbox_pages.invite, token)
