/** argon2id alone: as many at once as there are cores, one after the other. */
import { createPasswordHasher } from "../packages/server/src/lib/password.ts"
import { answer } from "./child.ts"

export interface BareHashes {
  seconds: number
  at_once: number
  hash: string
  password: string
}

answer({
  async run({ seconds, at_once, hash, password }: BareHashes): Promise<{ hashes: number; seconds: number }> {
    const passwords = await createPasswordHasher({ at_once })
    const began = performance.now()
    let hashes = 0
    const work = async () => {
      while (performance.now() - began < seconds * 1000) {
        const { matches, outdated } = await passwords.verify(hash, password)
        if (!matches || outdated) throw new Error("The hash is not the one the server would make.")
        hashes++
      }
    }
    await Promise.all(Array.from({ length: at_once }, work))
    return { hashes, seconds: (performance.now() - began) / 1000 }
  },
})
