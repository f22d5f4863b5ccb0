import type { DestinationStream, Logger } from "pino"
import { pino } from "pino"

/** Keys whose values must never be written, wherever they turn up in what is logged. */
export const secret_keys = [
  "token",
  "access_token",
  "refreshToken",
  "refresh_token",
  "api_token",
  "code",
  "state",
  "code_verifier",
  "password",
  "authorization",
  "cookie",
  "set-cookie",
  "x-csrf-token",
  "x-medusa-access-token",
] as const

const secret = new Set<string>(secret_keys.map((key) => key.toLowerCase()))
const deepest = 6

/**
 * A logger of JSON lines: `level` as a word, `time` in ISO 8601, `msg`.
 *
 * Every secret key is censored at any depth (pino's own `redact` names paths, so it would miss what we did not foresee),
 * and of an error only name, message, stack, SQLSTATE and causes are written: drivers attach whole queries to theirs.
 */
export function createLog(level: string, destination?: DestinationStream): Logger {
  return pino(
    {
      level,
      base: undefined,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: {
        level: (label) => ({ level: label }),
        log: (fields) => withoutSecrets(fields, 0) as Record<string, unknown>, // an object in, an object out
      },
      serializers: { err: (error: unknown) => error },
    },
    destination ?? pino.destination({ dest: 1, sync: true }),
  )
}

function withoutSecrets(value: unknown, depth: number): unknown {
  if (value instanceof Error) return describeError(value, depth)
  if (typeof value !== "object" || value === null) return value
  if (value instanceof Date) return value
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`
  if (depth >= deepest) return "[…]"
  if (Array.isArray(value)) return value.map((item) => withoutSecrets(item, depth + 1))
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      secret.has(key.toLowerCase()) ? "[redacted]" : withoutSecrets(inner, depth + 1),
    ]),
  )
}

function describeError(error: Error, depth: number): Record<string, unknown> {
  const code = "code" in error && typeof error.code === "string" ? error.code : undefined
  const constraint = "constraint" in error && typeof error.constraint === "string" ? error.constraint : undefined
  return {
    name: error.name,
    message: error.message,
    stack: error.stack,
    ...(code ? { sqlstate: code } : {}),
    ...(constraint ? { constraint } : {}),
    ...(error.cause instanceof Error && depth < deepest ? { cause: describeError(error.cause, depth + 1) } : {}),
  }
}
