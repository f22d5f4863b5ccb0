/**
 * Input that no client of good will sends, to every operation that takes a body: the refusal the contract documents,
 * and a database in which nothing has changed.
 *
 * The operations, their fields and one valid request each come from the built contract, so a new operation is covered
 * the moment it exists.
 */
import { readFileSync } from "node:fs"
import { gzipSync } from "node:zlib"
import type { Operation } from "@covenant/contract"
import { adminOperations } from "@covenant/contract/admin"
import { openapiFiles } from "@covenant/contract/openapi-files"
import { storeOperations } from "@covenant/contract/store"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { apiError, refusal, type ApiErrorBody } from "../setup/api-error.ts"
import { startTestApp, type TestApp } from "../setup/app.ts"
import { adminToken, newCustomer, newIdentity, succeed } from "../setup/people.ts"
import { contents } from "../setup/rows.ts"

interface FieldSchema {
  type?: string | string[]
  maxLength?: number
  format?: string
  enum?: readonly string[]
}

interface BodySchema {
  additionalProperties: boolean
  required?: string[]
  properties: Record<string, FieldSchema>
}

/** An operation with a body, one valid body for it, and what the contract says of its fields. */
interface Subject {
  id: string
  operation: Operation
  valid: Record<string, unknown>
  schema: BodySchema
  /** Names of the fields that hold text of the caller's own. */
  texts: string[]
}

const subjects: Subject[] = [...subjectsOf("store", storeOperations), ...subjectsOf("admin", adminOperations)]
const ids = subjects.map(({ id }) => id)
const subject = (id: string): Subject => {
  const found = subjects.find((one) => one.id === id)
  if (!found) throw new Error(`no operation ${id}`)
  return found
}

/** Part of every value sent, so that an answer that repeats input is found. */
const marker = "zq7-marker"

let app: TestApp
let paths: Record<string, string>
let tokens: Record<"customer" | "identity" | "user", string>

beforeAll(async () => {
  app = await startTestApp()
  const customer = await newCustomer(app)
  const { body } = await succeed(app, "POST /store/customers/me/addresses", { token: customer.token, body: {} })
  const owner = body["customer"] as { addresses: { id: string }[] } // as the contract says, and its second reader checked
  paths = { auth_provider: "emailpass", address_id: owner.addresses[0]?.id ?? "" }
  tokens = { customer: customer.token, identity: (await newIdentity(app)).token, user: await adminToken(app) }
})
afterAll(() => app.close())

/** Sends bytes to an operation, signed in as whoever it takes, and gives back the refusal, checked. */
async function refused(
  { id, operation }: Subject,
  about: string,
  body: BodyInit | ReadableStream,
  headers: Record<string, string | undefined> = {},
  credentials = credentialsFor(operation),
): Promise<ApiErrorBody & { status: number }> {
  const sent = { "content-type": "application/json", ...credentials, ...headers }
  const path = operation.path.replaceAll(/\{(\w+)\}/gu, (_, name: string) => paths[name] ?? "missing")
  const answer = await fetch(`${app.url}${path}`, {
    method: operation.method.toUpperCase(),
    headers: Object.fromEntries(
      Object.entries(sent).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
    ),
    body,
    ...(body instanceof ReadableStream ? { duplex: "half" } : {}),
  })
  const read = await refusal(answer)
  const what = `${id}, ${about}: ${read.status} ${read.text}`
  expect(read.status, what).toBeGreaterThanOrEqual(400)
  expect(operation.statuses, what).toContain(read.status)
  expect(read.text, what).not.toContain(marker)
  expect(answer.headers.get("content-type"), what).toMatch(/^application\/json/u)
  return { status: read.status, ...apiError(read, what) }
}

function credentialsFor({ credentials, publishable_key }: Operation): Record<string, string> {
  const accepted = new Set(credentials.map(({ actor }) => actor))
  const actor = (["identity", "customer", "user"] as const).find((one) => accepted.has(one))
  return {
    ...(publishable_key ? { "x-publishable-api-key": app.publishable_key } : {}),
    ...(actor ? { authorization: `Bearer ${tokens[actor]}` } : {}),
    // Judged when it is used up, which no bad body gets to.
    ...(accepted.has("reset") ? { authorization: `Bearer ${"a".repeat(43)}` } : {}),
  }
}

/** Runs the requests and requires that the database is the same afterwards, audit excepted. */
async function withoutWriting(requests: () => Promise<void>): Promise<void> {
  const before = await contents(app.db)
  await requests()
  expect(await contents(app.db)).toEqual(before)
}

const deep = (open: string, close: string) => `${open.repeat(10_000)}1${close.repeat(10_000)}`
const json = (value: unknown) => JSON.stringify(value)
const signedIn = () => credentialsFor(storeOperations.getMe)
const pathsIn = ({ errors = [] }: ApiErrorBody) => errors.map(({ path }) => path)

test("there are operations to send to", () => {
  expect(ids.length).toBeGreaterThanOrEqual(9)
})

describe("P6 a body that is not JSON in UTF-8 is 400", () => {
  const cases: [string, (body: Subject) => BodyInit][] = [
    ["a word", () => marker],
    ["cut short", ({ valid }) => json(valid).slice(0, -1)],
    [
      "a trailing comma",
      ({ valid }) => json(valid).replace(/\}$/u, `${Object.keys(valid).length > 0 ? "" : '"a":1'},}`),
    ],
    ["single quotes", () => `{'email': '${marker}'}`],
    ["a comment", ({ valid }) => `/* ${marker} */ ${json(valid)}`],
    ["two documents", ({ valid }) => `${json(valid)}${json(valid)}`],
    ["NaN", () => '{"metadata": NaN}'],
    ["bytes that are not UTF-8", () => Buffer.from([0x7b, 0x22, 0x65, 0x22, 0x3a, 0x22, 0xff, 0xfe, 0x22, 0x7d])],
    ["an overlong encoding", () => Buffer.from([0x7b, 0x22, 0xc0, 0xaf, 0x22, 0x3a, 0x31, 0x7d])],
    ["UTF-16", ({ valid }) => Buffer.from(json(valid), "utf16le")],
    ["a byte order mark", ({ valid }) => Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(json(valid))])],
    ["a raw NUL byte", ({ valid }) => `${json(valid)}\0`],
  ]
  test.each(ids)("%s, and nothing is written", async (id) => {
    await withoutWriting(async () => {
      for (const [about, body] of cases) {
        const error = await refused(subject(id), about, body(subject(id)))
        expect(error, about).toMatchObject({ status: 400, type: "invalid_data", code: "invalid_request" })
      }
    })
  })
})

describe("P6 a body of another media type is 415", () => {
  test.each(ids)("%s, and nothing is written", async (id) => {
    const { valid } = subject(id)
    const form = new FormData()
    form.set("email", marker)
    const cases: [string, string | undefined, BodyInit][] = [
      ["text/plain", "text/plain", json(valid)],
      ["no media type", undefined, Buffer.from(json(valid))],
      ["a form", "application/x-www-form-urlencoded", `email=${marker}`],
      ["XML", "application/xml", "<email/>"],
      ["JSON:API", "application/vnd.api+json", json(valid)],
      ["JSON in Latin-1", "application/json; charset=iso-8859-1", json(valid)],
      ["UTF-16 that says so", "application/json; charset=utf-16", Buffer.from(json(valid), "utf16le")],
      ["nonsense", ";;;", json(valid)],
      ["multipart", undefined, form],
    ]
    await withoutWriting(async () => {
      for (const [about, type, body] of cases) {
        const error = await refused(subject(id), about, body, { "content-type": type })
        expect(error, about).toMatchObject({ status: 415, code: "unsupported_media_type" })
      }
    })
  })

  test.each(ids)("%s, compressed: 50 MB in 50 kB are not unpacked", async (id) => {
    await withoutWriting(async () => {
      const bomb = gzipSync(Buffer.alloc(50_000_000, " "))
      expect(bomb.length).toBeLessThan(65_536)
      const error = await refused(subject(id), "a gzip bomb", bomb, { "content-encoding": "gzip" })
      expect(error).toMatchObject({ status: 415, code: "unsupported_media_type" })
    })
  })
})

describe("P6 a body of more than 64 KiB is 413", () => {
  test.each(ids)("%s, and nothing is written", async (id) => {
    const name = subject(id).texts[0] ?? "email"
    const two_mb = json({ ...subject(id).valid, [name]: marker.repeat(200_000) })
    const keys = json(Object.fromEntries(Array.from({ length: 100_000 }, (_, index) => [`key${index}`, index])))
    const unannounced = () => new Blob([two_mb]).stream()
    const cases: [string, BodyInit][] = [
      ["2 MB", two_mb],
      ["100 000 keys", keys],
      ["one byte too many", json(subject(id).valid).padEnd(65_537, " ")],
      ["2 MB without a content-length", unannounced()],
    ]
    await withoutWriting(async () => {
      for (const [about, body] of cases) {
        const error = await refused(subject(id), about, body)
        expect(error, about).toMatchObject({ status: 413, code: "payload_too_large" })
      }
    })
  })
})

describe("a value that is not an object is 400", () => {
  test.each(ids)("%s, and nothing is written", async (id) => {
    await withoutWriting(async () => {
      for (const value of [[], [{}], "text", 1, true, null]) {
        const error = await refused(subject(id), json(value), json(value))
        expect(error, json(value)).toMatchObject({ status: 400, code: "invalid_request" })
      }
    })
  })
})

describe("P6 a structure made to exhaust is 400", () => {
  test.each(ids)("%s, and nothing is written", async (id) => {
    await withoutWriting(async () => {
      for (const [about, body] of [
        ["arrays 10 000 deep", deep("[", "]")],
        ["objects 10 000 deep", deep('{"a":', "}")],
        ["33 deep in a field", `{"metadata":${'{"a":'.repeat(32)}1${"}".repeat(32)}}`],
      ] as const) {
        const error = await refused(subject(id), about, body)
        expect(error, about).toMatchObject({ status: 400, code: "invalid_request" })
      }
    })
  })
})

describe("a name that reaches a prototype is 400 at any depth, and pollutes nothing", () => {
  test.each(ids)("%s", async (id) => {
    await withoutWriting(async () => {
      for (const body of [
        '{"__proto__":{"polluted":true}}',
        '{"constructor":{"prototype":{"polluted":true}}}',
        '{"prototype":1}',
        '{"metadata":{"a":[{"__proto__":{"polluted":true}}]}}',
        String.raw`{"__pro\u0074o__":{"polluted":true}}`,
      ]) {
        const error = await refused(subject(id), body, body)
        expect(error, body).toMatchObject({ status: 400, code: "invalid_request" })
        expect(pathsIn(error).join(), body).toMatch(/__proto__|constructor|prototype/u)
      }
    })
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined()
  })
})

describe("an unknown field is 400 and named, in a closed body", () => {
  test.each(ids.filter((id) => !subject(id).schema.additionalProperties))("%s, and nothing is written", async (id) => {
    const { valid } = subject(id)
    await withoutWriting(async () => {
      for (const name of ["is_admin", "id", "deleted_at", "toString"]) {
        const error = await refused(subject(id), name, json({ ...valid, [name]: marker }))
        expect(error).toMatchObject({ status: 400, type: "invalid_data", code: "invalid_request" })
        expect(pathsIn(error), name).toContain(name)
      }
      const many = Object.fromEntries(Array.from({ length: 4000 }, (_, index) => [`key${index}`, index]))
      const error = await refused(subject(id), "4 000 unknown fields", json({ ...valid, ...many }))
      expect(error.errors?.length).toBeLessThanOrEqual(100)
    })
  })

  test("only the bodies of register, authenticate and of what a provider sends back are open", () => {
    expect(ids.filter((id) => subject(id).schema.additionalProperties)).toEqual([
      "registerAuthIdentity",
      "authenticateCustomer",
      "finishCustomerSignIn",
    ])
  })
})

describe("a field of the wrong type is 400 and named", () => {
  test.each(ids)("%s, and nothing is written", async (id) => {
    const { valid, schema } = subject(id)
    await withoutWriting(async () => {
      for (const [name, { type = "object" }] of Object.entries(schema.properties)) {
        const types = new Set([type].flat())
        const wrong: unknown[] = [[marker], { $ne: null }, { $gt: "" }, 7.5]
        if (!types.has("null")) wrong.push(null)
        if (!types.has("boolean")) wrong.push(true)
        if (!types.has("string")) wrong.push(marker)
        for (const value of wrong.filter((one) => !(types.has("object") && isObject(one)))) {
          const about = `${name} = ${json(value)}`
          const error = await refused(subject(id), about, json({ ...valid, [name]: value }))
          expect(error, about).toMatchObject({ status: 400, type: "invalid_data", code: "invalid_request" })
          // A list is named, or what in it is wrong.
          expect(
            pathsIn(error).map((path) => path.replace(/\.\d+$/u, "")),
            about,
          ).toContain(name)
        }
      }
    })
  })
})

describe("a required field that is missing is 400 and named", () => {
  test.each(ids.filter((id) => subject(id).schema.required))("%s, and nothing is written", async (id) => {
    const { valid, schema } = subject(id)
    await withoutWriting(async () => {
      for (const name of schema.required ?? []) {
        const error = await refused(subject(id), `without ${name}`, json({ ...valid, [name]: undefined }))
        expect(error).toMatchObject({ status: 400, code: "invalid_request" })
        expect(pathsIn(error)).toContain(name)
      }
    })
  })
})

describe("text that no database keeps, or no line holds, is 400 and named", () => {
  const anywhere = [String.raw`\u0000`, String.raw`\ud800`, String.raw`\udc00x`]
  /** Compared as a whole, so that any text is a wrong one at worst. */
  const credentials = new Set(["password", "current_password", "refresh_token"])
  const in_single_lines = [String.raw`\n`, String.raw`\u001b`, String.raw`\u007f`, String.raw`\u0085`]

  test.each(ids)("%s, and nothing is written", async (id) => {
    const { valid, texts, schema } = subject(id)
    await withoutWriting(async () => {
      for (const name of texts) {
        const bad = [...anywhere, ...(credentials.has(name) ? [] : in_single_lines)]
        for (const escape of bad) {
          // The base value is valid for the field, so that the character alone is to blame.
          const base = typeof valid[name] === "string" ? valid[name] : "a"
          const body = json({ ...valid, [name]: "@@" }).replace('"@@"', () => `${json(base).slice(0, -1)}${escape}"`)
          const error = await refused(subject(id), `${name} with ${escape}`, body)
          expect(error, `${name} with ${escape}`).toMatchObject({ status: 400, code: "invalid_request" })
          expect(pathsIn(error), `${name} with ${escape}`).toContain(name)
        }
      }
      if (!schema.properties["metadata"]) return
      for (const escape of anywhere) {
        for (const metadata of [`{"a":["${escape}"]}`, `{"${escape}":1}`]) {
          const body = json({ ...valid, metadata: "@@" }).replace('"@@"', () => metadata)
          const error = await refused(subject(id), body, body)
          expect(error, body).toMatchObject({ status: 400, code: "invalid_request" })
          expect(pathsIn(error).join(), body).toMatch(/^metadata/u)
        }
      }
    })
  })
})

describe("a text one character too long is 400 and named", () => {
  test.each(ids.filter((id) => subject(id).texts.length > 0))("%s, and nothing is written", async (id) => {
    const { valid, texts, schema } = subject(id)
    await withoutWriting(async () => {
      for (const name of texts) {
        const { maxLength = 0 } = schema.properties[name] ?? {}
        expect(maxLength, `${name} is bounded`).toBeGreaterThan(0)
        const error = await refused(subject(id), `long ${name}`, json({ ...valid, [name]: "x".repeat(maxLength + 1) }))
        expect(error, name).toMatchObject({ status: 400, code: "invalid_request" })
        expect(pathsIn(error), name).toContain(name)
      }
    })
  })
})

describe("cookies beyond reason are refused, and nothing is written", () => {
  const names = ["store_sid", "admin_sid", "__Host-store_sid", "__Host-admin_sid"]
  const cases = {
    "a session cookie of 5 kB": names.map((name) => `${name}=${"a".repeat(1250)}`).join("; "),
    "200 cookies": Array.from({ length: 200 }, (_, index) => `cookie${index}=${marker}`).join("; "),
    "200 session cookies": Array.from({ length: 200 }, () => "store_sid=a; admin_sid=b").join("; "),
    "a cookie that is no cookie": `;;=;store_sid;admin_sid;=${marker};\u00ff`,
  }

  test.each(ids)("%s", async (id) => {
    const { operation } = subject(id)
    const key: Record<string, string> = operation.publishable_key
      ? { "x-publishable-api-key": app.publishable_key }
      : {}
    await withoutWriting(async () => {
      for (const [about, cookie] of Object.entries(cases)) {
        // Where nobody has to be signed in the cookies change nothing, and the body is what is refused.
        const body = operation.credentials.length > 0 ? "{}" : "[]"
        const { status } = await refused(subject(id), about, body, { cookie }, key)
        expect([400, 401], about).toContain(status)
      }
    })
  })

  test("16 kB of cookies are 431 from Node itself, and the process lives on", async () => {
    const answer = await fetch(`${app.url}/store/customers/me`, { headers: { cookie: `a=${"a".repeat(16_384)}` } })
    expect(answer.status).toBe(431)
    expect((await fetch(`${app.url}/health`)).status).toBe(200)
  })
})

describe("parameters that nobody means are 400 or 404, and nothing is written", () => {
  test.each([
    "limit=abc",
    "limit=-1",
    "limit=0",
    "limit=101",
    "limit=1.5",
    "limit=",
    "limit=1&limit=2",
    "offset=-1",
    "offset=99999999999999999999",
    "order=;drop table customer",
    "order=password",
    "order=-",
    "order=a,b",
    "fields=password",
    "fields=customer.email",
    "fields=%00",
    "fields=,,",
    "fields=__proto__",
    "fields=*constructor",
    "q=%00",
    "q=%ED%A0%80",
    "q=%FF",
    "q=",
    "unknown=1",
    "__proto__[polluted]=1",
    "constructor=1",
    "city[$ne]=x",
    "city=%00",
    "with_deleted=true",
  ])("GET /store/customers/me/addresses?%s", async (query) => {
    await withoutWriting(async () => {
      const answer = await fetch(`${app.url}/store/customers/me/addresses?${query}`, { headers: signedIn() })
      const read = await refusal(answer)
      expect(apiError(read, read.text)).toMatchObject({ type: "invalid_data", code: "invalid_request" })
    })
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined()
  })

  test.each(["%00", "..%2f..%2fcustomers", "%ED%A0%80", "%FF", "%", "cuaddr_1'--", "__proto__", "x".repeat(8000)])(
    "GET, POST and DELETE of the address %s",
    async (address_id) => {
      await withoutWriting(async () => {
        for (const method of ["GET", "POST", "DELETE"]) {
          const answer = await fetch(`${app.url}/store/customers/me/addresses/${address_id}`, {
            method,
            headers: { ...signedIn(), ...(method === "POST" ? { "content-type": "application/json" } : {}) },
            ...(method === "POST" ? { body: "{}" } : {}),
          })
          const read = await refusal(answer)
          expect([400, 404], `${method}: ${read.text}`).toContain(read.status)
          apiError(read, `${method} ${address_id}`)
        }
      })
    },
  )
})

test("meanwhile the process stays responsive: /health answers between a hundred of the worst bodies", async () => {
  const registering = subject("registerAuthIdentity")
  const worst = [
    `${"[".repeat(30_000)}${"]".repeat(30_000)}`,
    `{"a":${'{"a":'.repeat(9000)}1${"}".repeat(9001)}`,
    " ".repeat(65_536),
  ]
  const storm = Array.from({ length: 100 }, (_, index) =>
    refused(registering, "a storm", worst[index % worst.length] ?? ""),
  )
  const began = performance.now()
  const health = await fetch(`${app.url}/health`)
  expect(health.status).toBe(200)
  await Promise.all(storm)
  expect(performance.now() - began).toBeLessThan(10_000)
}, 20_000)

function isObject(value: unknown): boolean {
  return typeof value === "object" && value !== null && !Array.isArray(value)
}

function subjectsOf(surface: "store" | "admin", operations: Readonly<Record<string, Operation>>): Subject[] {
  const document = JSON.parse(readFileSync(openapiFiles[surface].json, "utf8"))
  const fixtures = JSON.parse(readFileSync(openapiFiles[surface].fixtures, "utf8"))
  const resolved = (schema: { $ref?: string }) =>
    schema.$ref ? document.components.schemas[schema.$ref.replace("#/components/schemas/", "")] : schema
  return Object.entries(operations)
    .filter(([, { body, form }]) => body !== "none" && !form)
    .map(([id, operation]) => {
      const declared = document.paths[operation.path][operation.method]
      const schema: BodySchema = resolved(declared.requestBody.content["application/json"].schema)
      const properties = Object.fromEntries(
        Object.entries(schema.properties).map(([name, field]) => [
          name,
          resolved(field as { $ref?: string }) as FieldSchema,
        ]),
      )
      const example = fixtures[id].find((fixture: { request?: { body?: unknown } }) => fixture.request?.body)
      return {
        id,
        operation,
        valid: example.request.body,
        schema: { ...schema, properties },
        texts: Object.keys(properties).filter(
          (name) => [properties[name]?.type].flat().includes("string") && !properties[name]?.enum,
        ),
      }
    })
}
