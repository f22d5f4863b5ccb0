import { randomBytes, randomInt } from "node:crypto"
import { chmodSync, existsSync, mkdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { CommandRefused } from "./command.ts"

/** One secret setting. */
export interface Secret {
  name: string
  value: string
  /** What it is for, and what losing it or leaking it means. */
  about: string
}

/** All secrets a deployment needs and nobody else hands out. Each call makes others. */
export function makeSecrets({ admin_email }: { admin_email?: string | undefined } = {}): Secret[] {
  return [
    {
      name: "KEK_KEYS",
      value: JSON.stringify(makeKey()),
      about:
        "Protects everything secret in the database and makes refresh tokens. The same for all servers. Keep a copy elsewhere: without it everybody is signed out and unsent mail is lost.",
    },
    {
      name: "COVENANT_PUBLISHABLE_KEY",
      value: `pk_${word(32)}`,
      about: "Names the storefront in x-publishable-api-key. No secret, and grants nothing.",
    },
    ...(admin_email === undefined
      ? []
      : [
          {
            name: "COVENANT_ADMIN_EMAIL",
            value: admin_email,
            about: "The first administrator, made at the first start.",
          },
          {
            name: "COVENANT_ADMIN_PASSWORD",
            value: word(24),
            about: "The first administrator's password. Change it after the first sign-in, and take both out again.",
          },
        ]),
  ]
}

/** `{id: key}` of one key for KEK_KEYS: 32 random bytes under a name that no other has. */
export const makeKey = (): Record<string, string> => ({
  [`k-${word(8, "abcdefghijkmnopqrstuvwxyz")}`]: randomBytes(32).toString("base64"),
})

/** What production asks for beside the secrets, and nobody can make up. */
const others = `# Beside these, production needs:
#   NODE_ENV=production
#   DATABASE_URL      postgres://user:password@host:5432/database
#   PUBLIC_BASE_URL   https://api.example.com
#   SMTP_URL          smtps://user:password@mail.example.com
#   MAIL_FROM         Shop <no-reply@example.com>
# node packages/server/src/main.ts --check-config says what is missing.
`

/** An environment file, for `node --env-file`, compose, systemd and the shell. No value holds a single quote. */
export const envFile = (secrets: readonly Secret[]): string =>
  `${secrets.map(({ name, value, about }) => `# ${about}\n${name}='${value}'\n`).join("\n")}\n${others}`

/**
 * Writes each secret to a file of its own, readable by its owner alone, and answers the settings that name them.
 * Throws, with nothing written, when one of the files is there already.
 */
export function writeSecrets(folder: string, secrets: readonly Secret[]): Record<string, string> {
  const files = secrets.map(({ name, value }) => ({ name, value, file: join(folder, name) }))
  const present = files.filter(({ file }) => existsSync(file)).map(({ name }) => name)
  if (present.length > 0) {
    throw new CommandRefused(
      `${present.join(", ")} in ${folder} would be overwritten. Whoever needs new ones moves the old ones away first.`,
    )
  }
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  for (const { file, value } of files) {
    writeFileSync(file, `${value}\n`, { mode: 0o600, flag: "wx" })
    chmodSync(file, 0o600) // whatever the umask took
  }
  return Object.fromEntries(files.map(({ name, file }) => [`${name}_FILE`, file]))
}

// Without l, I, O and 0, which people mix up when they type what they see.
const readable = "abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ123456789"

const word = (length: number, letters = readable): string =>
  Array.from({ length }, () => letters[randomInt(letters.length)]).join("")
