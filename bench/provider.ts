/** The provider of the bench: the honest side of the one that tests lie with, which asks nothing of a browser. */
import { startEvilProvider } from "../test/setup/evil-provider.ts"
import { answer } from "./child.ts"

/** What a server must know of it, as `OAUTH_PROVIDERS` says it. */
export interface AtProvider {
  issuer: string
  client_id: string
  client_secret: string
}

/** Somebody who comes from a server's start. */
export interface Traveller {
  location: string
  sub: string
}

const started = startEvilProvider()

answer({
  async settings(): Promise<AtProvider> {
    const { issuer, client } = await started
    return { issuer, client_id: client.id, client_secret: client.secret }
  },
  /** Where each of them is sent back to: path and query. */
  async signIn(travellers: readonly Traveller[]): Promise<string[]> {
    const provider = await started
    return travellers.map(({ location, sub }) => {
      const person = { sub, email: `${sub}@people.example`, email_verified: true, given_name: "Mira" }
      const { pathname, search } = provider.callback(location, {}, person)
      return `${pathname}${search}`
    })
  },
})
