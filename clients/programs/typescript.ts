import type { Called } from "../operations.ts"

/** A TypeScript program over the clients `store.ts` and `admin.ts` that lie beside it. */
export const typescriptProgram = (operations: readonly Called[]): string => `// Generated. Calls every operation once.
import { readFileSync } from "node:fs"
import * as store from "./store.ts"
import * as admin from "./admin.ts"

interface Call { id: string; path: Record<string, string>; token?: string; body?: unknown }
const plan = JSON.parse(readFileSync(process.argv[2] ?? "", "utf8")) as { url: string; publishable_key: string; calls: Call[] }

const credentials = (token: string | undefined) => ({
  ...(token === undefined ? {} : { bearer: token }),
  apiKey: { publishable_key: plan.publishable_key },
})
const storeClient = ({ token }: Call) =>
  store.createClient<store.Ops, store.OperationId, store.OperationPath, store.OperationTag>(store.OPERATIONS, { serverUrl: plan.url, auth: credentials(token) })
const adminClient = ({ token }: Call) =>
  admin.createClient<admin.Ops, admin.OperationId, admin.OperationPath, admin.OperationTag>(admin.OPERATIONS, { serverUrl: plan.url, auth: credentials(token) })

const calls: Record<string, (call: Call) => Promise<unknown>> = {
${operations.map(callOf).join("\n")}
}

for (const call of plan.calls) {
  let outcome: object
  try {
    const answer = await calls[call.id]?.(call)
    outcome = { answer: answer ?? null }
  } catch (error) {
    if (error instanceof store.ApiError || error instanceof admin.ApiError) {
      const refusal: store.ApiError_2 = error.body as store.ApiError_2
      outcome = { refusal: { status: error.status, body: refusal } }
    } else outcome = { failure: String(error) }
  }
  console.log(JSON.stringify({ id: call.id, ...outcome }))
}
`

function callOf({ id, surface, path_parameters, body }: Called): string {
  const path = path_parameters.map((name) => `${name}: call.path["${name}"] ?? ""`).join(", ")
  const inputs = [
    ...(path === "" ? [] : [`path: { ${path} }`]),
    ...(body === undefined ? [] : [`body: call.body as ${surface}.${body}`]),
  ]
  return `  ${id}: (call) => ${surface}Client(call).${id}(${inputs.length > 0 ? `{ ${inputs.join(", ")} }` : ""}),`
}
