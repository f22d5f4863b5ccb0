/** Where `pnpm examples` serves its pages: the one foreign origin that a sandbox lets in by itself. */
export const exampleOrigin = "http://127.0.0.1:5173"
