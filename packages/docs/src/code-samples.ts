import { operationsOf, type ContractDocument } from "./contract-document.ts"
import { addressOf, sampleRequest, type SampleRequest } from "./sample-request.ts"
import { placeholders } from "./samples.ts"
import type { Surface } from "./site-shell.ts"

/** A language, and how a request is written in it. */
interface Language {
  /** As the highlighter of the reference calls it. */
  lang: string
  label: string
  print(request: SampleRequest): string
}

const quoted = (text: string): string => JSON.stringify(text)
const json = (value: unknown): string => JSON.stringify(value, null, 2)
/** Every line but the first, moved to the right. */
const indented = (text: string, spaces: number): string => text.replaceAll("\n", `\n${" ".repeat(spaces)}`)
const lines = (...parts: (string | false | readonly string[])[]): string =>
  parts
    .flat()
    .filter((part) => part !== false)
    .join("\n")

interface Style {
  spaces: number
  /** A name in an object. */
  name(name: string): string
  /** What is no string, no list and no object. */
  other(value: unknown): string
}

const javascriptStyle: Style = {
  spaces: 2,
  name: (name) => (/^[a-z_$][\w$]*$/iu.test(name) ? name : quoted(name)),
  other: (value) => JSON.stringify(value),
}
const pythonStyle: Style = {
  spaces: 4,
  name: quoted,
  other: (value) => ({ true: "True", false: "False", null: "None" })[String(value)] ?? JSON.stringify(value),
}

/** A JSON value as people write it in a program: a line each, with a comma behind the last. */
function literal(value: unknown, style: Style): string {
  if (typeof value === "string") return quoted(value)
  if (typeof value !== "object" || value === null) return style.other(value)
  const parts = Array.isArray(value)
    ? value.map((item) => literal(item, style))
    : Object.entries(value).map(([name, item]) => `${style.name(name)}: ${literal(item, style)}`)
  const [open, close] = Array.isArray(value) ? "[]" : "{}"
  const gap = " ".repeat(style.spaces)
  return parts.length === 0
    ? `${open}${close}`
    : `${open}\n${parts.map((part) => `${gap}${indented(part, style.spaces)},\n`).join("")}${close}`
}

const shellWord = (text: string): string =>
  /^[\w:/.?=&%+-]+$/u.test(text) && !text.includes("&") && !text.includes("?")
    ? text
    : `'${text.replaceAll("'", String.raw`'\''`)}'`

function shell(request: SampleRequest): string {
  const { method, headers, body } = request
  const usual = body === undefined ? "GET" : "POST"
  return [
    `curl ${method === usual ? "" : `-X ${method} `}${shellWord(addressOf(request))}`,
    ...Object.entries(headers).map(([name, value]) => `-H ${shellWord(`${name}: ${value}`)}`),
    ...(body === undefined ? [] : [`-d ${shellWord(json(body))}`]),
  ].join(" \\\n  ")
}

function javascript(request: SampleRequest): string {
  const { method, headers, body, answers } = request
  const options = [
    method !== "GET" && `  method: ${quoted(method)},`,
    Object.keys(headers).length > 0 && `  headers: ${indented(literal(headers, javascriptStyle), 2)},`,
    body !== undefined && `  body: JSON.stringify(${indented(literal(body, javascriptStyle), 2)}),`,
  ].filter((option) => option !== false)
  return lines(
    `const response = await fetch(${quoted(addressOf(request))}${options.length > 0 ? `, {\n${options.join("\n")}\n}` : ""})`,
    `console.log(response.status${answers ? ", await response.json()" : ""})`,
  )
}

function typescript(request: SampleRequest): string {
  const { surface, origin, method, template, path, query, headers, body, answers } = request
  const client = surface === "store" ? "createStoreClient" : "createAdminClient"
  const { "x-publishable-api-key": publishableKey, "content-type": _, ...others } = headers
  const settings = {
    baseUrl: origin,
    ...(surface === "store" ? { publishableKey: publishableKey ?? placeholders.publishable_key } : {}),
  }
  const params = {
    ...(Object.keys(path).length > 0 ? { path } : {}),
    ...(Object.keys(query).length > 0 ? { query } : {}),
  }
  const options = [
    ...(Object.keys(params).length > 0 ? [["params", params]] : []),
    ...(Object.keys(others).length > 0 ? [["headers", others]] : []),
    ...(body === undefined ? [] : [["body", body]]),
  ]
  const given = options.length > 0 ? `, ${literal(Object.fromEntries(options), javascriptStyle)}` : ""
  return lines(
    `import { ${client} } from "@covenant/client"`,
    "",
    `const ${surface} = ${client}(${literal(settings, javascriptStyle)})`,
    `const { ${answers ? "data, " : ""}response } = await ${surface}.${method}(${quoted(template)}${given})`,
    `console.log(response.status${answers ? ", data" : ""})`,
  )
}

function python(request: SampleRequest): string {
  const { method, headers, body, answers } = request
  return lines(
    "import requests",
    "",
    `response = requests.${method.toLowerCase()}(`,
    `    ${quoted(addressOf(request))},`,
    Object.keys(headers).length > 0 && `    headers=${indented(literal(headers, pythonStyle), 4)},`,
    body !== undefined && `    json=${indented(literal(body, pythonStyle), 4)},`,
    ")",
    `print(response.status_code${answers ? ", response.json()" : ""})`,
  )
}

function go(request: SampleRequest): string {
  const { method, headers, body } = request
  const has_body = body !== undefined
  const given = Object.entries(headers).filter(([name]) => name !== "host")
  return lines(
    "package main",
    "",
    "import (",
    `\t"fmt"`,
    `\t"io"`,
    `\t"log"`,
    `\t"net/http"`,
    has_body && `\t"strings"`,
    ")",
    "",
    "func main() {",
    has_body && `\tbody := strings.NewReader(\`${json(body).replaceAll("`", '` + "`" + `')}\`)`,
    `\trequest, err := http.NewRequest(${quoted(method)}, ${quoted(addressOf(request))}, ${has_body ? "body" : "nil"})`,
    "\tif err != nil {",
    "\t\tlog.Fatal(err)",
    "\t}",
    given.map(([name, value]) => `\trequest.Header.Set(${quoted(name)}, ${quoted(value)})`),
    "\tresponse, err := http.DefaultClient.Do(request)",
    "\tif err != nil {",
    "\t\tlog.Fatal(err)",
    "\t}",
    "\tdefer response.Body.Close()",
    "\tanswer, err := io.ReadAll(response.Body)",
    "\tfmt.Println(response.Status, string(answer), err)",
    "}",
  )
}

function java(request: SampleRequest): string {
  const { method, headers, body } = request
  const content =
    body === undefined
      ? "HttpRequest.BodyPublishers.noBody()"
      : `HttpRequest.BodyPublishers.ofString("""\n        ${indented(json(body).replaceAll("\\", "\\\\"), 8)}""")`
  return lines(
    "import java.net.URI;",
    "import java.net.http.HttpClient;",
    "import java.net.http.HttpRequest;",
    "import java.net.http.HttpResponse;",
    "",
    `var request = HttpRequest.newBuilder(URI.create(${quoted(addressOf(request))}))`,
    Object.entries(headers).map(([name, value]) => `    .header(${quoted(name)}, ${quoted(value)})`),
    `    .method(${quoted(method)}, ${content})`,
    "    .build();",
    "var response = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());",
    `System.out.println(response.statusCode() + " " + response.body());`,
  )
}

function swift(request: SampleRequest): string {
  const { method, headers, body } = request
  return lines(
    "import Foundation",
    "",
    `var request = URLRequest(url: URL(string: ${quoted(addressOf(request))})!)`,
    `request.httpMethod = ${quoted(method)}`,
    Object.entries(headers).map(
      ([name, value]) => `request.setValue(${quoted(value)}, forHTTPHeaderField: ${quoted(name)})`,
    ),
    body !== undefined && `request.httpBody = Data(#"""\n${json(body)}\n"""#.utf8)`,
    "let (data, response) = try await URLSession.shared.data(for: request)",
    "print((response as! HTTPURLResponse).statusCode, String(decoding: data, as: UTF8.self))",
  )
}

function php(request: SampleRequest): string {
  const { method, headers, body } = request
  const single = (text: string): string => `'${text.replaceAll(/['\\]/gu, String.raw`\$&`)}'`
  const given = Object.entries(headers).map(([name, value]) => `        ${single(`${name}: ${value}`)},`)
  return lines(
    "<?php",
    `$curl = curl_init(${single(addressOf(request))});`,
    "curl_setopt_array($curl, [",
    `    CURLOPT_CUSTOMREQUEST => ${single(method)},`,
    given.length > 0 && ["    CURLOPT_HTTPHEADER => [", ...given, "    ],"],
    body !== undefined && `    CURLOPT_POSTFIELDS => <<<'JSON'\n${json(body)}\nJSON,`,
    "    CURLOPT_RETURNTRANSFER => true,",
    "]);",
    "$answer = curl_exec($curl);",
    `echo curl_getinfo($curl, CURLINFO_RESPONSE_CODE), ' ', $answer, "\\n";`,
  )
}

/** The languages, in the order of the tabs. */
export const languages = {
  shell: { lang: "Shell", label: "curl", print: shell },
  javascript: { lang: "JavaScript", label: "JavaScript", print: javascript },
  typescript: { lang: "TypeScript", label: "TypeScript client", print: typescript },
  python: { lang: "Python", label: "Python", print: python },
  go: { lang: "Go", label: "Go", print: go },
  java: { lang: "Java", label: "Java", print: java },
  swift: { lang: "Swift", label: "Swift (not executed)", print: swift },
  php: { lang: "PHP", label: "PHP", print: php },
} as const satisfies Record<string, Language>

/** A copy of the document whose every operation has a sample in every language, under `x-codeSamples`. */
export function withCodeSamples(document: ContractDocument, surface: Surface): ContractDocument {
  const copy = structuredClone(document)
  for (const placed of operationsOf(copy)) {
    const request = sampleRequest(copy, placed, surface)
    placed.operation["x-codeSamples"] = Object.values(languages).map(({ lang, label, print }) => ({
      lang,
      label,
      source: print(request),
    }))
  }
  return copy
}
