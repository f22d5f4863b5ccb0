/** The commands of the guides, taken from their pages as a browser would copy them. */
import { guidePage } from "../../packages/docs/src/guides-page.ts"
import { readGuides } from "../../packages/docs/src/guides.ts"

/** A command of a guide. */
export interface Step {
  /** The heading it stands under. */
  title: string
  command: string
  /** What the page tells to look for, right behind the command. */
  prints: string | undefined
}

/** The text of a piece of HTML, as a browser copies it. */
const textOf = (html: string): string =>
  html.replace(/<[^>]+>/gu, "").replace(/&(?:lt|gt|quot|amp|#\d+);/gu, (entity) => {
    const named: Record<string, string> = { "&lt;": "<", "&gt;": ">", "&quot;": '"', "&amp;": "&" }
    return named[entity] ?? String.fromCodePoint(Number(entity.slice(2, -1)))
  })

/** The shell commands of a page, in order. */
function stepsOf(page: string): Step[] {
  const parts = page.matchAll(
    /<h2 [^>]*>(.*?)<\/h2>|<div class="sample" data-language="sh">.*?<pre[^>]*><code>(.*?)<\/code><\/pre><\/div>\s*(?:<p>Look for <code>(.*?)<\/code>)?/gsu,
  )
  let title = ""
  const steps: Step[] = []
  for (const [, heading, command, prints] of parts) {
    if (heading !== undefined) title = textOf(heading)
    else steps.push({ title, command: textOf(command ?? ""), prints: prints === undefined ? prints : textOf(prints) })
  }
  return steps
}

/** Each guide with its shell commands. */
export function guidesInSteps(): { id: string; title: string; steps: Step[] }[] {
  const guides = readGuides()
  return guides.map((guide) => ({ id: guide.id, title: guide.title, steps: stepsOf(guidePage(guide, guides)) }))
}
