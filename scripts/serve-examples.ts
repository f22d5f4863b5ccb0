import { fileURLToPath } from "node:url"
import { createServer } from "vite"

export interface ExamplesOptions {
  /** Where the sandbox is. */
  api_url: string
  publishable_key: string
  port: number
}

/** Serves the pages of `examples/` on the loopback address. Throws when the port is taken. */
export async function serveExamples({ api_url, publishable_key, port }: ExamplesOptions) {
  const server = await createServer({
    root: fileURLToPath(new URL("../examples", import.meta.url)),
    cacheDir: fileURLToPath(new URL("../node_modules/.cache/examples", import.meta.url)),
    configFile: false,
    logLevel: "error",
    optimizeDeps: { noDiscovery: true }, // everything is ESM already; a page that reloads later would lose what was typed
    define: { API_URL: JSON.stringify(api_url), PUBLISHABLE_KEY: JSON.stringify(publishable_key) },
    server: { host: "127.0.0.1", port, strictPort: true, fs: { allow: [".."] } },
  })
  return server.listen()
}
