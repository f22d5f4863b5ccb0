/**
 * The official admin client, unmodified.
 *
 * Its declarations take every type from the peer `@medusajs/medusa` (250 MB, not needed at run time and not installed),
 * and describe the CommonJS build for both; so what the tests use is typed here.
 */
import * as client from "@medusajs/medusa-js"

/** Every answer of the client carries axios' response beside the body's own fields. */
export interface Answered {
  response: { status: number; headers: Readonly<Record<string, string[] | undefined>> }
}

interface Credentials {
  email: string
  password: string
}

interface MedusaJs {
  admin: {
    auth: {
      createSession(credentials: Credentials): Promise<Answered & { user: Record<string, unknown> }>
      getToken(credentials: Credentials): Promise<Answered & { access_token: string }>
      getSession(): Promise<Answered & { user: Record<string, unknown> }>
      deleteSession(): Promise<Answered>
    }
  }
}

type Constructor = new (config: {
  baseUrl: string
  maxRetries: number
  customHeaders: Readonly<Record<string, string>>
}) => MedusaJs

/** A client of the server at `baseUrl` that sends `customHeaders` with every request and repeats none. */
export function connect(baseUrl: string, customHeaders: Readonly<Record<string, string>> = {}): MedusaJs {
  const Medusa = client.default as unknown as Constructor // see above: true of 6.1.10, as the tests show
  return new Medusa({ baseUrl, maxRetries: 0, customHeaders })
}
