import { hello, type Hello } from "./hello.ts"

/**
 * Every generator the matrix runs, with the commands that `docs/clients.md` shows: what stands there is what was run.
 *
 * A command is a line of shell in a folder that holds the files of `@covenant/openapi`. It is written for the Store API;
 * for the Admin API every `store` in it is `admin`.
 */
export interface Generator {
  /** Folder-safe and unique. */
  id: string
  language: string
  name: string
  version: string
  /** The programs it needs on the PATH. */
  needs: readonly string[]
  /** Once per machine. */
  install?: string
  generate: string
  /** Proof that what was generated is sound, with the programs it needs beyond `needs`; or why nobody asks for it. */
  compile: { command: string; needs?: readonly string[] } | string
  /** What it needs beside the generated client to compile: text by path. */
  files?: Readonly<Record<string, string>>
  /** Of the named generator of its language, which makes the live calls: the first program over its client. */
  live?: Hello
  /** Lines of its output, or a compiler's about its clients, that are known, with the reason and where its makers discuss it. */
  known?: readonly { line: RegExp; why: string; thread?: string }[]
  /** What it cannot read, and how the commands go around it. */
  limit?: { why: string; threads: readonly string[] }
}

const redocly = "npx --yes @redocly/cli@2.77.0 generate-client"
const known_of_redocly = [
  {
    line: /sends its credential in the Cookie header/u,
    why: "cookies are for browsers; the operations take a bearer token as well",
  },
  {
    line: /schema "ApiError" is a name a generated client already declares/u,
    why: "its clients have an exception of that name; the contract's `ApiError` becomes `ApiError2`",
  },
]
const tsc =
  "npx --yes -p typescript@7.0.2 tsc --ignoreConfig --noEmit --strict --target es2022 --module preserve --lib es2022,dom,dom.iterable --types '' --allowImportingTsExtensions"

const mypy = "mypy==1.18.2"

const jar = "7.25.0"
const known_of_openapi_generator = [
  { line: /Renamed to|cannot be used as a/u, why: "it says how it spells names in the language; nothing is lost" },
  { line: /Failed to get the schema name: null/u, why: "it asks for the name of a scalar, which has none" },
  {
    line: /Form parameters with additionalProperties are not supported/u,
    why: "providers add fields of their own to the form that a browser posts for them; no program sends it",
    thread: "https://github.com/OpenAPITools/openapi-generator/issues/22272",
  },
  { line: /Ignoring complex example on request body/u, why: "its documentation does without that example" },
  {
    line: /sun\.misc\.Unsafe|OpenAPI 3\.1 support is still in beta|stackoverflow|environment variable/iu,
    why: "of the tool itself and of programs that it would call to format files",
  },
]
const openapiGenerator = (
  language: string,
  generator: string,
  compile: Generator["compile"],
  options = "",
): Generator => ({
  id: `openapi-generator-${generator}`,
  language,
  name: "openapi-generator",
  version: jar,
  needs: ["java", "mvn"],
  known: known_of_openapi_generator,
  install: `mvn -q -B dependency:copy -Dartifact=org.openapitools:openapi-generator-cli:${jar} -DoutputDirectory=.`,
  generate: `java -jar openapi-generator-cli-${jar}.jar generate -g ${generator} -i store-3.0.open-enums.json -o client/store${options}`,
  compile,
})

const kotlinProject = `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>covenant</groupId>
  <artifactId>store</artifactId>
  <version>0.1.0</version>
  <dependencies>
    ${[
      ["org.jetbrains.kotlin", "kotlin-stdlib", "2.4.0"],
      ["org.jetbrains.kotlin", "kotlin-reflect", "2.4.0"],
      ["com.squareup.moshi", "moshi-kotlin", "1.15.2"],
      ["com.squareup.moshi", "moshi-adapters", "1.15.2"],
      ["com.squareup.okhttp3", "okhttp-jvm", "5.4.0"],
    ]
      .map(
        ([group, artifact, version]) =>
          `<dependency><groupId>${group}</groupId><artifactId>${artifact}</artifactId><version>${version}</version></dependency>`,
      )
      .join("\n    ")}
  </dependencies>
  <build>
    <sourceDirectory>store/src/main/kotlin</sourceDirectory>
    <directory>store/target</directory>
    <plugins>
      <plugin>
        <groupId>org.jetbrains.kotlin</groupId>
        <artifactId>kotlin-maven-plugin</artifactId>
        <version>2.4.0</version>
        <executions><execution><id>compile</id><goals><goal>compile</goal></goals></execution></executions>
        <configuration><jvmTarget>17</jvmTarget></configuration>
      </plugin>
    </plugins>
  </build>
</project>
`

export const generators: readonly Generator[] = [
  {
    id: "redocly-typescript",
    language: "TypeScript",
    name: "redocly generate-client",
    version: "2.77.0",
    needs: ["node"],
    generate: `${redocly} store.json --generator typescript --output client/store.ts`,
    compile: { command: `${tsc} client/store.ts` },
    live: hello.typescript,
    known: known_of_redocly,
  },
  {
    id: "redocly-zod",
    language: "TypeScript",
    name: "redocly generate-client, with zod",
    version: "2.77.0, 4.6.7",
    needs: ["node"],
    install: "npm install --silent --no-audit --no-fund zod@4.6.7",
    generate: `${redocly} store.json --generator typescript --generator zod --output client/store.ts`,
    compile: { command: `${tsc} client/store.ts client/store.zod.ts` },
    known: known_of_redocly,
  },
  {
    id: "redocly-python",
    language: "Python",
    name: "redocly generate-client",
    version: "2.77.0",
    needs: ["node", "python3"],
    install: "pip install -q httpx==0.28.1",
    generate: `${redocly} store.open-enums.json --generator python --output client/store.ts`,
    // mypy is no need of the client, so it is not in `install`: programs that only call do without.
    compile: {
      command: `pip install -q ${mypy} && python -m compileall -q client/store.py && python -m mypy --no-incremental --no-error-summary client/store.py`,
    },
    live: hello.python,
    known: [
      ...known_of_redocly,
      {
        line: /Argument 1 to "int" has incompatible type "Any \| None"/u,
        why: "mypy, of two helpers that come with every Python client, whatever the contract says",
      },
    ],
  },
  {
    id: "redocly-go",
    language: "Go",
    name: "redocly generate-client",
    version: "2.77.0",
    needs: ["node", "go"],
    generate: `${redocly} store.json --generator go --go-package store --output client/store/store.ts`,
    compile: { command: "cd client && go vet ./store" },
    files: { "client/go.mod": "module clients\n\ngo 1.22\n" },
    live: hello.go,
    known: known_of_redocly,
  },
  {
    id: "redocly-java",
    language: "Java",
    name: "redocly generate-client",
    version: "2.77.0",
    needs: ["node", "java", "javac"],
    generate: `${redocly} store.open-enums.json --generator java --output client/store.ts`,
    compile: { command: "javac -Xlint:all -Werror -d client/classes client/Store.java" },
    live: hello.java,
    known: known_of_redocly,
  },
  {
    id: "redocly-php",
    language: "PHP",
    name: "redocly generate-client",
    version: "2.77.0",
    needs: ["node"],
    generate: `${redocly} store.open-enums.json --generator php --output client/store.ts`,
    compile: { command: "php -l client/store.php", needs: ["php"] },
    known: known_of_redocly,
  },
  {
    id: "hey-api",
    language: "TypeScript",
    name: "@hey-api/openapi-ts",
    version: "0.99.0",
    needs: ["node"],
    generate:
      "npx --yes -p typescript@5.9.3 -p @hey-api/openapi-ts@0.99.0 openapi-ts --input store.json --output client/store",
    compile: { command: `${tsc} client/store/index.ts` },
  },
  {
    id: "orval",
    language: "TypeScript",
    name: "orval",
    version: "8.38.0",
    needs: ["node"],
    generate: "npx --yes orval@8.38.0 --input ./store.json --output ./client/store.ts --client fetch",
    compile: { command: `${tsc} client/store.ts` },
  },
  {
    id: "openapi-typescript",
    language: "TypeScript",
    name: "openapi-typescript, openapi-fetch",
    version: "7.13.0, 0.17.0",
    needs: ["node"],
    install: "npm install --silent --no-audit --no-fund openapi-fetch@0.17.0",
    generate: "npx --yes openapi-typescript@7.13.0 store.json --output client/store.d.ts",
    compile: { command: `${tsc} client/store.use.ts` },
    files: {
      "client/store.use.ts":
        'import createClient from "openapi-fetch"\nimport type { paths } from "./store.d.ts"\n\nexport const client = createClient<paths>({ baseUrl: "http://127.0.0.1:9000" })\n',
    },
  },
  {
    id: "swagger-typescript-api",
    language: "TypeScript",
    name: "swagger-typescript-api",
    version: "13.13.0",
    needs: ["node"],
    generate: "npx --yes swagger-typescript-api@13.13.0 generate --path store.json --output client --name store.ts",
    compile: { command: `${tsc} client/store.ts` },
  },
  {
    id: "oazapfts",
    language: "TypeScript",
    name: "oazapfts",
    version: "7.5.0",
    needs: ["node"],
    install: "npm install --silent --no-audit --no-fund @oazapfts/runtime@1.2.0",
    generate: "npx --yes oazapfts@7.5.0 store.json client/store.ts",
    compile: { command: `${tsc} client/store.ts` },
  },
  {
    id: "quicktype",
    language: "TypeScript",
    name: "quicktype, of the JSON Schemas",
    version: "26.0.0",
    needs: ["node"],
    generate:
      "npx --yes quicktype@26.0.0 --src-lang schema --lang typescript --out client/store.ts schemas/store/*.json",
    compile: { command: `${tsc} client/store.ts` },
  },
  {
    id: "openapi-python-client",
    language: "Python",
    name: "openapi-python-client",
    version: "0.29.1",
    needs: ["python3"],
    install: `pip install -q openapi-python-client==0.29.1 ruff==0.14.1 ${mypy} types-python-dateutil`,
    generate:
      "openapi-python-client generate --path store.open-enums.json --meta none --output-path client/store --overwrite --fail-on-warning",
    compile: { command: "python -m mypy --no-incremental -p client.store" },
    files: { "client/__init__.py": "" },
  },
  {
    id: "oapi-codegen",
    language: "Go",
    name: "oapi-codegen",
    version: "2.8.2",
    needs: ["go"],
    install: "go install github.com/oapi-codegen/oapi-codegen/v2/cmd/oapi-codegen@v2.8.2",
    generate: "oapi-codegen -generate types,client -package store -o client/store/store.go store-3.0.json",
    compile: { command: "cd client && go mod tidy && go vet ./store" },
    files: { "client/go.mod": "module clients\n\ngo 1.24\n", "client/store/.keep": "" },
  },
  {
    id: "progenitor",
    language: "Rust",
    name: "progenitor",
    version: "0.15.1",
    needs: ["cargo", "jq"],
    install: "cargo install --locked cargo-progenitor@0.15.1",
    generate: `jq '([.components.parameters | to_entries[] | select(.value.style == "deepObject") | "#/components/parameters/" + .key]) as $deep
  | del(.paths[][].responses?.default, (.paths[][].parameters?[]? | select(."$ref"? | IN($deep[]))))' \
  store-3.0.open-enums.json > store-3.0.progenitor.json
cargo progenitor -i store-3.0.progenitor.json -o client/store -n covenant-store -v 0.1.0`,
    compile: { command: "cd client/store && cargo check --quiet" },
    limit: {
      why: "reads one type of answer per operation and takes `default` for a success, and knows no `deepObject`: the first command takes both away. Errors stay, each under its number",
      threads: [
        "https://github.com/oxidecomputer/progenitor/issues/344",
        "https://github.com/oxidecomputer/progenitor/issues/950",
      ],
    },
  },
  openapiGenerator("Java", "java", { command: "mvn -q -B -f client/store/pom.xml compile" }, " --library native"),
  openapiGenerator("Python", "python", { command: "python -m compileall -q client/store", needs: ["python3"] }),
  openapiGenerator(
    "Go",
    "go",
    { command: "cd client/store && go mod tidy && go vet .", needs: ["go"] },
    " --git-user-id covenant --git-repo-id store",
  ),
  {
    ...openapiGenerator("Kotlin", "kotlin", { command: "mvn -q -B -f client/store.xml compile" }),
    // Its own build is Gradle's; Maven compiles the same sources.
    files: { "client/store.xml": kotlinProject },
  },
  openapiGenerator("Rust", "rust", { command: "cd client/store && cargo check --quiet", needs: ["cargo"] }),
  openapiGenerator("C#", "csharp", { command: "dotnet build client/store", needs: ["dotnet"] }),
  openapiGenerator("PHP", "php", {
    command: "find client/store/lib -name '*.php' -print0 | xargs -0 -n1 php -l > /dev/null",
    needs: ["php"],
  }),
  openapiGenerator("Ruby", "ruby", {
    command: "find client/store/lib -name '*.rb' -print0 | xargs -0 ruby -c > /dev/null",
    needs: ["ruby"],
  }),
  openapiGenerator("Swift", "swift6", { command: "cd client/store && swift build", needs: ["swift"] }),
  {
    id: "openapi-generator-5",
    language: "eleven languages",
    name: "openapi-generator",
    version: "5.0.0-beta2",
    needs: ["java", "node", "jq"],
    known: [
      ...known_of_openapi_generator,
      {
        line: /Output directory does not exist|must be either boolean or string\. Default to/u,
        why: "5.0.0-beta2, of the folder that it makes and of an option that nobody gave",
      },
    ],
    install:
      "npm install --silent --no-audit --no-fund --ignore-scripts @openapitools/openapi-generator-cli@1.0.18-5.0.0-beta2",
    generate: `jq 'walk(if type == "object" and .format == "date-time" then del(.pattern) else . end)' store-3.0.json > store-3.0.dates.json
for language in csharp-netcore dart go java kotlin php python ruby rust swift5 typescript-fetch; do
  java -jar node_modules/@openapitools/openapi-generator-cli/bin/openapi-generator.jar generate -g $language -i store-3.0.dates.json -o client/store/$language || exit 1
done`,
    compile: "of 2020 and here for its names alone, as many still have it in their builds",
    limit: {
      why: "takes the pattern of a date for a literal of Perl's, in Python and C#, and stops: the first command takes it away",
      threads: [],
    },
  },
]
