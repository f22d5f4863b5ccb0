import { readFile } from "node:fs/promises"
import type { IncomingMessage } from "node:http"

import type { Operation } from "@covenant/contract"
import type { middleware as Middleware } from "express-openapi-validator"
import type { NextFunction, Request, RequestHandler, Response } from "express"

import { closeResponses } from "./close-responses.ts"
import type { SecondReaderOptions } from "./options.ts"
import { reader_differences, type Finding, type ReceivedRequest } from "./reader-differences.ts"

/** The two readers of the contract disagree about a request, or an answer breaks the contract. A bug of ours either way. */
export class ContractMismatch extends Error {
  readonly operation_id: string
  readonly findings: readonly Finding[]

  constructor(operation_id: string, what: string, findings: readonly Finding[]) {
    super(`${operation_id} ${what}: ${findings.map(({ path, message }) => `${path} ${message}`).join("; ")}`)
    this.name = "ContractMismatch"
    this.operation_id = operation_id
    this.findings = findings
  }
}

/** Reads requests and answers with express-openapi-validator, which knows nothing of the generated validators. */
export interface SecondReader {
  /** What it has against the request, in full; empty when it would accept it. */
  findingsInRequest(operation: Operation, request: IncomingRequest, received: ReceivedRequest): Promise<Finding[]>
  /** Throws a {@link ContractMismatch} when it refuses what the validators accepted, but for the listed differences. */
  checkRequest(id: string, operation: Operation, request: IncomingRequest, received: ReceivedRequest): Promise<void>
  /** Throws a {@link ContractMismatch} when the answer is not as the contract says. `json` is what will be sent. */
  checkAnswer(
    id: string,
    operation: Operation,
    request: IncomingRequest,
    status: number,
    json: string | undefined,
  ): Promise<void>
}

/** The part of a request the second reader is shown. */
export interface IncomingRequest {
  originalUrl: string
  headers: IncomingMessage["headers"]
}

interface Stack {
  forRequests: readonly RequestHandler[]
  forAnswers: readonly RequestHandler[]
}

/** What was compiled of the files, for every reader of the process: compiling takes longer than all a test asks. */
const stacks_of_files = new Map<string, Promise<Stack>>()

/** One lazy instance per tag: the validator compiles whatever its document holds, so the documents are small. */
export function secondReader({ fragment }: SecondReaderOptions): SecondReader {
  const stacks_of_objects = new Map<string, Promise<Stack>>()
  const stackFor = (tag: string): Promise<Stack> => {
    const source = fragment(tag)
    const [stacks, name] = source instanceof URL ? [stacks_of_files, source.href] : [stacks_of_objects, tag]
    const known = stacks.get(name)
    if (known) return known
    const loading = load(source).then(stackOf)
    stacks.set(name, loading)
    return loading
  }

  const reader: SecondReader = {
    async findingsInRequest(operation, request, received) {
      const { forRequests } = await stackFor(operation.tag)
      return findingsOf(await run(forRequests, shownRequest(operation, request, received), shownResponse(200)))
    },

    async checkRequest(id, operation, request, received) {
      const findings = await reader.findingsInRequest(operation, request, received)
      const unlisted = findings.filter(
        (finding) => !reader_differences.some((difference) => difference.isFinding?.(finding, received)),
      )
      if (unlisted.length > 0)
        throw new ContractMismatch(id, "was accepted by the validators and refused by the second reader", unlisted)
    },

    async checkAnswer(id, operation, request, status, json) {
      const { forAnswers } = await stackFor(operation.tag)
      const response = shownResponse(status)
      const error = await run(forAnswers, shownRequest(operation, request, { query: {}, body: undefined }), response)
      if (error !== undefined) throw error
      const findings = findingsOf(response.judge(json === undefined ? undefined : JSON.parse(json)))
      if (findings.length > 0) throw new ContractMismatch(id, `answered ${status}, not as the contract says`, findings)
    },
  }
  return reader
}

async function load(source: URL | Record<string, unknown>): Promise<Record<string, unknown>> {
  if (!(source instanceof URL)) return structuredClone(source)
  // What we generate is a document; anything else fails at once in the validator.
  return JSON.parse(await readFile(source, "utf8")) as Record<string, unknown>
}

async function stackOf(document: Record<string, unknown>): Promise<Stack> {
  // Loaded when something is read: a server in production reads nothing twice, and saves the memory.
  const { middleware } = await import("express-openapi-validator")
  delete document["servers"] // paths count from the root, wherever the server is reached
  closeResponses(document)
  sayInItsWords(document)
  const handlers = middleware({
    // The library's own type of a document; ours was linted and is checked by a test that sends requests through it.
    apiSpec: document as unknown as Parameters<typeof Middleware>[0]["apiSpec"],
    validateApiSpec: false,
    validateRequests: { allErrors: true, coerceTypes: false, allowUnknownQueryParameters: false },
    validateResponses: { allErrors: true, removeAdditional: false, coerceTypes: false },
    validateSecurity: false, // the binder has judged credentials, by the operation table
    validateFormats: true,
    ajvFormats: { mode: "full" },
    fileUploader: false,
    serDes: [],
  }) as RequestHandler[]
  const requests_at = handlers.findIndex(({ name }) => name === "requestMiddleware")
  const answers_at = handlers.findIndex(({ name }) => name === "responseMiddleware")
  if (requests_at === -1 || answers_at === -1)
    throw new Error("express-openapi-validator names its middlewares differently")
  return {
    forRequests: handlers.filter((_, at) => at !== answers_at),
    forAnswers: handlers.filter((_, at) => at !== requests_at),
  }
}

interface OperationPart {
  requestBody?: { required?: boolean }
  "x-open-query"?: boolean
  "x-eov-allow-unknown-query-parameters"?: boolean
}

/** Without `required: false` the validator wants a media type even where there is no body; and it has a name of its own for a query that is open. */
function sayInItsWords({ paths }: { paths?: Record<string, Record<string, OperationPart>> }): void {
  for (const operation of Object.values(paths ?? {}).flatMap((item) => Object.values(item))) {
    if (operation.requestBody) operation.requestBody.required ??= false
    if (operation["x-open-query"]) operation["x-eov-allow-unknown-query-parameters"] = true
  }
}

const app = {
  /** Asked for `strict routing` and `case sensitive routing`; the binder's router is sensitive and not strict. */
  enabled: (setting: string): boolean => setting === "case sensitive routing",
  param(): void {}, // it would convert path parameters for handlers, which have theirs already
}

/** A request of our own making: the validator fills in and converts what it reads, and handlers must not see that. */
export function shownRequest(
  operation: Operation,
  request: IncomingRequest,
  { query, body }: ReceivedRequest,
): Request {
  const headers = { ...request.headers }
  // It compiles once more for every content type it has not met, and keeps the result for ever.
  delete headers["content-type"]
  if (body !== undefined)
    headers["content-type"] = operation.form ? "application/x-www-form-urlencoded" : "application/json"
  // As in Express 5, `query` is inherited: the validator restores an own property after changing it.
  const shown = Object.assign(Object.create({ query }) as object, {
    app,
    method: operation.method.toUpperCase(), // HEAD is read as GET
    originalUrl: request.originalUrl,
    url: request.originalUrl,
    path: request.originalUrl.split("?", 1)[0],
    baseUrl: "",
    headers,
    params: {},
    body,
  })
  // It has what the middlewares of this library read, which the differential test shows.
  return shown as unknown as Request
}

interface ShownResponse {
  statusCode: number
  headersSent: boolean
  json(body: unknown): unknown
  getHeaders(): Record<string, string>
  /** What the validator has against the body, once its middlewares ran. */
  judge(body: unknown): unknown
}

function shownResponse(statusCode: number): ShownResponse {
  return {
    statusCode,
    headersSent: false,
    json: () => undefined,
    getHeaders: () => ({ "content-type": "application/json" }),
    judge(body) {
      try {
        this.json(body) // replaced by the validator, which reports to `next`
      } catch (error) {
        return error
      }
      return undefined
    },
  }
}

/** Runs the middlewares one after another. Resolves with the first error, or undefined. */
function run(handlers: readonly RequestHandler[], request: Request, response: ShownResponse): Promise<unknown> {
  return new Promise((resolve) => {
    const step = (at: number): void => {
      const handler = handlers[at]
      if (handler === undefined) return resolve(undefined)
      let is_past = false
      const next: NextFunction = (error?: unknown) => {
        // The last middleware keeps `next` and calls it again with what is wrong with the answer: see judge.
        if (is_past) {
          if (error !== undefined) throw error
          return
        }
        is_past = true
        if (error === undefined) step(at + 1)
        else resolve(error)
      }
      Promise.resolve(handler(request, response as unknown as Response, next)).catch(resolve)
    }
    step(0)
  })
}

/** The findings in an error of the validator; any other error is thrown on. */
function findingsOf(error: unknown): Finding[] {
  if (error === undefined) return []
  if (!(error instanceof Error) || !("status" in error)) throw error
  const { errors, path } = error as Error & { errors?: Finding[]; path?: string }
  const found = errors && errors.length > 0 ? errors : [{ path: path ?? "", message: error.message }]
  return found.map((finding) => ({ path: finding.path, message: finding.message }))
}
