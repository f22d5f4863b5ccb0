import type { CustomFetchOptions } from "openid-client"
import { isHttpsOrLoopback } from "../../lib/loopback.ts"

/** Why a provider could not be talked to. */
export type TroubleKind =
  /** No answer, or not all of it, in time. */
  | "timeout"
  /** Refused, reset, or no such host. */
  | "unreachable"
  /** It answered, and nothing that can be used: 5xx, a redirect, no JSON, too much. */
  | "unusable"

/** A provider is in trouble, or we with it. The reason is ours, for the log and the record; nothing of its answer is in it. */
export class ProviderTrouble extends Error {
  override name = "ProviderTrouble"
  readonly kind: TroubleKind
  readonly reason: string

  constructor(kind: TroubleKind, reason: string, options?: ErrorOptions) {
    super(`the provider is in trouble: ${reason}`, options)
    this.kind = kind
    this.reason = reason
  }
}

/** For all requests of one exchange together. */
export const exchange_ms = 5_000
const most_bytes = 1024 * 1024

/** `fetch` as the protocol library calls it. */
export type ProviderFetch = (url: string, options: CustomFetchOptions) => Promise<Response>

export interface ProviderFetchOptions {
  /** Ends every request that is under way, however many there have been. */
  deadline: AbortSignal
  /** Whether plain http to this machine is let through, which production never does. */
  loopback: boolean
}

/**
 * `fetch` with limits: until the deadline, by TLS, no redirect followed, at most 1 MiB, JSON only. The answer it resolves
 * with is complete.
 *
 * Rejects with {@link ProviderTrouble}. 4xx answers are let through: what they say is the protocol's.
 */
export const providerFetch =
  ({ deadline, loopback }: ProviderFetchOptions): ProviderFetch =>
  async (url, { signal, ...options }) => {
    if (!url.startsWith("https:") && !(loopback && isHttpsOrLoopback(url)))
      throw new ProviderTrouble("unusable", "address_without_tls")
    const until = signal ? AbortSignal.any([deadline, signal]) : deadline
    const ask = async () => {
      const answer = await fetch(url, { ...options, redirect: "manual", signal: until } as RequestInit) // the library's own type of the same options
      return { answer, bytes: await readUpTo(answer, most_bytes) }
    }
    const { answer, bytes } = await ask()
      .catch((error: unknown) => {
        // A connection that was kept may be gone by now; what only reads is asked again, once.
        if (error instanceof ProviderTrouble || until.aborted || options.method !== "GET") throw error
        return ask()
      })
      .catch((error: unknown) => {
        if (error instanceof ProviderTrouble) throw error
        const reason = until.aborted ? "timeout" : "unreachable"
        throw new ProviderTrouble(reason, reason, { cause: error })
      })
    const { status, headers } = answer
    if (status >= 300 && status < 400) throw new ProviderTrouble("unusable", "redirect")
    if (status >= 500) throw new ProviderTrouble("unusable", "server_error")
    if (!isJson(bytes, headers.get("content-type"))) throw new ProviderTrouble("unusable", "not_json")
    return new Response(bytes, { status, headers })
  }

/** The body. What is announced or arrives beyond the limit is not read. */
async function readUpTo({ body, headers }: Response, limit: number): Promise<Uint8Array<ArrayBuffer>> {
  const too_large = () => new ProviderTrouble("unusable", "too_large")
  if (Number(headers.get("content-length")) > limit) {
    await body?.cancel()
    throw too_large()
  }
  const chunks: Uint8Array[] = []
  let size = 0
  // Leaving the loop cancels what still comes.
  for await (const chunk of body ?? []) {
    size += chunk.byteLength
    if (size > limit) throw too_large()
    chunks.push(chunk)
  }
  return new Uint8Array(Buffer.concat(chunks))
}

function isJson(bytes: Uint8Array, content_type: string | null): boolean {
  if (!/^application\/([\w.-]+\+)?json(;|$)/i.test(content_type?.trim() ?? "")) return false
  try {
    JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes))
    return true
  } catch {
    return false
  }
}
