/** The programs that call every operation: one named generator per language. */
import { mkdirSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { generators, type Generator } from "./generators.ts"
import { sandbox, type Hello } from "./hello.ts"
import { calledOperations, surfaces } from "./operations.ts"
import { goProgram } from "./programs/go.ts"
import { javaProgram } from "./programs/java.ts"
import type { Outcome, Plan } from "./programs/plan.ts"
import { pythonProgram } from "./programs/python.ts"
import { typescriptProgram } from "./programs/typescript.ts"
import { forSurface, install, shell, workFolder } from "./run.ts"

/** How the program of a language is written, built and run; paths from the work folder. */
interface Language {
  file: string
  program: (operations: ReturnType<typeof calledOperations>) => string
  build?: string
  run: string
}

const languages: Readonly<Record<string, Language>> = {
  TypeScript: {
    file: "client/main.ts",
    program: typescriptProgram,
    build:
      "tsc --ignoreConfig --noEmit --strict --allowImportingTsExtensions --target es2022 --module preserve --lib es2023,dom,dom.iterable --typeRoots ../../../node_modules/@types --types node client/main.ts",
    run: "node client/main.ts",
  },
  Python: { file: "client/main.py", program: pythonProgram, run: "python client/main.py" },
  Go: { file: "client/main.go", program: goProgram, build: "cd client && go build -o main .", run: "client/main" },
  Java: {
    file: "client/Main.java",
    program: javaProgram,
    build: "javac -d client/classes client/Store.java client/Admin.java client/Main.java",
    run: "java -cp client/classes Main",
  },
}

type LiveGenerator = Generator & { live: Hello }
export const live = generators.filter((it): it is LiveGenerator => it.live !== undefined)
export { calledOperations } from "./operations.ts"

/** A program that is ready to run, or why there is none on this machine. */
export type Program =
  | {
      run(plan: Plan): Promise<Outcome[]>
      /** What the first program of the docs prints, for this server and this customer. */
      hello(here: Record<keyof typeof sandbox, string>): Promise<string>
    }
  | { absent: string }

/** Generates both clients and the program over them, and builds it. Throws where generating or building fails. */
export async function buildProgram(generator: LiveGenerator): Promise<Program> {
  const absent = await install(generator)
  if (absent) return { absent }
  const language = languages[generator.language]
  if (!language) throw new Error(`no program is written in ${generator.language}`)
  const folder = workFolder({ ...generator, id: `live-${generator.id}` })
  // The same command with the Redocly that the repository pins, so that nothing is fetched.
  const command = generator.generate.replace(`npx --yes @redocly/cli@${generator.version}`, "redocly")
  await Promise.all(surfaces.map((surface) => succeed(forSurface(command, surface), folder)))
  const file = join(folder, language.file)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, language.program(calledOperations().filter(({ browser }) => !browser)))
  if (language.build) await succeed(language.build, folder)
  return {
    async run(plan) {
      writeFileSync(join(folder, "plan.json"), JSON.stringify(plan))
      const { output } = await shell(`${language.run} plan.json`, folder)
      const lines = output.split("\n").filter((line) => line.startsWith("{"))
      const outcomes = lines.map((line) => JSON.parse(line) as Outcome) // what the programs print
      if (outcomes.length < plan.calls.length) throw new Error(`${generator.language} stopped: ${output.slice(-2000)}`)
      return outcomes
    },
    async hello(here) {
      const { file: name, text, run } = generator.live
      const own = Object.entries(sandbox).reduce(
        (so_far, [word, shown]) => so_far.replaceAll(shown, here[word as keyof typeof sandbox]), // its own keys
        text,
      )
      mkdirSync(dirname(join(folder, name)), { recursive: true })
      writeFileSync(join(folder, name), own)
      return (await shell(run, folder)).output.trim()
    },
  }
}

async function succeed(command: string, folder: string): Promise<void> {
  const { ok, output } = await shell(command, folder)
  if (!ok) throw new Error(`${command}\n${output}`)
}
