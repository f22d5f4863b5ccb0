/**
 * A barrier for requests: every connection is open and every request written but for its last byte before the first of
 * them is completed. Servers then see them together, however long it took to set them up.
 */
import { request as send, type IncomingHttpHeaders } from "node:http"

export interface HeldRequest {
  url: string
  method?: "POST" | "DELETE"
  headers?: Readonly<Record<string, string>>
  /** Sent as JSON. Its last byte is what the barrier holds back, so there always is a body. */
  body?: unknown
}

export interface Answer {
  status: number
  headers: IncomingHttpHeaders
  /** The parsed JSON body. */
  body: Record<string, unknown>
}

/** The answers to all requests, in their order. Throws when one of them gets none within 30 s. */
export async function atOnce(requests: readonly HeldRequest[]): Promise<Answer[]> {
  const held = await Promise.all(requests.map(hold))
  return Promise.all(held.map((release) => release()))
}

async function hold({ url, method = "POST", headers = {}, body = {} }: HeldRequest): Promise<() => Promise<Answer>> {
  const bytes = Buffer.from(JSON.stringify(body))
  const request = send(url, {
    method,
    agent: false, // a connection of its own each
    headers: { "content-type": "application/json", "content-length": bytes.length, ...headers },
    signal: AbortSignal.timeout(30_000),
  })
  const answer = new Promise<Answer>((resolve, reject) => {
    request.once("error", reject)
    request.once("response", (response) => {
      const chunks: Buffer[] = []
      response.on("data", (chunk: Buffer) => chunks.push(chunk))
      response.once("error", reject)
      response.once("end", () => {
        const text = Buffer.concat(chunks).toString("utf8")
        try {
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            body: JSON.parse(text) as Record<string, unknown>, // an object: every answer of the API is one
          })
        } catch (error) {
          reject(new Error(`not JSON: ${text}`, { cause: error }))
        }
      })
    })
  })
  answer.catch(() => {}) // a failure while others are still connecting is reported by whoever awaits the release
  await new Promise<void>((resolve, reject) => {
    request.once("error", reject)
    request.write(bytes.subarray(0, -1), (error) => (error ? reject(error) : resolve()))
  })
  return () => {
    request.end(bytes.subarray(-1))
    return answer
  }
}
