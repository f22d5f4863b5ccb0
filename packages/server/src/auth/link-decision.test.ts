import { describe, expect, test } from "vitest"
import { linkDecision, type LinkDecision, type LinkSituation } from "./link-decision.ts"

/** Every situation there can be. */
function* everySituation(): Generator<LinkSituation> {
  const links = [
    undefined,
    ...(["live", "ended"] as const).flatMap((session) =>
      (["unknown", "own", "somebody_elses"] as const).map((identity_is) => ({ session, identity_is })),
    ),
  ]
  for (const realm of ["store", "admin"] as const)
    for (const ends_at of ["browser", "storefront"] as const)
      for (const identity of ["unknown", "known", "orphan"] as const)
        for (const link of links)
          for (const has_actor of [false, true])
            for (const invited of [false, true])
              for (const email of ["none", "unproven", "proven"] as const)
                for (const holder of ["nobody", "proven", "unproven", "unproven_but_proven_otherwise"] as const)
                  for (const link_by_email of [false, true])
                    for (const signup of [false, true])
                      for (const proven_only of [false, true])
                        yield {
                          realm,
                          ends_at,
                          identity,
                          ...(link ? { link } : {}),
                          has_actor,
                          invited,
                          email,
                          holder,
                          link_by_email,
                          signup,
                          proven_only,
                        }
}

/** What comes of it, in a word: the action, or the code of the refusal. */
const outcome = (decision: LinkDecision): string =>
  decision.action === "refuse"
    ? decision.code
    : decision.action === "attach"
      ? `attach to ${decision.to}`
      : decision.action

/** A row of the truth table: what must hold, and what comes of it. What it does not name makes no difference. */
interface Row extends Partial<Omit<LinkSituation, "link" | "holder">> {
  link?: "none" | "ended" | "unknown" | "own" | "somebody_elses"
  /** `somebody` stands for all but nobody. */
  holder?: LinkSituation["holder"] | "somebody"
}

const store = { realm: "store", link: "none" } as const
const staff = { realm: "admin", link: "none" } as const
const half = { ...store, identity: "known", has_actor: false, ends_at: "browser" } as const
const fresh = { ...store, identity: "unknown" } as const
/** Addresses that a customer of the browser flow may have. */
const good_address = [{ email: "proven" }, { email: "unproven", proven_only: false }] as const
const taken = { ...fresh, holder: "somebody" } as const

const table: readonly (readonly [string, Row, string])[] = [
  ["a: a known identity signs in", { ...store, identity: "known", has_actor: true }, "sign_in"],
  ["a: half-finished, at a storefront", { ...half, ends_at: "storefront" }, "sign_in"],
  ["a: half-finished, without an address", { ...half, email: "none" }, "email_not_verified"],
  ["a: half-finished, unproven", { ...half, email: "unproven", proven_only: true }, "email_not_verified"],
  ...good_address.flatMap((address) => {
    const here = { ...half, ...address }
    return [
      ["a: half-finished", { ...here, signup: true, holder: "nobody" }, "sign_in_and_create_customer"],
      ["a: half-finished, taken", { ...here, signup: true, holder: "somebody" }, "email_not_verified"],
      ["a: half-finished, sign-up is off", { ...here, signup: false }, "signup_disabled"],
    ] as const
  }),
  ["a: an account that is deleted", { identity: "orphan", link: "none" }, "access_denied"],

  ["b: one more way into the account that asks", { link: "unknown" }, "attach to session"],
  ["b: one that it has", { link: "own" }, "sign_in"],
  ["b: one that another has", { link: "somebody_elses" }, "invalid_state_error"],
  ["b: its session is over", { link: "ended" }, "session_revoked"],

  ["c: both have proven it", { ...fresh, email: "proven", link_by_email: true, holder: "proven" }, "attach to holder"],
  ["d: only said here", { ...fresh, email: "proven", link_by_email: true, holder: "unproven" }, "seize"],

  ...(
    [
      ["e: proven otherwise", { link_by_email: true, email: "proven", holder: "unproven_but_proven_otherwise" }],
      ["e: linking is off", { link_by_email: false, email: "proven" }],
      ["e: only said there", { email: "unproven" }],
    ] as const
  ).flatMap(([title, said]) => {
    const here = { ...taken, ...said }
    const browser = {
      ...here,
      ends_at: "browser",
      ...(here.email === "unproven" ? { proven_only: false } : {}),
    } as const
    return [
      [`${title}, in a browser`, browser, "email_not_verified"],
      [`${title}, at a storefront`, { ...here, ends_at: "storefront", signup: true }, "create_without_email"],
      [`${title}, sign-up is off`, { ...here, ends_at: "storefront", signup: false }, "signup_disabled"],
    ] as const
  }),
  ["e, f: no address, in a browser", { ...fresh, ends_at: "browser", email: "none" }, "email_not_verified"],
  [
    "e, f: only said, where only proven ones count, whoever has it",
    { ...fresh, ends_at: "browser", email: "unproven", proven_only: true },
    "email_not_verified",
  ],

  ...(
    [
      ["f: nobody has it", { holder: "nobody", email: "proven" }],
      ["f: only said, at a storefront", { holder: "nobody", ends_at: "storefront", email: "unproven" }],
      ["f: only said, in a browser", { holder: "nobody", ends_at: "browser", email: "unproven", proven_only: false }],
      ["f: no address, at a storefront", { ends_at: "storefront", email: "none" }],
    ] as const
  ).flatMap(([title, said]) => {
    const here = { ...fresh, ...said }
    return [
      [title, { ...here, signup: true }, "create"],
      [`${title}, sign-up is off`, { ...here, signup: false }, "signup_disabled"],
    ] as const
  }),

  ["staff who were linked", { ...staff, identity: "known", has_actor: true }, "sign_in"],
  ["staff who are no user", { ...staff, identity: "known", has_actor: false }, "access_denied"],
  ["staff with an invite", { ...staff, identity: "unknown", invited: true }, "accept_invite"],
  ["staff nobody knows, by whatever address", { ...staff, identity: "unknown", invited: false }, "access_denied"],
]

/** Every situation, as the table names it, with what comes of it. */
const all = [...everySituation()].map((situation) => {
  const { link, ...seen } = situation
  const link_seen = !link ? "none" : link.session === "ended" ? "ended" : link.identity_is
  return { situation, seen: { ...seen, link: link_seen } satisfies Row, comes: outcome(linkDecision(situation)) }
})
const situations = all.map(({ situation }) => situation)

const table_of_pairs = table.map(([, row]) => Object.entries(row) as [keyof Row, unknown][]) // what it was made of
const matches = (row: readonly [keyof Row, unknown][], seen: Row): boolean =>
  row.every(([name, wanted]) => (wanted === "somebody" ? seen[name] !== "nobody" : seen[name] === wanted))

describe("who comes back from a provider", () => {
  test.each(table.map(([title, row, expected], index) => [title, row, expected, index] as const))(
    "%s: %o is %s",
    (_title, _row, expected, index) => {
      const meant = all.filter(({ seen }) => matches(table_of_pairs[index] ?? [], seen))
      expect(new Set(meant.map(({ comes }) => comes))).toEqual(new Set([expected]))
    },
  )

  test("the table says of every situation what comes of it, and says it once", () => {
    const unclear = all.filter(({ seen }) => table_of_pairs.filter((row) => matches(row, seen)).length !== 1)
    expect(unclear).toEqual([])
  })

  test("over every situation: nobody gets into an account by an address that one of both sides only said", () => {
    for (const situation of situations) {
      const decision = linkDecision(situation)
      if (decision.action !== "attach" || decision.to !== "holder") continue
      expect(situation).toMatchObject({
        realm: "store",
        email: "proven",
        holder: "proven",
        link_by_email: true,
        identity: "unknown",
      })
    }
  })

  test("over every situation: an account is seized only from whoever has proven nothing, by whoever has", () => {
    for (const situation of situations) {
      if (linkDecision(situation).action !== "seize") continue
      expect(situation).toMatchObject({
        realm: "store",
        email: "proven",
        holder: "unproven",
        link_by_email: true,
        identity: "unknown",
      })
    }
  })

  test("over every situation: staff are never made but by an invite, and nothing is made when sign-up is off", () => {
    for (const situation of situations) {
      const { action } = linkDecision(situation)
      if (action === "accept_invite")
        expect(situation).toMatchObject({ realm: "admin", invited: true, identity: "unknown" })
      if (["create", "create_without_email", "sign_in_and_create_customer"].includes(action))
        expect(situation).toMatchObject({ realm: "store", signup: true })
    }
  })

  test("over every situation: where only proven addresses count, the browser flow makes no customer of another", () => {
    for (const situation of situations) {
      const { action } = linkDecision(situation)
      if (!situation.proven_only || situation.ends_at !== "browser") continue
      if (["create", "sign_in_and_create_customer", "seize"].includes(action)) expect(situation.email).toBe("proven")
    }
  })

  test("over every situation: what asks for a link is never anything else", () => {
    const outcomes = new Set(all.flatMap(({ situation, comes }) => (situation.link ? [comes] : [])))
    expect([...outcomes].toSorted()).toEqual(["attach to session", "invalid_state_error", "session_revoked", "sign_in"])
  })

  test("over every situation: where only proven addresses count, the browser flow makes no customer of another", () => {
    for (const situation of situations) {
      const { action } = linkDecision(situation)
      if (!situation.proven_only || situation.ends_at !== "browser") continue
      if (["create", "sign_in_and_create_customer", "seize"].includes(action)) expect(situation.email).toBe("proven")
    }
  })

  test("over every situation: what asks for a link is never anything else", () => {
    for (const situation of situations) {
      if (!situation.link) continue
      expect(["sign_in", "attach to session", "invalid_state_error", "session_revoked"]).toContain(
        outcome(linkDecision(situation)),
      )
    }
  })
})
