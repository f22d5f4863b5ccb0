import { ApiFailure } from "@covenant/contract"
import type { Context } from "../context.ts"

type Known = Pick<Context, "providers">

/** Ways to sign in that everybody knows, whether they are configured or not. */
const presets: ReadonlySet<string> = new Set(["google", "github"])

const redirects = ({ providers }: Known, id: string): boolean => providers.has(id) || presets.has(id)

/** Throws unless the provider takes registrations: 400 where it signs in but does not register, 404 where we do not know it. */
export function checkRegistrationProvider(known: Known, id: string): void {
  if (id === "emailpass") return
  throw redirects(known, id) ? new ApiFailure("invalid_request", { type: "not_allowed" }) : new ApiFailure("not_found")
}

/** Throws unless one signs in with a password at the provider: 400 where one does not, 404 where we do not know it. */
export function checkPasswordProvider(known: Known, id: string): void {
  if (id === "emailpass") return
  throw redirects(known, id)
    ? new ApiFailure("invalid_request", { type: "not_allowed", message: "This provider knows no passwords." })
    : new ApiFailure("not_found")
}
