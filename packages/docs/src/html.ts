const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
  "{": "&#123;", // also harmless inside a Handlebars template
}

/** The text, safe inside an element and inside a quoted attribute. */
export const escapeHtml = (text: string): string => text.replace(/[&<>"'{]/g, (character) => entities[character] ?? "")

/** A sentence of the contract as HTML: escaped, with `code` in backticks set as code. No other Markdown is read. */
export const sentence = (text: string): string =>
  escapeHtml(text.trim()).replace(/`([^`]+)`/g, (_, code: string) => `<code>${code}</code>`)
