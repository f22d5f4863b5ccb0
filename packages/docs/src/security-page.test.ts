import { expect, test } from "vitest"

import { securityPage } from "./security-page.ts"

const markdown = `# Security

What is \`kept\`.

## Sign-in

| Threat | Promise | Kept by |
| --- | --- | --- |
| Guessing | It is limited | “a test” in \`a.test.ts\` |
`

test("the page is the document: its title, its lead, its tables", () => {
  const html = securityPage(markdown)
  expect(html).toContain("<h1>Security</h1>")
  expect(html).toContain("What is <code>kept</code>.")
  expect(html).toContain(`<h2 id="sign-in">`)
  expect(html).toContain("<td>“a test” in <code>a.test.ts</code></td>")
})

test("a document that begins otherwise stops the build", () => {
  expect(() => securityPage("## Security\n\n- no lead\n")).toThrow("SECURITY.md")
})
