import { readFileSync } from "node:fs"
import { freshEmail } from "./fresh.ts"

/** The ten lines of the client's README, with the address and the key of the server that runs. */
export function tenLines({ url, publishable_key }: { url: string; publishable_key: string }): string {
  const readme = readFileSync(new URL("../../packages/client/README.md", import.meta.url), "utf8")
  const lines = /```ts\n(.*?)```/su.exec(readme)?.[1] ?? ""
  if (lines.trim().split("\n").filter(Boolean).length > 10) throw new Error("The ten lines are more than ten.")
  return lines
    .replace("http://127.0.0.1:9000", url)
    .replace("pk_…", publishable_key)
    .replace("mira@example.com", freshEmail())
}
