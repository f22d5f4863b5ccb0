import type { OperationTable } from "@covenant/contract"
import { requestIdOf } from "@covenant/express"
import type { RequestHandler } from "express"
import type { Logger } from "pino"

/**
 * One line per request when it is over: what was asked by the name the contract gives it, the status and the time taken.
 *
 * Neither query nor headers nor bodies are written, because secrets travel in them.
 */
export function accessLog(log: Logger, operations: OperationTable): RequestHandler {
  if (!log.isLevelEnabled("info")) return (_request, _response, next) => next()
  const ids = new Map<string, string>()
  for (const [id, { method, path }] of Object.entries(operations)) {
    ids.set(`${method.toUpperCase()} ${path.replaceAll(/\{(\w+)\}/g, ":$1")}`, id)
  }
  return (request, response, next) => {
    const began = performance.now()
    response.on("close", () => {
      const method = request.method === "HEAD" ? "GET" : request.method
      const route: unknown = request.route?.path // set by the router that answered, and left there
      const operation = typeof route === "string" ? ids.get(`${method} ${route}`) : undefined
      log.info(
        {
          request_id: requestIdOf(response),
          method: request.method,
          path: request.path,
          ...(operation ? { operation } : {}),
          status: response.statusCode,
          ...(response.writableFinished ? {} : { aborted: true }), // the client left before the answer was complete
          duration_ms: Math.round((performance.now() - began) * 10) / 10,
        },
        "request",
      )
    })
    next()
  }
}
