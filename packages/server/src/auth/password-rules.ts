import { ApiFailure } from "@covenant/contract"
import type { Context } from "../context.ts"
import type { Realm } from "../lib/access-token.ts"
import { passwordFaults } from "../lib/password-policy.ts"

/** Throws 422 `weak_password`, saying why, unless the canonical password meets the policy of the realm. */
export function checkPassword(
  { config }: Pick<Context, "config">,
  realm: Realm,
  { password, email }: { password: string; email: string },
): void {
  const min_length = realm === "admin" ? config.admin_password_min_length : config.password_min_length
  const errors = passwordFaults(password, { min_length, email })
  if (errors.length > 0) throw new ApiFailure("weak_password", { errors })
}
