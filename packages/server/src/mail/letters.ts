import type { Config } from "../config.ts"
import type { OutboxTopic, OutboxTopics } from "../lib/outbox.ts"
import type { Letter } from "./letter.ts"
import { inviteAction, resetAction, verificationAction } from "./links.ts"

/** One letter: what it says, whom it concerns, and until when it is worth sending. */
export interface Template<Topic extends OutboxTopic> {
  realm(payload: OutboxTopics[Topic]): "store" | "admin"
  /** The canonical address it goes to; undefined where the account is to be asked (see `find-account-email.ts`). */
  recipient(payload: OutboxTopics[Topic]): string | undefined
  /** After that its link is dead, and a mail would only mislead. Undefined: always worth sending. */
  useful_seconds?(config: Config): number
  /** `recipient` is who it was addressed to in the end. */
  letter(payload: OutboxTopics[Topic], config: Config, recipient: string): Letter
}

const realmOf = (actor_type: "customer" | "user") => (actor_type === "user" ? "admin" : "store")
const not_you = "If it was not you, do nothing: nothing was changed."

/** Every topic's letter. None holds a name that its reader did not choose: names are where strangers put their advertising. */
export const letters: { readonly [Topic in OutboxTopic]: Template<Topic> } = {
  "auth.password_reset": {
    realm: ({ actor_type }) => realmOf(actor_type),
    recipient: ({ entity_id }) => entity_id,
    useful_seconds: ({ reset_ttl_seconds }) => reset_ttl_seconds,
    letter: (payload, config) => ({
      subject: "Choose a new password",
      paragraphs: [`Somebody asked for a new password for ${payload.entity_id} at ${placeOf(config)}.`],
      action: resetAction(config, payload),
      afterwards: [
        `It works once, within ${lengthOf(config.reset_ttl_seconds)}. If you asked more than once, only the newest mail works.`,
        not_you,
      ],
    }),
  },

  "auth.password_reset_without_password": {
    realm: ({ actor_type }) => realmOf(actor_type),
    recipient: ({ entity_id }) => entity_id,
    letter: ({ entity_id, providers }, config) => ({
      subject: "You sign in without a password",
      paragraphs: [
        `Somebody asked for a new password for ${entity_id} at ${placeOf(config)}. This account has none: it signs in with ${providers.join(" or ") || "another provider"}.`,
      ],
      afterwards: ["Sign in that way, as before.", not_you],
    }),
  },

  "auth.password_changed": {
    realm: ({ actor_type }) => realmOf(actor_type),
    recipient: ({ entity_id }) => entity_id,
    letter: ({ entity_id }, config) => ({
      subject: "Your password was changed",
      paragraphs: [
        `The password of ${entity_id} at ${placeOf(config)} was changed, and other devices were signed out.`,
      ],
      afterwards: [
        "If it was you, there is nothing to do.",
        "If it was not you, ask for a new password where you sign in, at once: the mail with the link comes to this address.",
      ],
    }),
  },

  "auth.email_verification": {
    realm: ({ actor_type }) => realmOf(actor_type),
    recipient: ({ entity_id }) => entity_id,
    useful_seconds: ({ verification_ttl_seconds }) => verification_ttl_seconds,
    letter: ({ entity_id, token }, config) => ({
      subject: "Confirm your address",
      paragraphs: [
        `Somebody registered with ${entity_id} at ${placeOf(config)}. If it was you, confirm that it is your address.`,
      ],
      action: verificationAction(config, token),
      afterwards: [
        `It works once, within ${lengthOf(config.verification_ttl_seconds)}. If you asked more than once, only the newest mail works.`,
        "If it was not you, do nothing: without your confirmation nobody becomes a customer with your address.",
      ],
    }),
  },

  "auth.registration_tried": {
    realm: ({ actor_type }) => realmOf(actor_type),
    recipient: ({ entity_id }) => entity_id,
    letter: ({ entity_id }, config) => ({
      subject: "You have an account already",
      paragraphs: [
        `Somebody tried to register with ${entity_id} at ${placeOf(config)}. There is an account with this address.`,
      ],
      afterwards: [
        "If it was you, sign in as before, or ask for a new password where you sign in: the link comes to this address.",
        not_you,
      ],
    }),
  },

  "auth.refresh_reuse": {
    realm: ({ realm }) => realm,
    recipient: () => undefined,
    letter: (_payload, config, recipient) => ({
      subject: "You were signed out to be safe",
      paragraphs: [
        `A session of ${recipient} at ${placeOf(config)} was used from two places at once, as happens when it is copied. It was ended, for both.`,
      ],
      afterwards: [
        "Sign in again. Your other devices are still signed in.",
        "If you do not know why this happened, change your password as well.",
      ],
    }),
  },

  "auth.provider_linked": {
    realm: ({ realm }) => realm,
    recipient: () => undefined,
    letter: ({ provider }, config, recipient) => ({
      subject: `You can sign in with ${provider}`,
      paragraphs: [`The account of ${recipient} at ${placeOf(config)} can now be signed in to with ${provider}.`],
      afterwards: [
        "If it was you, there is nothing to do.",
        "If it was not you, remove it from your account and change your password.",
      ],
    }),
  },

  "invite.created": {
    realm: () => "admin",
    recipient: ({ user_email }) => user_email,
    useful_seconds: ({ invite_ttl_seconds }) => invite_ttl_seconds,
    letter: ({ user_email, token }, config) => ({
      subject: "You are invited to join the staff",
      paragraphs: [`${user_email} is invited to join the staff of ${placeOf(config)}.`],
      action: inviteAction(config, token),
      afterwards: [
        `It works once, within ${lengthOf(config.invite_ttl_seconds)}.`,
        "If you do not know who invites you, do nothing: no account was made.",
      ],
    }),
  },
}

/** What the reader knows the deployment as. */
const placeOf = ({ mail_from, public_base_url }: Pick<Config, "mail_from" | "public_base_url">): string =>
  mail_from.name || new URL(public_base_url).host

/** `15 minutes`, `7 days`: in the largest unit that fits. */
export function lengthOf(seconds: number): string {
  const units = [
    ["day", 86_400],
    ["hour", 3_600],
    ["minute", 60],
    ["second", 1],
  ] as const
  const [name, size] = units.find(([, unit]) => seconds >= unit && seconds % unit === 0) ?? ["second", 1]
  const count = seconds / size
  return `${count} ${name}${count === 1 ? "" : "s"}`
}
