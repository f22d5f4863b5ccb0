/**
 * The journeys of `openapi/journeys`, run against a server by Redocly's runner: it checks every answer against the
 * contract, and the journey's own criteria.
 */
import { readdirSync, readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { createConfig } from "@redocly/openapi-core"
import { run } from "@redocly/respect-core"
import { CookieJar } from "tough-cookie"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { parse } from "yaml"
import { startTestApp, type TestApp } from "../setup/app.ts"
import { freshEmail } from "../setup/fresh.ts"

const folder = fileURLToPath(new URL("../../openapi/journeys/", import.meta.url))
const files = readdirSync(folder).filter((name) => name.endsWith(".arazzo.yaml"))

let app: TestApp

beforeAll(async () => {
  app = await startTestApp()
})
afterAll(() => app.close())

/** What the journeys ask for; each takes what it names. */
const inputs = () => ({
  publishable_key: app.publishable_key,
  email: freshEmail(),
  password: "correct horse battery staple",
  new_password: "seven lamps in the harbour",
  admin_email: app.admin.email,
  admin_password: app.admin.password,
  colleague_email: freshEmail(),
  colleague_password: "quiet harbour at midnight",
})

/** A `fetch` that follows no redirect, and keeps the cookies of each `User-Agent` as a browser of that name would. */
function browsers(): typeof fetch {
  const jars = new Map<string, CookieJar>()
  return async (input, init) => {
    const url = String(input instanceof Request ? input.url : input)
    const headers = new Headers(init?.headers)
    const name = headers.get("user-agent") ?? ""
    const jar = jars.get(name) ?? new CookieJar()
    jars.set(name, jar)
    const cookies = await jar.getCookieString(url)
    if (cookies && !headers.has("cookie")) headers.set("cookie", cookies)
    const answer = await fetch(url, { ...init, headers, redirect: "manual" })
    for (const cookie of answer.headers.getSetCookie()) await jar.setCookie(cookie, url)
    return answer
  }
}

interface Journey {
  sourceDescriptions: { name: string }[]
  workflows: { workflowId: string; steps: { stepId: string }[] }[]
}

/** Runs a journey; answers what the runner saw, step by step, and all it has said. */
async function travel(file: string, by: typeof fetch = browsers()) {
  const journey = parse(readFileSync(`${folder}${file}`, "utf8")) as Journey // Arazzo, which the runner validates
  const said: string[] = []
  const say = (text: string) => void said.push(text)
  const results = await run({
    files: [`${folder}${file}`],
    server: journey.sourceDescriptions.map(({ name }) => `${name}=${app.url}`),
    input: JSON.stringify(inputs()),
    config: await createConfig({}),
    maxSteps: 200,
    maxFetchTimeout: 20_000,
    requestFileLoader: { getFileBody: () => Promise.reject(new Error("No journey sends files.")) },
    logger: {
      info: say,
      warn: say,
      error: say,
      output: say,
      printNewLine: () => say("\n"),
      printSeparator: () => say("\n"),
      indent: (text) => text,
    },
    fetch: by,
  })
  const walked = results
    .flatMap(({ executedWorkflows }) => executedWorkflows)
    .flatMap(({ executedSteps }) =>
      executedSteps.map((step) => ({
        step: "stepId" in step ? step.stepId : step.workflowId,
        failed: "checks" in step ? step.checks.filter(({ passed }) => !passed).map(({ message }) => message) : [],
        checks: "checks" in step ? step.checks.length : 0,
      })),
    )
  return { journey, results, walked, said: said.join("") }
}

describe("openapi/journeys", () => {
  test.each(files)("%s goes as it is told, every answer as the contract says", async (file) => {
    const { journey, results, walked, said } = await travel(file)

    expect(
      walked.filter(({ failed }) => failed.length > 0),
      said,
    ).toEqual([])
    expect(
      results.some(({ hasProblems, hasWarnings }) => hasProblems || hasWarnings),
      said,
    ).toBe(false)
    // Every step was taken, and each was judged by status, content type and schema besides its own criteria.
    expect(walked.map(({ step }) => step)).toEqual(
      journey.workflows.flatMap(({ steps }) => steps.map(({ stepId }) => stepId)),
    )
    expect(walked.filter(({ checks }) => checks < 3)).toEqual([])
  })

  test.each([
    ["a property has another type", "GET", /"first_name":"Ada"/u, '"first_name":7', "readMe"],
    ["a property is undeclared", "POST", /"success":true/u, '"success":true,"token":"t"', "forgetPassword"],
    ["a criterion does not hold", "GET", /"city":"Bath"/u, '"city":"London"', "readAddressBook"],
  ])("a journey fails at the step where %s", async (_, method, search, replacement, step) => {
    const browser = browsers()
    const { walked } = await travel("forgotten-password.arazzo.yaml", async (input, init) => {
      const answer = await browser(input, init)
      const { status, headers } = answer
      const text = await answer.text()
      return new Response(init?.method === method ? text.replace(search, replacement) : text, { status, headers })
    })

    expect(walked.find(({ failed }) => failed.length > 0)?.step).toBe(step)
  })

  test("every journey is linted: it has its place in redocly.yaml", () => {
    const { apis } = parse(readFileSync(new URL("../../redocly.yaml", import.meta.url), "utf8")) as {
      apis: Record<string, { root: string }>
    } // what Redocly reads
    const linted = new Set(Object.values(apis).map(({ root }) => root))
    expect(files.filter((file) => !linted.has(`openapi/journeys/${file}`))).toEqual([])
  })

  test("there are the two of the whole account: a forgotten password, and a colleague", () => {
    expect(files).toEqual(expect.arrayContaining(["forgotten-password.arazzo.yaml", "new-colleague.arazzo.yaml"]))
  })
})
