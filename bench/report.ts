/** What the bench found out, as lines of a table. */

export interface Line {
  /** What was measured. */
  title: string
  /** What it was measured against, and what both came to. */
  measured: string
  /** In the unit of the goal; undefined for figures without one. */
  value?: number
  /** `≤ 2.0×`, for people; empty for figures without one. */
  goal: string
  /** Undefined where there is no goal. */
  met?: boolean
}

type Format = (value: number) => string
export const times: Format = (value) => `${value.toFixed(2)}×`
export const percent: Format = (value) => `${(value * 100).toFixed(0)} %`
export const percentFine: Format = (value) => `${(value * 100).toFixed(1)} %`

/** A line with a goal. */
export function judged(
  title: string,
  value: number,
  goal: { most: number } | { least: number },
  format: Format,
  measured: string,
): Line & { value: number } {
  const met = "most" in goal ? value <= goal.most : value >= goal.least
  const text = "most" in goal ? `≤ ${format(goal.most)}` : `≥ ${format(goal.least)}`
  return { title, measured: `${format(value)}  ${measured}`, value, goal: text, met }
}

/** The lines as a table. */
export function table(lines: readonly Line[]): string {
  const width = (texts: readonly string[]) => Math.max(...texts.map((text) => text.length))
  const titles = width(lines.map(({ title }) => title))
  const goals = width(lines.map(({ goal }) => goal))
  return lines
    .map(({ title, measured, goal, met }) => {
      const verdict = met === undefined ? "" : met ? "met" : "missed"
      return `${title.padEnd(titles)}  ${goal.padEnd(goals)}  ${verdict.padEnd(6)}  ${measured}\n`
    })
    .join("")
}
