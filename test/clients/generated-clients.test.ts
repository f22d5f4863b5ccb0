/**
 * Clients that strangers generate, calling: a program per language sends every operation once and decodes the answer, is
 * refused once and decodes the refusal, and does both again where the server has grown.
 *
 * What is sent comes from the good requests. A language whose tools are not on this machine is skipped by name.
 */
import { mkdirSync, writeFileSync } from "node:fs"
import { dirname } from "node:path"
import { loadResponseValidators } from "@covenant/contract/validators"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { buildProgram, calledOperations, live, type Program } from "../../clients/live.ts"
import type { Called } from "../../clients/operations.ts"
import type { Outcome, PlannedCall } from "../../clients/programs/plan.ts"
import { startTomorrow, type Tomorrow } from "../../clients/tomorrow.ts"
import { startTestApp, type TestApp } from "../setup/app.ts"
import { goodRequests } from "../setup/good-requests.ts"
import { good_password, newCustomer } from "../setup/people.ts"

const callable = calledOperations().filter(({ browser }) => browser === undefined)

let app: TestApp
let tomorrow: Tomorrow
let validators: Record<string, Awaited<ReturnType<typeof loadResponseValidators>>>
beforeAll(async () => {
  // With everything there is to prove, so that every operation can succeed.
  app = await startTestApp({ email_verification: true, register_enumeration: "compat" })
  tomorrow = await startTomorrow(app.url)
  validators = { store: await loadResponseValidators("store"), admin: await loadResponseValidators("admin") }
})
afterAll(async () => {
  await tomorrow.close()
  await app.close()
})

/** Requests that only read, which can be sent again. */
const kept = new Map<string, Promise<PlannedCall>>()

/** The good request of an operation, made afresh where a program before may have used it up. */
function goodCall(operation: Called): Promise<PlannedCall> {
  const call = kept.get(operation.id) ?? planned(operation)
  if (operation.method === "get") kept.set(operation.id, call)
  return call
}

/** The good request of an operation, as a program is told of it. */
async function planned({ id, path, path_parameters }: Called): Promise<PlannedCall> {
  const prepare = goodRequests[id]
  if (!prepare) throw new Error(`${id} has no good request`)
  const { route, asking } = await prepare(app)
  const { pathname } = new URL(route.split(" ")[1] ?? "", app.url)
  const values = new RegExp(`^${path.replaceAll(/\{\w+\}/gu, "([^/]+)")}$`, "u").exec(pathname)?.slice(1) ?? []
  return {
    id,
    path: Object.fromEntries(path_parameters.map((name, index) => [name, decodeURIComponent(values[index] ?? "")])),
    ...(typeof asking.token === "string" ? { token: asking.token } : {}),
    ...(asking.body === undefined ? {} : { body: asking.body }),
  }
}

interface Planned {
  call: PlannedCall
  operation: Called
  /** Sent without its credential. */
  refused: boolean
}

/** A call of each operation, and before that one without the credential of those whose good request has one. */
async function allCalls(): Promise<Planned[]> {
  const good: Planned[] = []
  const queue = [...callable]
  const worker = async () => {
    for (let next = queue.shift(); next; next = queue.shift()) {
      good.push({ operation: next, call: await goodCall(next), refused: false })
    }
  }
  await Promise.all(Array.from({ length: 6 }, worker))
  const refused = good
    .filter(({ call }) => call.token !== undefined)
    .map(({ operation, call: { token: _token, ...call } }): Planned => ({ operation, call, refused: true }))
  return [...refused, ...good]
}

/** Why an outcome is not what was wanted; undefined where it is. */
function complaint({ operation, refused }: Planned, outcome: Outcome, strict: boolean): string | undefined {
  const { id, answer, refusal, failure } = outcome
  const said = `${operation.id}: ${JSON.stringify(outcome).slice(0, 400)}`
  if (id !== operation.id || failure !== undefined) return said
  if (refused ? refusal?.status !== 401 : refusal !== undefined) return said
  if (!refused && operation.answer !== undefined && answer === undefined) return said
  if (!strict) return undefined
  const responses = validators[operation.surface]?.[operation.id] ?? {}
  const status = refused ? "401" : Object.keys(responses).find((it) => it.startsWith("2"))
  const validate = status === undefined ? undefined : responses[Number(status)]
  if (!validate || validate(refused ? refusal?.body : answer)) return undefined
  return `${said} ${JSON.stringify(validate.errors).slice(0, 400)}`
}

interface Tally {
  language: string
  generator: string
  version: string
  absent?: string
  calls?: number
  refusals?: number
  guarded?: number
  calls_tomorrow?: number
  refusals_tomorrow?: number
}
const tallies: Tally[] = []
afterAll(() => {
  const file = process.env["COVENANT_CLIENTS_CALLS"]
  if (file === undefined) return
  mkdirSync(dirname(file), { recursive: true })
  const browser = calledOperations().flatMap(({ id, browser: why }) => (why === undefined ? [] : [{ id, why }]))
  writeFileSync(file, JSON.stringify({ callable: callable.length, browser, tallies }))
})

describe.each(live)("$language, by $name", (generator) => {
  const { language, name, version } = generator
  const tally: Tally = { language, generator: name, version }
  let program: Program
  beforeAll(async () => {
    program = await buildProgram(generator)
    if ("absent" in program) tally.absent = program.absent
    tallies.push(tally)
  }, 240_000)

  async function callAll(url: string, strict: boolean) {
    if ("absent" in program) throw new Error(program.absent)
    const plan = await allCalls()
    const calls = plan.map(({ call }) => call)
    const outcomes = await program.run({ url, publishable_key: app.publishable_key, calls })
    const complaints = plan.map((it, index) => complaint(it, outcomes[index] ?? { id: "" }, strict))
    const right = (refused: boolean) =>
      plan.filter((it, index) => it.refused === refused && complaints[index] === undefined).length
    return {
      complaints: complaints.filter((it) => it !== undefined),
      calls: right(false),
      refusals: right(true),
      guarded: plan.filter((it) => it.refused).length,
    }
  }

  test("every operation answers, those with a credential refuse, and both are decoded", async ({ skip }) => {
    if ("absent" in program) skip(program.absent)
    const { complaints, calls, refusals, guarded } = await callAll(app.url, true)
    Object.assign(tally, { calls, refusals, guarded })
    expect(complaints).toEqual([])
    expect(calls).toBe(callable.length)
    expect(refusals).toBeGreaterThan(callable.length / 2)
  }, 240_000)

  test("the first program of the docs says hello", async ({ skip }) => {
    if ("absent" in program) {
      skip(program.absent)
      return
    }
    const { email } = await newCustomer(app, { first_name: "Mira" })
    const { url, publishable_key } = app
    expect(await program.hello({ url, publishable_key, email, password: good_password })).toBe("Hello, Mira.")
  }, 60_000)

  test("and still do when the server adds properties and values", async ({ skip }) => {
    if ("absent" in program) skip(program.absent)
    const before = { ...tomorrow.added }
    const { complaints, calls, refusals } = await callAll(tomorrow.url, false)
    Object.assign(tally, { calls_tomorrow: calls, refusals_tomorrow: refusals })
    expect(complaints).toEqual([])
    expect(tomorrow.added.properties).toBeGreaterThan(before.properties + calls)
    expect(tomorrow.added.values).toBeGreaterThan(before.values + refusals)
  }, 240_000)
})
