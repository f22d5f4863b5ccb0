import type { Adapter, AdapterConstructor, AdapterPayload } from "oidc-provider"

/** The newest entries are kept; a sign-in needs about six for a few seconds. */
const most_entries = 4_000

interface Entry {
  payload: AdapterPayload
  /** Milliseconds since 1970. */
  expires_at: number
}

/** Where a provider in memory keeps its sessions, codes and tokens, and forgets the oldest. */
export function createMemoryAdapter(): AdapterConstructor {
  const entries = new Map<string, Entry>()

  return class MemoryAdapter implements Adapter {
    readonly #kind: string

    constructor(kind: string) {
      this.#kind = kind
    }

    async upsert(id: string, payload: AdapterPayload, expires_in?: number): Promise<void> {
      const key = `${this.#kind}:${id}`
      entries.delete(key) // to the end of the order
      entries.set(key, { payload, expires_at: expires_in ? Date.now() + expires_in * 1000 : Infinity })
      for (const oldest of entries.keys()) {
        if (entries.size <= most_entries) break
        entries.delete(oldest)
      }
    }

    async find(id: string): Promise<AdapterPayload | undefined> {
      const entry = entries.get(`${this.#kind}:${id}`)
      return entry && entry.expires_at > Date.now() ? entry.payload : undefined
    }

    async findByUid(uid: string): Promise<AdapterPayload | undefined> {
      return this.#first((payload) => payload.uid === uid)
    }

    async findByUserCode(user_code: string): Promise<AdapterPayload | undefined> {
      return this.#first((payload) => payload.userCode === user_code)
    }

    async consume(id: string): Promise<void> {
      const payload = await this.find(id)
      if (payload) payload.consumed = Math.floor(Date.now() / 1000)
    }

    async destroy(id: string): Promise<void> {
      entries.delete(`${this.#kind}:${id}`)
    }

    async revokeByGrantId(grant_id: string): Promise<void> {
      for (const [key, { payload }] of entries) if (payload.grantId === grant_id) entries.delete(key)
    }

    #first(wanted: (payload: AdapterPayload) => boolean): AdapterPayload | undefined {
      const now = Date.now()
      for (const [key, { payload, expires_at }] of entries) {
        if (wanted(payload) && expires_at > now && key.startsWith(`${this.#kind}:`)) return payload
      }
      return undefined
    }
  }
}
