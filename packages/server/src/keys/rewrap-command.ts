import { CommandRefused, counted, defineCommand, json, moment } from "./command.ts"
import type { KeyUse } from "./key-use.ts"
import { keysInUse, mayGo } from "./key-use.ts"
import { withDeployment } from "./open-deployment.ts"
import type { Rewrapped } from "./rewrap.ts"
import { rewrapAll } from "./rewrap.ts"
import { sealedColumns } from "./sealed-columns.ts"

const help = `pnpm keys:rewrap [--check [id]]

Seals with the first key of KEK_KEYS whatever an older one sealed: signing keys, messages that wait or were sent. In
small steps, while the servers run; it may be stopped anywhere and run again. Replacing a key:

  1. add the new key to KEK_KEYS behind the current one, and restart every server   now all can read what it seals
  2. put it first, and restart every server                                         now all seal with it
  3. pnpm keys:rewrap                                                               nothing is left under the old one
  4. pnpm keys:rewrap --check <old id>                                              until it says that the key may go
  5. take the old key out of KEK_KEYS, and restart every server

pnpm secrets --key makes a key. Between 3 and 4 sessions move to the new one as they are refreshed; those that are not
end by themselves. With 2 the limits count anew, and pages that hold an x-csrf-token load it again. With 5 devices that
have not signed in since are no longer known.

  --check [id]   change nothing; fail while the key (or any but the first) is in use, and say by what
  --help         this text

Prints JSON where nobody is reading.
`

/** Rows that a server held while we came by are there in the next round. */
const most_rounds = 5

export const rewrapCommand = defineCommand({
  help,
  options: { check: { type: "boolean", default: false } },
  positionals: true,
  async run({ values, positionals }, { env, default_data_dir, on_terminal, out, err }) {
    const [asked, ...others] = positionals
    if (others.length > 0 || (asked !== undefined && !values.check)) {
      throw new CommandRefused("An id is only for --check, and only one.")
    }
    const { rewrapped, uses } = await withDeployment(env, default_data_dir, async ({ config, db, vault }) => {
      const inUse = () =>
        keysInUse(
          db,
          vault,
          config.kek_keys.map(({ id }) => id),
        )
      if (values.check) return { rewrapped: undefined, uses: await inUse() }
      const total: Rewrapped[] = []
      for (let round = 0; round < most_rounds; round++) {
        const done = await rewrapAll(db, vault, { onBatch: on_terminal ? progress(err) : () => undefined })
        total.push(...done)
        const left = (await inUse()).some(
          ({ standing, sealed }) => standing === "older" && Object.keys(sealed).length > 0,
        )
        if (!left || done.every(({ rewrapped: rows }) => rows === 0)) break
      }
      return { rewrapped: sums(total), uses: await inUse() }
    })
    if (asked !== undefined && !uses.some(({ id }) => id === asked)) {
      throw new CommandRefused(`${asked} is not among KEK_KEYS, and nothing in the database asks for it: it is gone.`)
    }
    const judged = uses.filter(({ id }) => asked === undefined || id === asked)
    const failed = values.check
      ? judged.some((use) => !mayGo(use) && (asked !== undefined || use.standing !== "current"))
      : rewrapped?.some(({ unreadable }) => unreadable > 0) === true
    const keys = judged.map((use) => ({ ...use, may_go: mayGo(use) }))
    out(on_terminal ? sentences(rewrapped, judged) : json({ ...(rewrapped ? { rewrapped } : {}), keys }))
    return failed ? 1 : 0
  },
})

const progress =
  (err: (text: string) => void) =>
  (table: string, rewrapped: number): void =>
    err(`\r\u001B[2K${named(table, rewrapped)} …\r`)

/** Of all rounds: what was done in any, and what did not open in the last. */
function sums(rounds: readonly Rewrapped[]): Rewrapped[] {
  return sealedColumns.map(({ table }) => {
    const theirs = rounds.filter((each) => each.table === table)
    return {
      table,
      rewrapped: theirs.reduce((sum, { rewrapped }) => sum + rewrapped, 0),
      unreadable: theirs.at(-1)?.unreadable ?? 0,
    }
  })
}

function sentences(rewrapped: readonly Rewrapped[] | undefined, uses: readonly KeyUse[]): string {
  const nothing = rewrapped?.every((done) => done.rewrapped === 0 && done.unreadable === 0)
  if (nothing) return `Everything was sealed with the current key already.\n\n${uses.map(useSentence).join("\n")}\n`
  const lines = (rewrapped ?? []).map(({ table, rewrapped: rows, unreadable }) => {
    const done = `${named(table, rows)} sealed with the current key.`
    if (unreadable === 0) return done
    return `${done} ${named(table, unreadable)} did not open, and stayed: their key is missing, or they are damaged.`
  })
  return `${[...lines, ...(rewrapped ? [""] : []), ...uses.map(useSentence)].join("\n")}\n`
}

/** `old    older    still in use: 3 messages, 12 sessions (the last ends 2027-02-19 21:45 UTC at the latest)` */
function useSentence(use: KeyUse): string {
  const { id, standing, sealed, sessions, sessions_end } = use
  const of = [
    ...Object.entries(sealed).map(([table, rows]) => named(table, rows)),
    ...(sessions > 0 && sessions_end
      ? [`${counted(sessions, ["session", "sessions"])} (the last ends ${moment(sessions_end)} at the latest)`]
      : []),
  ]
  const verdict =
    standing === "current"
      ? "in use, as everything new is"
      : mayGo(use)
        ? "may go: nothing uses it"
        : standing === "older"
          ? "in use"
          : "not among KEK_KEYS, and needed"
  return `  ${id.padEnd(16)} ${standing.padEnd(8)} ${verdict}${of.length > 0 ? `: ${of.join(", ")}` : ""}`
}

const named = (table: string, rows: number): string =>
  counted(rows, sealedColumns.find((sealed) => sealed.table === table)?.noun ?? ["row", "rows"])
