import { describe, expect, test } from "vitest"

import type { ContractDocument } from "./contract-document.ts"
import { forRedoc, neutralise, referenceTemplate, withFragmentLinks, withYourSamples } from "./reference-page.ts"

const document: ContractDocument = {
  info: { title: "Small", version: "1.0.0" },
  servers: [{ url: "http://host" }],
  paths: {
    "/things/{id}": {
      parameters: [{ name: "id", in: "path", example: "thing_01" }],
      get: { operationId: "getThing", summary: "Get a <thing>", description: "Answers `one` thing.", tags: ["things"] },
    },
  },
  components: {
    schemas: {
      Colour: { enum: ["red", "blue"], "x-enum-descriptions": ["Like a rose.", "Like the sea."] },
    },
  },
}

describe("neutralise", () => {
  test("turns every foreign address of the bundle into nowhere", () => {
    const html = [
      "<script>const a=`https://otel.cloud.redocly.com/v1/traces`",
      "const b=e?`https://cdn.redoc.ly/redoc/logo-mini-full.svg`:'https://cdn.redocly.com/icons/fa/7.0.0'",
      'const c={chatgpt:`https://chatgpt.com`,claude:"https://claude.ai/new"}</script>',
    ].join(";")
    expect(neutralise(html)).toBe(
      "<script>const a=`data:,`;const b=e?`data:,`:'data:,';const c={chatgpt:`data:,`,claude:\"data:,\"}</script>",
    )
  })

  test("leaves links that only a reader follows", () => {
    const html = `<a href="https://spec.openapis.org/">OpenAPI</a>`
    expect(neutralise(html)).toBe(html)
  })

  test.each([
    `<img src="https://example.com/a.png">`,
    `<script src="//example.com/a.js"></script>`,
    `<link rel="stylesheet" href="https://fonts.example.com/css">`,
  ])("refuses a page that loads %s", (html) => {
    expect(() => neutralise(html)).toThrow("loads from another host")
  })
})

test("links of Redoc's menu become fragments, other links stay", () => {
  const html = `<a class="x" href="/customers" data-discover="true">customers</a><a href="/docs/admin">Admin</a>`
  expect(withFragmentLinks(html)).toBe(
    `<a class="x" href="#/customers" data-discover="true">customers</a><a href="/docs/admin">Admin</a>`,
  )
})

describe("samples that know who reads them", () => {
  test("are filled before Redoc draws, at the last start and nowhere else", () => {
    const bundle = "<script>function hydrate(__redoc_definition,o){}"
    expect(withYourSamples(`${bundle};hydrate(__redoc_definition, {})</script>`)).toBe(
      `${bundle};hydrate(withYours(__redoc_definition), {})</script>`,
    )
  })

  test("are missed at once when Redoc starts in another way", () => {
    expect(() => withYourSamples("<script>start()</script>")).toThrow("not started as it used to be")
  })
})

describe("the contract for Redoc", () => {
  test("has the sentences of an enum by value", () => {
    expect(forRedoc("store", document).components?.schemas?.["Colour"]?.["x-enumDescriptions"]).toEqual({
      red: "Like a rose.",
      blue: "Like the sea.",
    })
  })

  test("has samples on every operation, curl first", () => {
    expect(forRedoc("store", document).paths["/things/{id}"]?.get?.["x-codeSamples"]?.[0]).toEqual({
      lang: "Shell",
      label: "curl",
      source: "curl http://host/things/thing_01",
    })
  })

  test("is a copy", () => {
    const before = JSON.stringify(document)
    forRedoc("store", document)
    expect(JSON.stringify(document)).toBe(before)
  })
})

describe("the template", () => {
  test("has no braces but Redoc's two places, so nothing of the contract is taken for Handlebars", () => {
    const curly: ContractDocument = structuredClone(document)
    curly.paths["/x"] = { get: { operationId: "x", summary: "{{title}}", description: "{{{redocHTML}}}" } }
    const places = [...referenceTemplate("store", curly).matchAll(/\{\{+\w+\}\}+/g)].map(([place]) => place)
    expect(places).toEqual(["{{{redocHead}}}", "{{{redocHTML}}}"])
  })

  test("escapes what the contract says", () => {
    expect(referenceTemplate("store", document)).toContain("<strong>Get a &lt;thing&gt;</strong>")
  })
})
