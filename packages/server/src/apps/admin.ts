import { ApiFailure } from "@covenant/contract"
import type { AdminAppsHandlers } from "@covenant/contract/admin"
import type { Context } from "../context.ts"
import { pick, readFields } from "../lib/fields.ts"
import { readOrder } from "../lib/list.ts"
import type { App, Apps } from "./app-registry.ts"
import { authorizeApp } from "./authorize-app.ts"
import { installApp } from "./install-app.ts"
import { findAppCredentials } from "./queries.ts"
import { adminApp, app_fields } from "./views.ts"

export const apps: AdminAppsHandlers<Context> = {
  async listAdminApps({ query }, { db, vault, apps: all }) {
    const { limit, offset } = query
    const selection = readFields(query.fields, app_fields)
    const { column, direction } = readOrder(
      query.order,
      { id: "text", application_name: "text", display_name: "text" },
      "application_name",
    )
    const value = app_orders[column as keyof typeof app_orders] // readOrder refuses any other
    const sorted = [...all.values()].toSorted(
      (one, other) => inBytes(value(one), value(other)) || inBytes(one.id, other.id),
    )
    if (direction === "desc") sorted.reverse()
    const page = sorted.slice(offset, offset + limit)
    const ids = page.map(({ id }) => id)
    const rows = new Map((await findAppCredentials(db, ids)).map((row) => [row.app_id, row]))
    const views = page.map((app) => pick(adminApp(vault, app, rows.get(app.id)), selection))
    return { apps: views, count: all.size, offset, limit }
  },

  async installAdminApp({ path, actor }, context) {
    return installApp(context, actor, usableApp(context.apps, path.application_name))
  },

  async authorizeAdminApp({ body, actor }, context) {
    const { application_name, ...come_back } = body
    const app = usableApp(context.apps, application_name)
    const row = await authorizeApp(context, actor, app, come_back)
    return { apps: adminApp(context.vault, app, row) }
  },
}

/** As the databases order text, see list.ts. */
const inBytes = (one: string, other: string): number => Buffer.compare(Buffer.from(one), Buffer.from(other))

/** What a list of apps can be sorted by. */
const app_orders = {
  id: ({ id }: App) => id,
  application_name: ({ settings }: App) => settings.application_name,
  display_name: ({ settings }: App) => settings.display_name,
}

/** Throws 404 when there is no such app, 400 when it is switched off. */
function usableApp(all: Apps, application_name: string): App {
  const app = all.get(application_name)
  if (!app) throw new ApiFailure("not_found")
  if (!app.settings.enabled) {
    throw new ApiFailure("invalid_request", { type: "not_allowed", message: "The app is switched off." })
  }
  return app
}
