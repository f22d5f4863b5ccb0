/** The page of the sandbox that signs in at a provider and shows what came back. */
export const sign_in_path = "/sandbox/sign-in"
