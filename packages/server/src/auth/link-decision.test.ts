import { describe, expect, test } from "vitest"
import { linkDecision, type LinkDecision, type LinkSituation } from "./link-decision.ts"

const nobody: LinkSituation = {
  realm: "store",
  ends_at: "browser",
  identity: "unknown",
  has_actor: false,
  invited: false,
  email: "proven",
  holder: "nobody",
  link_by_email: true,
  signup: true,
}

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
                      }
}

/** What comes of it, in a word: the action, or the code of the refusal. */
const outcome = (decision: LinkDecision): string =>
  decision.action === "refuse"
    ? decision.code
    : decision.action === "attach"
      ? `attach to ${decision.to}`
      : decision.action

describe("who comes back from a provider", () => {
  test.each<[string, Partial<LinkSituation>, string]>([
    ["a: a known identity signs in", { identity: "known", has_actor: true }, "sign_in"],
    ["a: whoever has its address by now", { identity: "known", has_actor: true, holder: "proven" }, "sign_in"],
    ["a: with sign-up off", { identity: "known", has_actor: true, signup: false }, "sign_in"],
    ["a: half-finished in a browser", { identity: "known" }, "sign_in_and_create_customer"],
    ["a: half-finished at a storefront", { identity: "known", ends_at: "storefront" }, "sign_in"],
    ["a: half-finished, the address is taken", { identity: "known", holder: "unproven" }, "email_not_verified"],
    ["a: half-finished, without an address", { identity: "known", email: "none" }, "email_not_verified"],
    ["a: half-finished, sign-up is off", { identity: "known", signup: false }, "signup_disabled"],
    ["a: an account that is deleted", { identity: "orphan" }, "access_denied"],
    [
      "b: one more way into the account that asks",
      { link: { session: "live", identity_is: "unknown" } },
      "attach to session",
    ],
    ["b: one that it has", { link: { session: "live", identity_is: "own" }, identity: "known" }, "sign_in"],
    [
      "b: one that another has",
      { link: { session: "live", identity_is: "somebody_elses" }, identity: "known" },
      "invalid_state_error",
    ],
    ["b: its session is over", { link: { session: "ended", identity_is: "unknown" } }, "session_revoked"],
    ["c: both have proven the address", { holder: "proven" }, "attach to holder"],
    ["c: with sign-up off", { holder: "proven", signup: false }, "attach to holder"],
    ["d: proven there, only said here", { holder: "unproven" }, "seize"],
    ["d: an account somebody else has proven", { holder: "unproven_but_proven_otherwise" }, "email_not_verified"],
    ["e: only said there, proven here", { holder: "proven", email: "unproven" }, "email_not_verified"],
    ["e: only said on both sides", { holder: "unproven", email: "unproven" }, "email_not_verified"],
    ["e: linking is off", { holder: "proven", link_by_email: false }, "email_not_verified"],
    ["e: linking is off, only said here", { holder: "unproven", link_by_email: false }, "email_not_verified"],
    ["e: at a storefront", { holder: "proven", email: "unproven", ends_at: "storefront" }, "create_without_email"],
    [
      "e: at a storefront, sign-up is off",
      { holder: "proven", email: "unproven", ends_at: "storefront", signup: false },
      "signup_disabled",
    ],
    ["f: nobody has the address", {}, "create"],
    ["f: nobody has the address that is only said", { email: "unproven" }, "create"],
    ["f: sign-up is off", { signup: false }, "signup_disabled"],
    ["f: no address in a browser", { email: "none" }, "email_not_verified"],
    ["f: no address at a storefront", { email: "none", ends_at: "storefront" }, "create"],
    ["staff who were linked", { realm: "admin", identity: "known", has_actor: true }, "sign_in"],
    ["staff who are no user", { realm: "admin", identity: "known" }, "access_denied"],
    ["staff by their proven address", { realm: "admin", holder: "proven" }, "access_denied"],
    ["staff nobody knows", { realm: "admin" }, "access_denied"],
    ["staff with an invite", { realm: "admin", invited: true }, "accept_invite"],
    [
      "staff who link one more",
      { realm: "admin", link: { session: "live", identity_is: "unknown" } },
      "attach to session",
    ],
  ])("%s", (_, situation, expected) => {
    expect(outcome(linkDecision({ ...nobody, ...situation }))).toBe(expected)
  })

  test("over every situation: nobody gets into an account by an address that one of both sides only said", () => {
    for (const situation of everySituation()) {
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
    for (const situation of everySituation()) {
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
    for (const situation of everySituation()) {
      const { action } = linkDecision(situation)
      if (action === "accept_invite")
        expect(situation).toMatchObject({ realm: "admin", invited: true, identity: "unknown" })
      if (["create", "create_without_email", "sign_in_and_create_customer"].includes(action))
        expect(situation).toMatchObject({ realm: "store", signup: true })
    }
  })

  test("over every situation: what asks for a link is never anything else", () => {
    for (const situation of everySituation()) {
      if (!situation.link) continue
      expect(["sign_in", "attach to session", "invalid_state_error", "session_revoked"]).toContain(
        outcome(linkDecision(situation)),
      )
    }
  })
})
