/**
 * The samples of the references, run as they stand there: every operation in every language that this machine has.
 *
 * A sample is filled as a reader fills it, in its text: address, key and token, the ids in the path, and those values of
 * the body that must be somebody's own (an address, a password, a token from a mail). What has to exist before comes from
 * the good requests, afresh for each language.
 */
import { execFile, execFileSync } from "node:child_process"
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { promisify } from "node:util"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { readContract } from "../../packages/docs/browser/site.ts"
import { languages } from "../../packages/docs/src/code-samples.ts"
import { operationsOf } from "../../packages/docs/src/contract-document.ts"
import { pathOf, sampleRequest, type SampleRequest } from "../../packages/docs/src/sample-request.ts"
import { placeholders } from "../../packages/docs/src/samples.ts"
import { startTestApp, type TestApp } from "../setup/app.ts"
import { goodRequests, type GoodRequest } from "../setup/good-requests.ts"
import { newCustomer, newIdentity } from "../setup/people.ts"
import { newStaff } from "../setup/staff.ts"

const run = promisify(execFile)
const root = new URL("../../", import.meta.url)
const cache = fileURLToPath(new URL("test/build/", root))
const tsc = fileURLToPath(new URL("node_modules/typescript/bin/tsc", root))

/** Operations that only a browser can carry out, with the reason. */
const in_a_browser: Readonly<Record<string, string>> = {
  startOauthSignIn: "its answer sends a browser to the provider",
  finishOauthSignIn: "a browser comes back from the provider with it",
  finishOauthSignInByForm: "a browser posts it for the provider",
  finishCustomerSignIn: "a browser comes back from the provider with what it needs",
  finishCustomerSignInByGet: "a browser comes back from the provider with what it needs",
}

/** The token for a placeholder that the good request has no need of. */
const tokens: Readonly<Record<string, (app: TestApp) => Promise<string>>> = {
  "your-customer-token": async (app) => (await newCustomer(app)).token,
  "your-registration-token": async (app) => (await newIdentity(app)).token,
  "your-staff-token": async (app) => (await newStaff(app, "admin")).token,
}

interface Operation {
  id: string
  request: SampleRequest
  /** The statuses that it declares for success. */
  successes: number[]
}

/** What a sample answered, by its operation: `200`, and whatever it said besides. */
type Answers = Map<string, string>

let app: TestApp
let folder: string
let operations: Operation[]

beforeAll(async () => {
  // With everything there is to prove, so that every operation can succeed.
  app = await startTestApp({ email_verification: true, register_enumeration: "compat" })
  folder = await mkdtemp(join(tmpdir(), "covenant-samples-"))
  const surfaces = ["store", "admin"] as const
  const documents = await Promise.all(surfaces.map(readContract))
  operations = documents
    .flatMap((document, index) =>
      operationsOf(document).map((placed): Operation => {
        const { operationId: id, responses = {} } = placed.operation
        const successes = Object.keys(responses).filter((status) => status.startsWith("2"))
        return {
          id,
          request: sampleRequest(document, placed, surfaces[index] ?? "store"),
          successes: successes.map(Number),
        }
      }),
    )
    .filter(({ id }) => !in_a_browser[id])
})
afterAll(async () => {
  await app.close()
  await rm(folder, { recursive: true })
})

/** The words of the example that a reader replaces, and by what. */
async function replacements({ request }: Operation, good: GoodRequest): Promise<Map<string, string>> {
  const found = new Map<string, string>([
    [placeholders.origin, app.url],
    [placeholders.publishable_key, app.publishable_key],
  ])
  const url = new URL(good.route.split(" ")[1] ?? "", app.url)
  found.set(pathOf(request), url.pathname)
  const segments = url.pathname.split("/")
  for (const [index, segment] of request.template.split("/").entries()) {
    const shown = request.path[segment.slice(1, -1)]
    if (shown !== undefined) found.set(JSON.stringify(shown), JSON.stringify(segments[index]))
  }
  const credentials = [...Object.values(request.headers), ...Object.values(request.query)]
  for (const placeholder of credentials.join(" ").match(/\byour-[a-z-]+\b/gu) ?? []) {
    const { token = await tokens[placeholder]?.(app) } = good.asking
    if (typeof token !== "string") throw new Error(`Where does a reader get ${placeholder} from?`)
    found.set(placeholder, token)
  }
  const own = (shown: unknown, real: unknown): void => {
    if (typeof shown === "string" && typeof real === "string" && shown !== real) {
      found.set(JSON.stringify(shown), JSON.stringify(real))
    } else if (typeof shown === "object" && shown !== null && typeof real === "object" && real !== null) {
      const value = Object.entries(real)
      for (const [name, inner] of Object.entries(shown)) own(inner, value.find(([other]) => other === name)?.[1])
    }
  }
  own(request.body, good.asking.body)
  return found
}

/** What is put into a sample that only reads, which can be run again. */
const kept = new Map<string, Promise<Map<string, string>>>()

/** A good request's words for an operation, made afresh where a language before may have used them up. */
function ownWords(operation: Operation): Promise<Map<string, string>> {
  const { id, request } = operation
  const prepare = goodRequests[id]
  if (!prepare) throw new Error(`${id} has no good request`)
  const words = kept.get(id) ?? prepare(app).then((good) => replacements(operation, good))
  if (request.method === "GET") kept.set(id, words)
  return words
}

/** The sample of each operation, ready to run. */
async function filled(print: (request: SampleRequest) => string): Promise<{ id: string; source: string }[]> {
  const ready: { id: string; source: string }[] = []
  const queue = [...operations]
  const worker = async () => {
    for (let next = queue.shift(); next; next = queue.shift()) {
      const words = await ownWords(next)
      // Longest first: no word is replaced inside another one.
      const ordered = [...words].toSorted(([one], [other]) => other.length - one.length)
      const source = ordered.reduce((text, [shown, real]) => text.replaceAll(shown, real), print(next.request))
      ready.push({ id: next.id, source })
    }
  }
  await Promise.all(Array.from({ length: 6 }, worker))
  return ready
}

/** Every operation, and how it was answered where that is not what it declares. */
function expectSuccesses(answers: Answers): void {
  expect(answers.size).toBe(operations.length)
  const wrong = operations
    .filter(({ id, successes }) => !successes.includes(Number.parseInt(answers.get(id) ?? "", 10)))
    .map(({ id }) => `${id}: ${answers.get(id)}`)
  expect(wrong).toEqual([])
}

const mark = "\u001E"
/** Takes apart what one process has printed: a mark, an id, a line end, what the sample said. */
const takeApart = (stdout: string): Answers =>
  new Map(
    stdout
      .split(mark)
      .slice(1)
      .map((part) => {
        const end = part.indexOf("\n")
        return [part.slice(0, end), part.slice(end + 1).trim()] as const
      }),
  )

const bounds = { maxBuffer: 64 * 1024 * 1024, timeout: 240_000 }

function present(command: string, ...args: string[]): boolean {
  try {
    execFileSync(command, args, { stdio: "ignore" })
    return true
  } catch {
    return false
  }
}

describe("the samples of the references", () => {
  test("what only a browser can do is an operation of the contract, with a reason", async () => {
    const documents = await Promise.all([readContract("store"), readContract("admin")])
    const known = new Set(documents.flatMap(operationsOf).map(({ operation }) => operation.operationId))
    expect(Object.entries(in_a_browser).filter(([id, reason]) => !known.has(id) || reason === "")).toEqual([])
  })

  test.skipIf(!present("curl", "--version"))(
    "shell: every operation answers as it declares (needs curl)",
    async () => {
      const samples = await filled(languages.shell.print)
      // The status before the body, so that a wrong one is explained.
      const script = [
        `curl() { command curl -sS --max-time 20 -D - "$@" | sed '1s/^HTTP[^ ]* //'; }`,
        ...samples.map(({ id, source }) => `printf '${mark}%s\\n' ${id}\n${source}`),
      ].join("\n")
      const file = join(folder, "samples.sh")
      await writeFile(file, script)
      expectSuccesses(takeApart((await run("sh", [file], bounds)).stdout))
    },
    60_000,
  )

  test("JavaScript: every operation answers as it declares", async () => {
    const AsyncFunction = Object.getPrototypeOf(async () => {}).constructor as FunctionConstructor
    const answers: Answers = new Map()
    for (const { id, source } of await filled(languages.javascript.print)) {
      const said: unknown[] = []
      const console = { log: (...words: unknown[]) => said.push(...words) }
      await AsyncFunction("console", source)(console)
      answers.set(id, said.map((word) => (typeof word === "number" ? word : JSON.stringify(word))).join(" "))
    }
    expectSuccesses(answers)
  })

  test("TypeScript: every operation compiles, and answers as it declares", async () => {
    const samples = await filled(languages.typescript.print)
    await mkdir(cache, { recursive: true })
    const place = await mkdtemp(join(cache, "samples-")) // from there the client is found
    try {
      const files = samples.map(({ id }) => join(place, `${id}.ts`))
      const calls = samples.map(
        ({ id }) =>
          `console.log("${mark}${id}")\nawait import("./${id}.ts").catch((error) => console.log(String(error)))`,
      )
      await Promise.all([
        writeFile(join(place, "package.json"), `{"type":"module"}`),
        writeFile(join(place, "all.ts"), `${calls.join("\n")}\nexport {}\n`),
        ...samples.map(({ source }, index) => writeFile(files[index] ?? "", source)),
      ])
      const options = [
        "--noEmit",
        "--strict",
        "--target",
        "es2024",
        "--module",
        "nodenext",
        "--skipLibCheck",
        "--allowImportingTsExtensions",
      ]
      const types = run(process.execPath, [tsc, "--ignoreConfig", ...options, ...files], bounds)
      const answered = run(process.execPath, [join(place, "all.ts")], bounds)
      await types.catch(({ stdout }: { stdout: string }) => expect(stdout, "the samples compile").toBe(""))
      expectSuccesses(takeApart((await answered).stdout))
    } finally {
      await rm(place, { recursive: true })
    }
  }, 240_000)

  test.skipIf(!present("python3", "-c", "import requests"))(
    "Python: every operation answers as it declares (needs python3 with requests)",
    async () => {
      const samples = await filled(languages.python.print)
      const script = `import json, sys\nfor sample in json.load(open(sys.argv[1])):\n    print("${mark}" + sample["id"])\n    exec(sample["source"], {})\n`
      const [file, list] = [join(folder, "samples.py"), join(folder, "samples.json")]
      await Promise.all([writeFile(file, script), writeFile(list, JSON.stringify(samples))])
      expectSuccesses(takeApart((await run("python3", [file, list], bounds)).stdout))
    },
  )

  test.skipIf(!present("go", "version"))(
    "Go: every operation answers as it declares (needs go)",
    async () => {
      const samples = await filled(languages.go.print)
      const module = await mkdtemp(join(folder, "go-"))
      const name = (id: string) => `${id}Sample`
      const calls = samples.map(({ id }) => `\tfmt.Println("${mark}${id}")\n\t${name(id)}()`).join("\n")
      await Promise.all([
        writeFile(join(module, "go.mod"), "module samples\n\ngo 1.21\n"),
        writeFile(join(module, "main.go"), `package main\n\nimport "fmt"\n\nfunc main() {\n${calls}\n}\n`),
        ...samples.map(({ id, source }) =>
          writeFile(join(module, `${id}.go`), source.replace("func main()", `func ${name(id)}()`)),
        ),
      ])
      const env = { ...process.env, GOTOOLCHAIN: "local", GOFLAGS: "-mod=mod", GOPROXY: "off" }
      expectSuccesses(takeApart((await run("go", ["run", "."], { ...bounds, cwd: module, env })).stdout))
    },
    240_000,
  )

  test.skipIf(!present("javac", "-version"))(
    "Java: every operation answers as it declares (needs a JDK)",
    async () => {
      const samples = await filled(languages.java.print)
      const imports = new Set<string>()
      const methods = samples.map(({ id, source }) => {
        const lines = source.split("\n")
        for (const line of lines.filter((one) => one.startsWith("import "))) imports.add(line)
        const body = lines.filter((line) => !line.startsWith("import "))
        return `static void ${id}() throws Exception {\n${body.join("\n")}\n}`
      })
      const calls = samples.map(({ id }) => `System.out.println("${mark}${id}");\n${id}();`)
      const file = join(folder, "Samples.java")
      await writeFile(
        file,
        `${[...imports].join("\n")}\n\npublic class Samples {\n${methods.join("\n")}\npublic static void main(String[] args) throws Exception {\n${calls.join("\n")}\n}\n}\n`,
      )
      const utf8 = ["-Dfile.encoding=UTF-8"]
      const { stdout } = await run("java", [...utf8, file], bounds)
      expectSuccesses(takeApart(stdout))
    },
    240_000,
  )

  test.skipIf(!present("php", "-r", "exit(function_exists('curl_init') ? 0 : 1);"))(
    "PHP: every operation answers as it declares (needs php with curl)",
    async () => {
      const samples = await filled(languages.php.print)
      const list = join(folder, "samples.php.json")
      const script = `foreach (json_decode(file_get_contents($argv[1])) as $sample) { echo "${mark}", $sample->id, "\\n"; eval('?>' . $sample->source); }`
      await writeFile(list, JSON.stringify(samples))
      expectSuccesses(takeApart((await run("php", ["-r", script, list], bounds)).stdout))
    },
  )
})
