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

type Fields = Record<string, unknown>

interface Deleted extends Answered {
  id: string
  object: string
  deleted: boolean
}

interface Page {
  count: number
  offset: number
  limit: number
}

type PublishableKeyAnswered = Answered & { publishable_api_key: Fields }

interface ChannelBatch {
  sales_channel_ids: { id: string }[]
}

interface MedusaJs {
  admin: {
    auth: {
      createSession(credentials: Credentials): Promise<Answered & { user: Record<string, unknown> }>
      getToken(credentials: Credentials): Promise<Answered & { access_token: string }>
      getSession(): Promise<Answered & { user: Record<string, unknown> }>
      deleteSession(): Promise<Answered>
    }
    users: {
      list(query?: Fields): Promise<Answered & Page & { users: Fields[] }>
      retrieve(id: string): Promise<Answered & { user: Fields }>
      create(user: Fields): Promise<Answered & { user: Fields }>
      update(id: string, user: Fields): Promise<Answered & { user: Fields }>
      delete(id: string): Promise<Deleted>
      sendResetPasswordToken(body: { email: string }): Promise<Answered>
      resetPassword(body: { token: string; password: string; email?: string }): Promise<Answered & { user: Fields }>
    }
    invites: {
      list(): Promise<Answered & { invites: Fields[] }>
      create(invite: { user: string; role: string }): Promise<Answered & { invite: Fields }>
      resend(id: string): Promise<Answered & { invite: Fields }>
      accept(body: { token: string; user: Fields }): Promise<Answered>
      delete(id: string): Promise<Deleted>
    }
    salesChannels: {
      list(query?: Fields): Promise<Answered & Page & { sales_channels: Fields[] }>
      retrieve(id: string): Promise<Answered & { sales_channel: Fields }>
      create(channel: Fields): Promise<Answered & { sales_channel: Fields }>
    }
    publishableApiKeys: {
      list(query?: Fields): Promise<Answered & Page & { publishable_api_keys: Fields[] }>
      retrieve(id: string): Promise<PublishableKeyAnswered>
      create(key: Fields): Promise<PublishableKeyAnswered>
      update(id: string, key: Fields): Promise<PublishableKeyAnswered>
      delete(id: string): Promise<Deleted>
      revoke(id: string): Promise<PublishableKeyAnswered>
      listSalesChannels(id: string, query?: Fields): Promise<Answered & { sales_channels: Fields[] }>
      addSalesChannelsBatch(id: string, body: ChannelBatch): Promise<PublishableKeyAnswered>
      deleteSalesChannelsBatch(id: string, body: ChannelBatch): Promise<PublishableKeyAnswered>
    }
  }
}

type Constructor = new (config: {
  baseUrl: string
  maxRetries: number
  customHeaders: Readonly<Record<string, string>>
  apiKey?: string
}) => MedusaJs

/**
 * A client of the server at `baseUrl` that sends `customHeaders` with every request and repeats none. `apiKey` is a
 * user's api token.
 */
export function connect(
  baseUrl: string,
  customHeaders: Readonly<Record<string, string>> = {},
  apiKey?: string,
): MedusaJs {
  const Medusa = client.default as unknown as Constructor // see above: true of 6.1.10, as the tests show
  return new Medusa({ baseUrl, maxRetries: 0, customHeaders, ...(apiKey === undefined ? {} : { apiKey }) })
}
