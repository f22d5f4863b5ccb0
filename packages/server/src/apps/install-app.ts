import type { UserActor } from "@covenant/contract"
import { createHash } from "node:crypto"
import { uuidv7 } from "uuidv7"
import type { Context } from "../context.ts"
import { inAuditedTransaction } from "../lib/audited-transaction.ts"
import { newSecret } from "../lib/cookie.ts"
import { digestOf } from "../lib/encryption.ts"
import { limitIp } from "../lib/limit-ip.ts"
import { auditedStaff, requireAdministrator } from "../users/authority.ts"
import type { App } from "./app-registry.ts"
import { appTrouble } from "./app-refusals.ts"
import { insertInstallFlow } from "./queries.ts"

/**
 * Begins to connect an app. Answers the page of the provider to send the administrator to.
 *
 * Throws 403 for others than administrators, 502 and 504 when the provider has to be asked where that is and does not say.
 */
export async function installApp(context: Context, actor: UserActor, app: App): Promise<{ install_url: string }> {
  const { vault, config, request } = context
  const { application_name, scopes, parameters, callback_url } = app.settings
  const event = { event: "app_install_started", ...auditedStaff(actor), details: { app_id: app.id } }
  await limitIp(context, "admin", "oauth_start_ip")
  await inAuditedTransaction(context, event, async (trx) => requireAdministrator(trx, actor))

  const [id, state, verifier] = [uuidv7(), newSecret(), newSecret()]
  const address = await app
    .exchange()
    .authorizationUrl({
      ...parameters,
      response_type: "code",
      redirect_uri: callback_url,
      state,
      code_challenge: createHash("sha256").update(verifier).digest("base64url"),
      code_challenge_method: "S256",
      ...(scopes.length > 0 ? { scope: scopes.join(" ") } : {}),
    })
    .catch((error: unknown) => {
      throw appTrouble(context, app, error).failure
    })
  await inAuditedTransaction(context, event, async (trx, record) => {
    await insertInstallFlow(trx, {
      id,
      state_hash: digestOf(state),
      code_verifier_enc: vault.seal("oauth flow", verifier, id),
      app_id: app.id,
      application_name,
      admin_user_id: actor.user_id,
      redirect_uri: callback_url,
      ttl_seconds: config.flow_ttl_seconds,
      ip: request.ip,
    })
    await record()
  })
  return { install_url: address.href }
}
