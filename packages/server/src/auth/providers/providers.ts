import type { Config } from "../../config.ts"
import type { ProviderSettings } from "./provider-settings.ts"
import type { Exchange } from "./relying-party.ts"
import { createRelyingParty } from "./relying-party.ts"

/** A provider people can sign in at. Lives as long as the server, and remembers what it learnt of it. */
export interface Provider {
  settings: ProviderSettings
  exchange(): Exchange
}

/** The providers of the settings, by id. None is asked anything yet. */
export const createProviders = ({ oauth_providers, production }: Config): ReadonlyMap<string, Provider> =>
  new Map(
    oauth_providers.map((settings) => [
      settings.id,
      { settings, ...createRelyingParty({ ...settings, loopback: !production }) },
    ]),
  )
