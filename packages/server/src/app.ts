import type { OperationTable } from "@covenant/contract"
import { ApiFailure } from "@covenant/contract"
import { adminOperations } from "@covenant/contract/admin"
import { storeOperations } from "@covenant/contract/store"
import { loadValidators } from "@covenant/contract/validators"
import type { AnswerOptions } from "@covenant/express"
import { answerErrors, bindOperations, requestId, requestIdOf, unknownPath } from "@covenant/express"
import type { Express, Request, Response } from "express"
import express from "express"
import { sql } from "kysely"
import { accessLog } from "./access-log.ts"
import { adminHandlers } from "./admin.ts"
import type { Context, Services } from "./context.ts"
import { credentialsOf } from "./credentials.ts"
import { isRetryable, isUnavailable } from "./db/connection.ts"
import { publishedKeys } from "./auth/published-keys.ts"
import { clientAddress, limitBucket } from "./lib/client-address.ts"
import { sandboxPages } from "./mail/sandbox/sandbox-pages.ts"
import { createRepetitions, keepAnswer } from "./lib/repetitions.ts"
import { metadataTooLarge } from "./lib/metadata.ts"
import { servePages } from "./pages.ts"
import { storeHandlers } from "./store.ts"

export interface AppOptions {
  /** Read every request and every answer a second time. Default: everywhere but in production. */
  second_reader?: boolean
}

/** The whole server as one Express application: both surfaces, their documents and pages, and the signs of life. */
export async function createApp(services: Services, options: AppOptions = {}): Promise<Express> {
  const { config, log } = services
  const second_reader = options.second_reader ?? !config.production
  const answers: AnswerOptions = {
    origins: { store: config.store_cors, admin: config.admin_cors, auth: config.auth_cors },
    own_origin: config.public_base_url,
    documentation_url: `${config.public_base_url}/docs/errors`,
    log,
    failureOf: (error) =>
      isUnavailable(error) || isRetryable(error) ? new ApiFailure("temporarily_unavailable") : metadataTooLarge(error),
  }

  const repetitions = createRepetitions(services)
  const bind = async (surface: "store" | "admin", operations: OperationTable, handlers: object) =>
    bindOperations<Context>({
      ...answers,
      ...credentialsOf(services, surface),
      operations,
      handlers,
      validators: await loadValidators(surface),
      context(request, response, keyed) {
        const context = contextOf(services, request, response)
        return keyed ? { ...context, db: keepAnswer(services, keyed) } : context
      },
      repetitions,
      ...(second_reader ? { secondReader: { fragment: (tag) => fragment(surface, tag) } } : {}),
    })

  const app = express()
  app.disable("x-powered-by")
  app.disable("etag") // no 304 the contract does not list; documents and pages make their own
  app.set("query parser", false) // the binder reads the query itself
  app.use(requestId)
  app.use(accessLog(log, { ...storeOperations, ...adminOperations }))
  const [store, admin] = await Promise.all([
    bind("store", storeOperations, storeHandlers),
    bind("admin", adminOperations, adminHandlers),
  ])
  app.use(store, admin) // before the pages, of which there are many: each is a pattern to compare a path with
  app.use(signsOfLife(services))
  app.use(servePages(config))
  if (!config.production) {
    const { signInPages } = await import("./sandbox/sign-in-page.ts")
    app.use(sandboxPages(services), signInPages(services))
  }
  app.use(unknownPath(answers))
  app.use(answerErrors(answers))
  return app
}

/** `/health`, `/ready` and the public keys: what machines ask. */
function signsOfLife(services: Services): express.Router {
  const router = express.Router()
  // Alive, whatever the database does: a restart would not repair it.
  router.get("/health", (_request, response) => sendText(response, 200, "ok"))
  router.get("/ready", async (_request, response) => {
    try {
      await sql`select 1`.execute(services.db)
      sendText(response, 200, "ready")
    } catch (error) {
      services.log.warn({ err: error }, "the database does not answer")
      sendText(response, 503, "the database does not answer")
    }
  })
  router.get("/.well-known/jwks.json", async (_request, response) => {
    response.set({ "cache-control": "public, max-age=300", "access-control-allow-origin": "*" })
    response.json(await publishedKeys(services))
  })
  return router
}

function sendText(response: Response, status: number, text: string): void {
  response
    .status(status)
    .set({ "content-type": "text/plain; charset=utf-8", "cache-control": "no-store" })
    .send(`${text}\n`)
}

function contextOf(services: Services, request: Request, response: Response): Context {
  const ip = clientAddress(request, services.config.trusted_proxies)
  return {
    ...services,
    request: {
      id: requestIdOf(response),
      ip,
      ip_bucket: limitBucket(request, ip),
      user_agent: request.headers["user-agent"]?.slice(0, 256),
      cookie: request.headers.cookie,
      accept: request.headers.accept,
    },
  }
}

const fragment = (surface: string, tag: string): URL =>
  new URL(import.meta.resolve(`@covenant/contract/build/fragments/${surface}.${tag}.json`))
