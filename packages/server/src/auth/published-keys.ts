import type { JWK } from "jose"
import type { Services } from "../context.ts"

/** The JSON Web Key Set that verifies our access tokens: public parts of the next, active and retired keys. */
export const publishedKeys = async ({ keys }: Pick<Services, "keys">): Promise<{ keys: JWK[] }> => ({
  keys: await keys.publicKeys(),
})
