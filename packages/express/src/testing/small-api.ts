import { once } from "node:events"
import { request as httpRequest, type IncomingHttpHeaders } from "node:http"
import type { AddressInfo } from "node:net"

import { ApiFailure, type Actor, type AnyHandler, type OperationTable } from "@covenant/contract"
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js"
import express from "express"

import {
  answerErrors,
  bindOperations,
  requestId,
  unknownPath,
  type BindOptions,
  type OperationValidators,
} from "../index.ts"

/** A small contract that has one operation of every kind the binder tells apart. */
export const operations = {
  listBirds: {
    method: "get",
    path: "/store/birds",
    tag: "birds",
    status: 200,
    statuses: [200, 400, 500, 503],
    publishable_key: true,
    credentials: [],
    anonymous: false,
    body: "none",
    sets_cookie: false,
    no_store: false,
  },
  createBird: {
    method: "post",
    path: "/store/birds",
    tag: "birds",
    status: 200,
    statuses: [200, 400, 401, 403, 409, 413, 415, 500, 503],
    publishable_key: true,
    credentials: [
      { scheme: "bearer", in: "bearer", actor: "customer" },
      { scheme: "session", in: "cookie", name: "__Host-sid", actor: "customer" },
    ],
    anonymous: false,
    body: "required",
    sets_cookie: false,
    no_store: false,
  },
  getRarestBird: {
    method: "get",
    path: "/store/birds/rarest",
    tag: "birds",
    status: 200,
    statuses: [200, 500, 503],
    publishable_key: false,
    credentials: [],
    anonymous: false,
    body: "none",
    sets_cookie: false,
    no_store: false,
  },
  getBird: {
    method: "get",
    path: "/store/birds/{bird_id}",
    tag: "birds",
    status: 200,
    statuses: [200, 400, 404, 500, 503],
    publishable_key: false,
    credentials: [
      { scheme: "bearer", in: "bearer", actor: "customer" },
      { scheme: "session", in: "cookie", name: "__Host-sid", actor: "customer" },
    ],
    anonymous: true,
    body: "none",
    sets_cookie: false,
    no_store: false,
  },
  deleteBird: {
    method: "delete",
    path: "/store/birds/{bird_id}",
    tag: "birds",
    status: 204,
    statuses: [204, 400, 401, 403, 404, 500, 503],
    publishable_key: false,
    credentials: [
      { scheme: "bearer", in: "bearer", actor: "customer" },
      { scheme: "session", in: "cookie", name: "__Host-sid", actor: "customer" },
    ],
    anonymous: false,
    body: "none",
    sets_cookie: false,
    no_store: false,
  },
  signIn: {
    method: "post",
    path: "/auth/nest",
    tag: "nests",
    status: 200,
    statuses: [200, 201, 302, 400, 401, 403, 413, 415, 500, 503],
    publishable_key: false,
    credentials: [],
    anonymous: false,
    body: "optional",
    sets_cookie: true,
    no_store: true,
  },
  refreshNest: {
    method: "post",
    path: "/auth/nest/refresh",
    tag: "nests",
    status: 200,
    statuses: [200, 400, 401, 403, 413, 415, 500, 503],
    publishable_key: false,
    credentials: [
      { scheme: "bearer", in: "bearer", actor: "customer" },
      { scheme: "session", in: "cookie", name: "__Host-sid", actor: "customer" },
    ],
    anonymous: true,
    body: "optional",
    sets_cookie: false,
    no_store: false,
  },
  hatch: {
    method: "post",
    path: "/auth/egg",
    tag: "nests",
    status: 204,
    statuses: [204, 400, 401, 413, 415, 500, 503],
    publishable_key: false,
    credentials: [
      { scheme: "reset_token", in: "bearer", actor: "reset" },
      { scheme: "reset_token_query", in: "query", name: "token", actor: "reset" },
    ],
    anonymous: false,
    body: "required",
    sets_cookie: false,
    no_store: true,
  },
  forgetKeeper: {
    method: "post",
    path: "/admin/keepers/forgotten",
    tag: "keepers",
    status: 204,
    statuses: [204, 400, 413, 415, 500, 503],
    publishable_key: false,
    credentials: [],
    anonymous: false,
    body: "required",
    sets_cookie: false,
    no_store: true,
  },
  getKeeper: {
    method: "get",
    path: "/admin/keeper",
    tag: "keepers",
    status: 200,
    statuses: [200, 401, 500, 503],
    publishable_key: false,
    credentials: [
      { scheme: "bearer", in: "bearer", actor: "user" },
      { scheme: "api_token", in: "header", name: "X-Access-Token", actor: "user" },
    ],
    anonymous: false,
    body: "none",
    sets_cookie: false,
    no_store: false,
  },
} as const satisfies OperationTable

export type OperationId = keyof typeof operations

const bird = {
  type: "object",
  required: ["id", "name"],
  properties: { id: { type: "string" }, name: { type: "string" }, wings: { type: "integer" } },
}

const new_bird = {
  type: "object",
  required: ["name"],
  additionalProperties: false,
  properties: {
    name: { type: "string", minLength: 1, maxLength: 20 },
    wings: { type: "integer", minimum: 0, maximum: 4, default: 2 },
    song: { type: "object", additionalProperties: false, properties: { title: { type: "string" } } },
    tags: { type: "array", maxItems: 2, items: { type: "string", enum: ["rare", "loud"] } },
    notes: { type: "object", additionalProperties: true },
  },
}

const list_query = {
  limit: { type: "integer", minimum: 1, maximum: 100, default: 50 },
  name: { type: "array", items: { type: "string" } },
  seen_at: {
    type: "object",
    additionalProperties: false,
    properties: { gt: { type: "string" }, lt: { type: "string" } },
  },
  q: { type: "string" },
}

const bird_id = { type: "string", minLength: 1, maxLength: 20 }

const nest = { type: "object", additionalProperties: false, properties: { token: { type: "string" } } }

const closed = (properties: object): object => ({ type: "object", additionalProperties: false, properties })

function compiled(): Record<OperationId, OperationValidators> {
  const ajv = new Ajv2020({ allErrors: true, coerceTypes: "array", useDefaults: true })
  const ajv_body = new Ajv2020({ allErrors: true, useDefaults: true })
  const path: ValidateFunction = ajv.compile(closed({ bird_id }))
  return {
    listBirds: { query: ajv.compile(closed(list_query)) },
    createBird: { body: ajv_body.compile(new_bird) },
    getRarestBird: {},
    getBird: { path },
    deleteBird: { path },
    signIn: { body: ajv_body.compile(nest) },
    refreshNest: { body: ajv_body.compile(nest) },
    hatch: { body: ajv_body.compile(nest), query: ajv.compile(closed({ warm: { type: "boolean" } })) },
    forgetKeeper: { body: ajv_body.compile(nest) },
    getKeeper: {},
  }
}

const validators = compiled()

const refused = {
  description: "Refused.",
  content: { "application/json": { schema: { $ref: "#/components/schemas/ApiError" } } },
}

const answers = (schema: object): object => ({
  200: { description: "Done.", content: { "application/json": { schema } } },
  default: refused,
})

const body = (schema: object): object => ({ content: { "application/json": { schema } } })

const query = Object.entries(list_query).map(([name, schema]) => ({
  name,
  in: "query",
  schema,
  allowReserved: true,
  style: name === "seen_at" ? "deepObject" : "form",
  explode: true,
}))

/** The same contract as an OpenAPI document, for the second reader. */
export const document = {
  openapi: "3.1.0",
  info: { title: "Birds", version: "1.0.0" },
  servers: [{ url: "http://birds.example/under/a/path" }],
  paths: {
    "/store/birds": {
      get: {
        operationId: "listBirds",
        parameters: query,
        responses: answers({ type: "object", properties: { birds: { type: "array", items: bird } } }),
      },
      post: {
        operationId: "createBird",
        requestBody: { required: true, ...body(new_bird) },
        responses: answers({ $ref: "#/components/schemas/BirdResponse" }),
      },
    },
    "/store/birds/rarest": {
      get: { operationId: "getRarestBird", responses: answers({ $ref: "#/components/schemas/RareBirdResponse" }) },
    },
    "/store/birds/{bird_id}": {
      parameters: [{ name: "bird_id", in: "path", required: true, schema: bird_id }],
      get: { operationId: "getBird", responses: answers({ $ref: "#/components/schemas/BirdResponse" }) },
      delete: { operationId: "deleteBird", responses: { 204: { description: "Gone." }, default: refused } },
    },
    "/auth/nest": {
      post: {
        operationId: "signIn",
        requestBody: body(nest),
        responses: {
          302: { description: "Elsewhere." },
          201: { description: "Made." },
          ...answers({ type: "object" }),
        },
      },
    },
    "/auth/nest/refresh": {
      post: { operationId: "refreshNest", requestBody: body(nest), responses: answers({ type: "object" }) },
    },
    "/auth/egg": {
      post: {
        operationId: "hatch",
        parameters: [{ name: "warm", in: "query", schema: { type: "boolean" } }],
        requestBody: { required: true, ...body(nest) },
        responses: { 204: { description: "Hatched." }, default: refused },
      },
    },
    "/admin/keepers/forgotten": {
      post: {
        operationId: "forgetKeeper",
        requestBody: { required: true, ...body(nest) },
        responses: { 204: { description: "Taken in." }, default: refused },
      },
    },
    "/admin/keeper": { get: { operationId: "getKeeper", responses: answers({ type: "object" }) } },
  },
  components: {
    schemas: {
      Bird: bird,
      BirdResponse: { type: "object", required: ["bird"], properties: { bird: { $ref: "#/components/schemas/Bird" } } },
      RareBirdResponse: {
        allOf: [
          { $ref: "#/components/schemas/BirdResponse" },
          { type: "object", properties: { count: { type: "integer" } } },
        ],
      },
      ApiError: {
        type: "object",
        required: ["type", "code", "message", "request_id", "documentation_url"],
        properties: {
          type: { type: "string" },
          code: { type: "string" },
          message: { type: "string" },
          request_id: { type: "string" },
          documentation_url: { type: "string" },
          errors: {
            type: "array",
            items: {
              type: "object",
              required: ["path", "code", "message"],
              properties: { path: { type: "string" }, code: { type: "string" }, message: { type: "string" } },
            },
          },
        },
      },
    },
  },
}

/** What a handler was called with, and which checks of the server's were asked before it. */
interface Trace {
  steps: string[]
  call?: Parameters<AnyHandler<unknown>>[0]
}

interface LogLine {
  fields: Record<string, unknown>
  message: string
}

export interface SmallApi {
  url: string
  trace: Trace
  log: LogLine[]
  /** Sends a request and reads the whole answer. Headers as pairs may repeat a name. */
  send(method: string, path: string, options?: SendOptions): Promise<Answered>
  close(): Promise<void>
}

export interface SendOptions {
  headers?: Record<string, string> | readonly string[]
  body?: string | Uint8Array
  /** Send the body in pieces without saying how long it is. */
  chunked?: boolean
}

export interface Answered {
  status: number
  headers: IncomingHttpHeaders
  text: string
  /** The body as JSON; undefined when there is none. */
  json: Record<string, unknown> | undefined
}

type Overrides = Partial<Record<OperationId, AnyHandler<unknown>>>

const robin = { bird: { id: "bird_1", name: "robin" } }

/**
 * A running server of the small contract. Credentials are `customer`, `identity`, `user`, `dead`, `disabled` and `broken`, by name;
 * `program` in a header, and anything where a reset token is asked for.
 */
export async function startSmallApi(
  overrides: Overrides = {},
  changes: Partial<BindOptions<unknown>> = {},
): Promise<SmallApi> {
  const trace: Trace = { steps: [] }
  const log: LogLine[] = []
  const handler =
    (id: OperationId, plain: unknown): AnyHandler<unknown> =>
    (call, context) => {
      trace.steps.push("handler")
      trace.call = call
      return overrides[id] ? overrides[id](call, context) : plain
    }
  const options: BindOptions<unknown> = {
    operations,
    validators,
    handlers: {
      birds: {
        listBirds: handler("listBirds", { birds: [] }),
        createBird: handler("createBird", robin),
        getRarestBird: handler("getRarestBird", robin),
        getBird: handler("getBird", robin),
        deleteBird: handler("deleteBird", undefined),
      },
      nests: {
        signIn: handler("signIn", {}),
        refreshNest: handler("refreshNest", {}),
        hatch: handler("hatch", undefined),
      },
      keepers: { getKeeper: handler("getKeeper", {}), forgetKeeper: handler("forgetKeeper", undefined) },
    },
    origins: { auth: ["https://shop.example"], store: ["https://shop.example"], admin: ["https://admin.example"] },
    own_origin: "https://api.example",
    documentation_url: "https://api.example/docs/errors",
    log: { error: (fields, message) => log.push({ fields: { ...fields }, message }) },
    async authenticate({ in: place, value }, { accepts }): Promise<Actor> {
      trace.steps.push("authenticate")
      if (accepts.includes("reset")) return { type: "reset", token: value }
      if (place === "header" && value === "program")
        return { type: "user", user_id: "usr_1", identity_id: "authid_1", credential: "api_token" }
      const signed_in = {
        session_id: "s1",
        identity_id: "authid_1",
        provider: "emailpass",
        credential: place === "cookie" ? "cookie" : "bearer",
      } as const
      if (value === "customer") return { ...signed_in, type: "customer", customer_id: "cus_1" }
      if (value === "identity") return { ...signed_in, type: "identity" }
      if (value === "user") return { ...signed_in, type: "user", user_id: "usr_1" }
      if (value === "disabled") throw new ApiFailure("account_disabled")
      if (value === "broken") throw new ApiFailure("temporarily_unavailable")
      throw new ApiFailure("session_revoked", { headers: { "set-cookie": "sid=; Max-Age=0" } })
    },
    async publishableKey(value) {
      trace.steps.push("publishableKey")
      return value === "pk_live"
    },
    csrfToken: (session_id) => `csrf-of-${session_id}`,
    context: () => {
      trace.steps.push("context")
      return {}
    },
    ...changes,
  }
  const app = express().disable("x-powered-by")
  app.use(requestId, bindOperations(options), unknownPath(options), answerErrors(options))
  const server = app.listen(0, "127.0.0.1")
  await once(server, "listening")
  const { port } = server.address() as AddressInfo // listening on a port, so it is no pipe
  return {
    url: `http://127.0.0.1:${port}`,
    trace,
    log,
    send: (method, path, sent) => send(port, method, path, sent),
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, "close")
    },
  }
}

/** Not `fetch`, which follows redirects, forbids header names and repairs URLs. */
function send(
  port: number,
  method: string,
  path: string,
  { headers = {}, body: sent, chunked }: SendOptions = {},
): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const all = Array.isArray(headers) ? [...headers] : Object.entries(headers as Record<string, string>).flat()
    all.push("host", `127.0.0.1:${port}`)
    if (sent !== undefined)
      all.push(...(chunked ? ["transfer-encoding", "chunked"] : ["content-length", String(Buffer.byteLength(sent))]))
    const request = httpRequest({ port, host: "127.0.0.1", method, path, headers: all, agent: false }, (response) => {
      const chunks: Buffer[] = []
      response.on("data", (chunk: Buffer) => chunks.push(chunk))
      response.on("error", reject)
      response.on("end", () => {
        const text = Buffer.concat(chunks).toString()
        const json = text === "" ? undefined : (JSON.parse(text) as Record<string, unknown>)
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text, json })
      })
    })
    request.on("error", reject)
    request.end(sent)
  })
}
