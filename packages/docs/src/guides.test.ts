import { expect, test } from "vitest"

import { guideOf, readGuides } from "./guides.ts"

const markdown = `# Sell a chair

You will have sold **one** chair.

## Find it

In the \`barn\`, see [the other](20-barns.md#doors).

\`\`\`sh
curl http://127.0.0.1:9000/chairs -H 'x-publishable-api-key: pk_your_key'
\`\`\`

\`\`\`js chair.mjs
console.log("<chair>")
\`\`\`
`
const siblings = new Set(["20-barns.md"])

test("a guide is a file: number and name, title, a paragraph, the rest", () => {
  const { id, title, lead, html, files } = guideOf("10-sell-a-chair.md", markdown, siblings)
  expect({ id, title, lead, files }).toEqual({
    id: "sell-a-chair",
    title: "Sell a chair",
    lead: "You will have sold **one** chair.",
    files: { "chair.mjs": `console.log("<chair>")` },
  })
  expect(html).toContain(`<h2 id="find-it"><a href="#find-it">Find it</a></h2>`)
  expect(html).toContain(`<a href="/docs/guides/barns#doors">the other</a>`)
  expect(html).toContain(`<span class="fill" data-fill="publishable_key">pk_your_key</span>`)
  expect(html).toContain(`console.log(&quot;&lt;chair&gt;&quot;)`)
})

test.each([
  ["chair.md", markdown, "is called like"],
  ["10-chair.md", "## No title\n", "begins with its title"],
  ["10-chair.md", "# A title\n\n## And no paragraph\n", "begins with its title"],
  ["10-chair.md", markdown.replace("20-barns", "30-attics"), "leads to 30-attics.md, which is not there"],
])("%s is refused when it is not like the others: %#", (name, text, problem) => {
  expect(() => guideOf(name, text, siblings)).toThrow(problem)
})

test("the guides of the repository are read in order", () => {
  const ids = readGuides().map(({ id }) => id)
  expect(ids.indexOf("forgotten-password")).toBeLessThan(ids.indexOf("new-colleague"))
  expect(new Set(ids).size).toBe(ids.length)
})
