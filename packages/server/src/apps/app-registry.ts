import { createRelyingParty, type Exchange } from "../auth/providers/relying-party.ts"
import type { Config } from "../config.ts"
import type { AppSettings } from "./app-settings.ts"

/** An app there is, and how it is talked to. */
export interface App {
  /** What rows call it. */
  id: string
  settings: AppSettings
  /** One conversation with its provider, over in five seconds. */
  exchange(): Exchange
}

/** The apps of the settings, by name. */
export type Apps = ReadonlyMap<string, App>

/** Nothing is asked of a provider before it is needed. */
export const createApps = ({ oauth_apps, production }: Pick<Config, "oauth_apps" | "production">): Apps =>
  new Map(
    oauth_apps.map((settings) => {
      const party = createRelyingParty({ ...settings, loopback: !production })
      const { application_name } = settings
      return [application_name, { id: `oauth_${application_name}`, settings, exchange: () => party.exchange() }]
    }),
  )
