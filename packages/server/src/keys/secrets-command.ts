import { resolve } from "node:path"
import { canonicalEmail } from "../lib/email.ts"
import { CommandRefused, defineCommand, json } from "./command.ts"
import { envFile, makeKey, makeSecrets, writeSecrets } from "./make-secrets.ts"

const help = `pnpm secrets [options]

Makes all secrets of a production deployment and prints them as an environment file. Nothing is kept, sent or read:
each run makes others.

  --out FOLDER          write each to a file of its own instead (mode 0600), and print the NAME_FILE settings that name
                        them; refuses to overwrite any
  --admin-email EMAIL   with a first administrator of this address
  --key                 print one new key for KEK_KEYS alone, as {"id": "key"}, to replace the present one
                        (see pnpm keys:rewrap --help)
  --json                print {"NAME": "value"}
  --help                this text
`

export const secretsCommand = defineCommand({
  help,
  options: {
    out: { type: "string" },
    "admin-email": { type: "string" },
    key: { type: "boolean", default: false },
    json: { type: "boolean", default: false },
  },
  async run({ values }, { out }) {
    const { out: folder, "admin-email": admin_email } = values
    if (values.key) {
      if (folder !== undefined || admin_email !== undefined) throw new CommandRefused("--key stands alone.")
      out(json(makeKey()))
      return 0
    }
    // It stands between single quotes in a file that a shell reads.
    if (admin_email !== undefined && (!canonicalEmail(admin_email) || admin_email.includes("'"))) {
      throw new CommandRefused("--admin-email needs an address such as ada@example.com.")
    }
    const secrets = makeSecrets({ admin_email })
    if (folder !== undefined) {
      const settings = writeSecrets(resolve(folder), secrets)
      const lines = Object.entries(settings).map(([name, file]) => `${name}='${file}'\n`)
      out(values.json ? json(settings) : lines.join(""))
    } else {
      out(values.json ? json(Object.fromEntries(secrets.map(({ name, value }) => [name, value]))) : envFile(secrets))
    }
    return 0
  },
})
