import { expect, test } from "vitest"

import { clientsPage } from "./clients-page.ts"

const report = `<!-- Written by \`pnpm clients\`. Do not edit. -->

# Clients

What came out of \`pnpm clients\`.

## Generate a client in Go

\`\`\`sh
curl -sO http://127.0.0.1:9000/openapi/store.json
\`\`\`

## Generate a client in C#
`

test("the page is the report: its title, its lead, a way to each language, commands to copy for this server", () => {
  const html = clientsPage(report)
  expect(html).toContain("<h1>Clients</h1>")
  expect(html).toContain("What came out of <code>pnpm clients</code>.")
  expect(html).toContain(`<a href="#generate-a-client-in-go">Go</a>, <a href="#generate-a-client-in-c">C#</a>`)
  expect(html).toContain(`<h2 id="generate-a-client-in-go">`)
  expect(html).toContain(`<span class="fill" data-fill="origin">http://127.0.0.1:9000</span>/openapi/store.json`)
  expect(html).not.toContain("Do not edit")
})
