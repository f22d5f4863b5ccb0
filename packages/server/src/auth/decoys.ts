import type { Context } from "../context.ts"
import { mac } from "../lib/encryption.ts"
import type { GivenCredentials } from "./credentials-given.ts"
import type { PasswordAccount } from "./queries.ts"
import { decoy_provider, findPasswordAccount } from "./queries.ts"

/**
 * Whether registering keeps to itself which addresses have an account. Whoever registers a taken address then gets a decoy:
 * an identity that goes on, signs in and refreshes like any other whose address is not proven, and that nothing can prove.
 */
export const hidesAccounts = ({ config }: Pick<Context, "config">): boolean => config.register_enumeration === "strict"

type Credentials = Pick<GivenCredentials, "email" | "password">

/**
 * What a decoy is known by: the same address and password lead to the same one, as with any identity. Nobody without the key
 * can compute it, or test a password with it, so that no hash has to be stored or compared.
 */
export function decoyId({ vault }: Pick<Context, "vault">, { email, password }: Credentials): string {
  const secret = vault.derive("decoys")
  if (!secret) throw new Error("There is no key to know decoys by.")
  return mac(secret, email, password).toString("base64url")
}

/** The decoy of these credentials, if registering made one. */
export const findDecoy = (context: Context, credentials: Credentials): Promise<PasswordAccount | undefined> =>
  findPasswordAccount(context.db, "store", decoyId(context, credentials), decoy_provider)
