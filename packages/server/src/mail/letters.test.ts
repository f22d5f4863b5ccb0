import { randomBytes } from "node:crypto"
import { describe, expect, test } from "vitest"
import { readConfig } from "../config.ts"
import type { OutboxTopic, OutboxTopics } from "../lib/outbox.ts"
import { letters, lengthOf } from "./letters.ts"
import { writeLetter, type WrittenLetter } from "./letter.ts"

const made_up = {
  kek_keys: [],
  covenant_admin_email: "ada@staff.example",
  covenant_admin_password: "not used here",
  covenant_publishable_key: "pk_0123456789012345678901234567",
}
const configOf = (env: Record<string, string> = {}) =>
  readConfig(env, { default_data_dir: "/data", madeUp: () => made_up })
const production = {
  NODE_ENV: "production",
  PUBLIC_BASE_URL: "https://api.shop.example",
  KEK_KEYS: JSON.stringify({ a: randomBytes(32).toString("base64") }),
  SMTP_URL: "smtps://mail.shop.example",
  MAIL_FROM: "Shop & Söhne <no-reply@shop.example>",
}

const hostile = `a&b'{{x}}@"<script>alert(1)</script>`
const token = "tok_0123456789abcdefghijklmnopqrstuvwxyz-_ABCDE"
const samples: { [Topic in OutboxTopic]: OutboxTopics[Topic] } = {
  "auth.password_reset": { entity_id: hostile, actor_type: "customer", token },
  "auth.password_reset_without_password": {
    entity_id: hostile,
    actor_type: "customer",
    providers: ["google", "<img src=x onerror=alert(1)>"],
  },
  "auth.password_changed": { entity_id: hostile, actor_type: "user" },
  "auth.email_verification": { entity_id: hostile, actor_type: "customer", token },
  "auth.registration_tried": { entity_id: hostile, actor_type: "customer" },
  "auth.refresh_reuse": { realm: "store", actor_type: "customer", auth_identity_id: "authid_1", session_id: "1" },
  "auth.provider_linked": {
    realm: "store",
    actor_type: "customer",
    auth_identity_id: "authid_1",
    provider: "Google",
  },
  "invite.created": { user_email: hostile, token },
}
const topics = Object.keys(samples) as OutboxTopic[] // the keys of the literal above

function written<Topic extends OutboxTopic>(
  topic: Topic,
  config = configOf(),
  payload = samples[topic],
): WrittenLetter {
  return writeLetter(letters[topic].letter(payload, config, hostile))
}
const bodyOf = (html: string): string => html.slice(html.indexOf("<body"))

describe.each(topics)("%s", (topic) => {
  test("escapes everything that came from elsewhere, and loads and runs nothing", () => {
    const { html, subject } = written(topic, configOf(production))
    expect(html).toContain("&lt;script&gt;alert(1)&lt;/script&gt;")
    const tags = html.match(/<[^>]*>/gu)?.join("") ?? ""
    expect(tags).not.toMatch(/<script|<img|<link|<iframe|<form|\ssrc=|url\(|@import|\son\w+=/iu)
    expect(subject).not.toMatch(/[\r\n]/u)
  })

  test("says the same in plain text, and whom and what it is about", () => {
    const { text, html } = written(topic, configOf(production))
    expect(text).toContain(hostile)
    expect(text).toContain("Shop & Söhne")
    expect(html).toContain("Shop &amp; Söhne")
    expect(text).not.toMatch(/&amp;|&lt;|<p|style=/u)
  })

  test("asks for at most one thing, and says what to do if it was somebody else", () => {
    const { text, html } = written(topic)
    expect(html.match(/<a /gu)?.length ?? 0).toBe(letters[topic].useful_seconds ? 1 : 0)
    expect(text).toMatch(/If it was not you|If you do not know/u)
  })
})

const linksIn = ({ text, html }: WrittenLetter) => ({
  text: /https?:\/\/\S+/u.exec(text)?.[0],
  html: /<a href="([^"]+)"/u.exec(bodyOf(html))?.[1]?.replaceAll("&amp;", "&"),
})

describe("links", () => {
  test.each([
    ["auth.password_reset", "customer", "/sandbox/reset-password"],
    ["auth.password_reset", "user", "/sandbox/reset-admin-password"],
  ] as const)("%s for a %s is the same in both bodies, and opens %s in the sandbox", (topic, actor_type, path) => {
    const { text, html } = linksIn(written(topic, configOf(), { entity_id: "a+b@x.example", actor_type, token }))
    expect(text).toBe(`http://127.0.0.1:9000${path}?token=${token}&email=a%2Bb%40x.example`)
    expect(html).toBe(text)
  })

  test("invite.created opens the sandbox's page, with the token alone", () => {
    const { text, html } = linksIn(written("invite.created"))
    expect(text).toBe(`http://127.0.0.1:9000/sandbox/invite?token=${token}`)
    expect(html).toBe(text)
  })

  test("lead to the configured pages, whose own query stays", () => {
    const config = configOf({
      ...production,
      STOREFRONT_RESET_URL: "https://shop.example/reset?locale=de",
      STOREFRONT_VERIFICATION_URL: "https://shop.example/verify",
      ADMIN_RESET_URL: "https://admin.shop.example/reset",
      ADMIN_INVITE_URL: "https://admin.shop.example/join",
    })
    const reset = (actor_type: "customer" | "user") =>
      linksIn(written("auth.password_reset", config, { entity_id: "a@x.example", actor_type, token })).text
    expect(reset("customer")).toBe(`https://shop.example/reset?locale=de&token=${token}&email=a%40x.example`)
    expect(reset("user")).toBe(`https://admin.shop.example/reset?token=${token}&email=a%40x.example`)
    expect(linksIn(written("auth.email_verification", config)).text).toBe(`https://shop.example/verify?token=${token}`)
    expect(linksIn(written("invite.created", config)).text).toBe(`https://admin.shop.example/join?token=${token}`)
  })

  test("are bare tokens in production where no page is configured", () => {
    for (const topic of ["auth.password_reset", "auth.email_verification", "invite.created"] as const) {
      const { text, html } = written(topic, configOf(production))
      expect(linksIn({ subject: "", text, html })).toEqual({ text: undefined, html: undefined })
      expect(text).toContain(`\n${token}\n`)
      expect(html).toContain(token)
    }
  })
})

test.each([
  [1, "1 second"],
  [900, "15 minutes"],
  [3600, "1 hour"],
  [5400, "90 minutes"],
  [604_800, "7 days"],
])("%i seconds read as %s", (seconds, words) => {
  expect(lengthOf(seconds)).toBe(words)
})
