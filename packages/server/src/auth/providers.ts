import { ApiFailure } from "@covenant/contract"

/** Ways to sign in that we know. Those that redirect take part only where they are configured, and none is yet. */
const redirecting: ReadonlySet<string> = new Set(["google", "github"])

/** Throws unless the provider takes registrations: 400 where it signs in but does not register, 404 where we do not know it. */
export function checkRegistrationProvider(id: string): void {
  if (id === "emailpass") return
  throw redirecting.has(id) ? new ApiFailure("invalid_request", { type: "not_allowed" }) : new ApiFailure("not_found")
}

/** Throws 404 unless one can sign in with the provider here. */
export function checkSignInProvider(id: string): void {
  if (id !== "emailpass") throw new ApiFailure("not_found")
}

/** Throws unless one signs in with a password at the provider: 400 where one does not, 404 where we do not know it. */
export function checkPasswordProvider(id: string): void {
  if (id === "emailpass") return
  throw redirecting.has(id)
    ? new ApiFailure("invalid_request", { type: "not_allowed", message: "This provider knows no passwords." })
    : new ApiFailure("not_found")
}
