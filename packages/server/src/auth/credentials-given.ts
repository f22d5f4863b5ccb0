import { ApiFailure } from "@covenant/contract"
import { canonicalEmail } from "../lib/email.ts"
import { canonicalPassword } from "../lib/password-policy.ts"

/** An address and a password, each in the one form in which they are compared. */
export interface GivenCredentials {
  email: string
  typed_email: string
  password: string
}

/** Throws 400 naming what is missing, or `email` when it is no address we take. */
export function givenCredentials(body: { email?: string; password?: string }): GivenCredentials {
  const { email, password } = body
  if (email === undefined || password === undefined) {
    const missing = Object.entries({ email, password }).filter(([, value]) => value === undefined)
    throw new ApiFailure("invalid_request", {
      errors: missing.map(([path]) => ({ path, code: "required", message: `${path} is required.` })),
    })
  }
  return { email: emailOrRefuse(email), typed_email: email, password: canonicalPassword(password) }
}

/** The canonical form. Throws 400 naming `email`. */
export function emailOrRefuse(typed: string): string {
  const email = canonicalEmail(typed)
  if (email === undefined) {
    throw new ApiFailure("invalid_request", {
      errors: [{ path: "email", code: "invalid_email", message: "This is not an e-mail address we can use." }],
    })
  }
  return email
}
