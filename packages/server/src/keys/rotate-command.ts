import { signing_algorithms } from "../lib/key-ring.ts"
import { CommandRefused, defineCommand, json, moment } from "./command.ts"
import { withDeployment } from "./open-deployment.ts"
import type { RingKey } from "./signing-keys.ts"
import { publishNextKey, replaceSigningKeys, signingKeys, turnRing } from "./signing-keys.ts"

const help = `pnpm keys:rotate [options]

Replaces the key that signs access tokens, without a token or a request being lost:

  now        a next key is published beside the active one at /.well-known/jwks.json
  in 6 min   when every cache has it, it becomes the active one; the old one is retired, and still verifies
  a day on   when the last token it signed is dead, the old one is removed

The servers do the later steps by themselves. Running this again does them too, and publishes nothing while a next key
waits. Settings are those of the servers (DATABASE_URL, KEK_KEYS, …); the embedded database must not be in use.

  --alg ES256|RS256|EdDSA   kind of the new key (default ES256)
  --status                  only show the ring
  --leaked                  the key leaked: a new one signs at once, all others are gone, every access token is dead
                            within 30 seconds. Refresh tokens and cookies go on
  --help                    this text

Prints JSON where nobody is reading.
`

export const rotateCommand = defineCommand({
  help,
  options: {
    alg: { type: "string", default: "ES256" },
    status: { type: "boolean", default: false },
    leaked: { type: "boolean", default: false },
  },
  async run({ values }, { env, default_data_dir, on_terminal, out }) {
    const alg = signing_algorithms.find((known) => known === values.alg)
    if (!alg) throw new CommandRefused(`--alg knows ${signing_algorithms.join(", ")}.`)
    if (values.status && values.leaked) throw new CommandRefused("--status changes nothing, --leaked does: keep one.")
    const done = await withDeployment(env, default_data_dir, async ({ db, vault }) => {
      if (values.status) return { keys: await signingKeys(db) }
      if (values.leaked) return { ...(await replaceSigningKeys(db, vault, alg)), keys: await signingKeys(db) }
      const turned = await turnRing(db)
      // One step at a time: a ring that has just moved is not moved on at once.
      const published = turned.activated === undefined ? await publishNextKey(db, vault, alg) : undefined
      return { ...turned, ...(published === undefined ? {} : { published }), keys: await signingKeys(db) }
    })
    out(on_terminal ? sentences(done) : json(done))
    return 0
  },
})

interface Done {
  published?: string
  activated?: string
  retired?: string
  removed?: readonly string[]
  keys: readonly RingKey[]
}

function sentences({ published, activated, retired, removed = [], keys }: Done): string {
  const next = keys.find(({ state }) => state === "next")
  const said = [
    ...(activated ? [`${activated} signs from now on.`] : []),
    ...(retired ? [`${retired} is retired, and goes on verifying what it signed.`] : []),
    ...removed.map((kid) => `${kid} is removed.`),
    ...(published ? [`${published} is published. The servers begin to sign with it when every cache has it.`] : []),
    ...(next && !published ? ["A next key is waiting for its time; nothing new was published."] : []),
  ]
  const when: Record<RingKey["state"], string> = { next: "signs from", active: "", retired: "goes after" }
  const rows = keys.map(({ kid, alg, state, until }) =>
    `  ${state.padEnd(8)} ${alg.padEnd(6)} ${kid}  ${until ? `${when[state]} ${moment(until)}` : ""}`.trimEnd(),
  )
  return `${[...said, ...(said.length > 0 ? [""] : []), ...rows].join("\n")}\n`
}
