import { ApiFailure, type Actor, type AnyHandler, type FieldError, type Operation } from "@covenant/contract"
import { Router, type Request, type Response } from "express"

import { sendText, setAlways, setPrivate } from "./answer.ts"
import { apiErrorBody, failureFor, sendFailure } from "./api-error.ts"
import {
  checkActor,
  credentialPlaces,
  isUnusable,
  presentedCredential,
  sessionOfCookie,
  type CredentialPlaces,
} from "./authenticate.ts"
import { allowOrigin, answerOptions, areaOf, originLists } from "./cors.ts"
import { checkCsrf, refuseForeignOrigin } from "./csrf.ts"
import type { AnswerOptions, BindOptions, OperationValidators } from "./options.ts"
import { keyedRequest, replayed, type KeyedRequest } from "./keyed-request.ts"
import {
  announcesBody,
  CallerGone,
  checkMediaType,
  default_body_limit_bytes,
  formOf,
  jsonOf,
  readBody,
} from "./read-body.ts"
import { answerOf, reply, type Answer } from "./reply.ts"
import { requestIdOf } from "./request-id.ts"
import { routesOf, type Route } from "./routes.ts"
import { ContractMismatch, secondReader, type SecondReader } from "./second-reader.ts"
import { checkSchema, readPath, readQuery, type RequestParts } from "./validate.ts"

/** An operation with everything worked out that does not change from request to request. */
interface Bound<Context> {
  id: string
  operation: Operation
  handler: AnyHandler<Context>
  validators: OperationValidators
  places: CredentialPlaces
  origins: ReadonlySet<string>
  /** Whether answers concern one person or a sign-in, and must stay out of caches. */
  is_private: boolean
  changes_something: boolean
  body_limit_bytes: number
  options: BindOptions<Context>
  second_reader: SecondReader | undefined
}

/**
 * A router that serves every operation of the table, and answers OPTIONS and 405 for its paths.
 *
 * Checks come in one order for all: path and method, CORS, size, media type, JSON, publishable key, whether it was done
 * already, authentication, CSRF, kind of actor, schema; then the handler. A refusal early in the list has no effect later
 * in it. Errors are answered here and never reach Express, but for a path that does not decode: mount
 * {@link answerErrors} behind the router.
 *
 * Throws when the handlers are not exactly those of the table, and when a validator is missing.
 */
export function bindOperations<Context>(options: BindOptions<Context>): Router {
  refuseUnknownHandlers(options)
  const origins = originLists(options)
  const second_reader = options.secondReader && secondReader(options.secondReader)
  const router = Router({ caseSensitive: true, strict: false }) // a trailing slash changes nothing
  for (const route of routesOf(options.operations)) {
    const area = areaOf(route.path)
    if (area === undefined) throw new Error(`${route.path} belongs to no part of the API that has origins`)
    const bound = new Map<string, Bound<Context>>()
    for (const [method, { id, operation }] of route.operations) {
      const places = credentialPlaces(operation, (name) => options.cookieName?.(name) ?? name)
      bound.set(method.toUpperCase(), {
        id,
        operation,
        handler: handlerOf(options, operation.tag, id),
        validators: validatorsOf(options, id, operation),
        places,
        origins: origins[area],
        is_private: places.asks || operation.no_store,
        changes_something: operation.method !== "get",
        body_limit_bytes: options.body_limit_bytes ?? default_body_limit_bytes,
        options,
        second_reader,
      })
    }
    const get = bound.get("GET")
    if (get && !get.operation.no_head) bound.set("HEAD", get)
    router.all(route.express_path, (request, response) =>
      dispatch(bound, route, origins[area], options, request, response),
    )
  }
  return router
}

type HandlerGroups<Context> = Readonly<Record<string, Readonly<Record<string, AnyHandler<Context>>>>>

// Their types were checked against the contract where they were written; here only names are left to check.
const groupsOf = <Context>({ handlers }: BindOptions<Context>): HandlerGroups<Context> =>
  handlers as HandlerGroups<Context>

function handlerOf<Context>(options: BindOptions<Context>, tag: string, id: string): AnyHandler<Context> {
  const handler = groupsOf(options)[tag]?.[id]
  if (typeof handler !== "function") throw new Error(`no handler for ${id} in the group ${tag}`)
  return handler
}

function validatorsOf<Context>(options: BindOptions<Context>, id: string, operation: Operation): OperationValidators {
  const validators = options.validators[id] ?? {}
  // Without one a handler would get whatever was sent.
  if (operation.body !== "none" && validators.body === undefined) throw new Error(`no validator for the body of ${id}`)
  if (operation.path.includes("{") && validators.path === undefined)
    throw new Error(`no validator for the path of ${id}`)
  return validators
}

function refuseUnknownHandlers<Context>(options: BindOptions<Context>): void {
  for (const [tag, group] of Object.entries(groupsOf(options))) {
    for (const id of Object.keys(group)) {
      if (options.operations[id]?.tag !== tag)
        throw new Error(`the contract has no operation ${id} in the group ${tag}`)
    }
  }
}

function dispatch<Context>(
  bound: ReadonlyMap<string, Bound<Context>>,
  { allow }: Route,
  origins: ReadonlySet<string>,
  options: AnswerOptions,
  request: Request,
  response: Response,
): Promise<void> | undefined {
  allowOrigin(request, response, origins)
  setAlways(response)
  const operation = bound.get(request.method)
  if (operation !== undefined) return serve(operation, request, response)
  const request_id = requestIdOf(response)
  if (request.method === "OPTIONS") answerOptions(request, response, origins, allow)
  else sendFailure(response, new ApiFailure("method_not_allowed", { headers: { allow } }), request_id, options)
  return undefined
}

/** One request to one operation, from the first check to the last byte. Never rejects. */
async function serve<Context>(bound: Bound<Context>, request: Request, response: Response): Promise<void> {
  const { id, operation, options, second_reader } = bound
  const request_id = requestIdOf(response)
  if (bound.is_private) setPrivate(response)
  try {
    const { status, body, headers } = await answer(bound, request, response)
    const json = body === undefined ? undefined : JSON.stringify(body)
    if (second_reader) await second_reader.checkAnswer(id, operation, request, status, json)
    sendText(response, status, json, headers)
  } catch (error) {
    if (error instanceof CallerGone) return
    const fields = { request_id, operation_id: id }
    let failure = failureFor(error, options, fields)
    if (second_reader) {
      const json = JSON.stringify(apiErrorBody(failure, request_id, options))
      const mismatch = await second_reader
        .checkAnswer(id, operation, request, failure.status, json)
        .catch((reason: unknown) => reason)
      if (mismatch !== undefined) failure = failureFor(mismatch, options, fields)
    }
    sendFailure(response, failure, request_id, options)
  }
}

async function answer<Context>(bound: Bound<Context>, request: Request, response: Response): Promise<Answer> {
  const { operation, options } = bound
  const { repetitions } = options
  const faults: FieldError[] = []
  const body = await parsedBody(bound, request, faults)
  if (operation.publishable_key) await checkPublishableKey(options, request)
  const keyed = repetitions && keyedRequest(bound, request, body)
  if (!keyed) return work(bound, request, response, { body, faults })
  // Before authentication: what the request did may have used its credential up.
  const first = await repetitions.firstAnswer(keyed)
  if (first) return replayed(first)
  try {
    return await work(bound, request, response, { body, faults, keyed })
  } catch (error) {
    // Its twin may have been faster, and have used up what this one needed.
    const meanwhile = error instanceof ApiFailure ? await repetitions.firstAnswer(keyed) : undefined
    if (meanwhile) return replayed(meanwhile)
    throw error
  }
}

/** What is left to do once the body is read and the answer is not known. */
async function work<Context>(
  bound: Bound<Context>,
  request: Request,
  response: Response,
  { body, faults, keyed }: { body: unknown; faults: FieldError[]; keyed?: KeyedRequest },
): Promise<Answer> {
  const { id, operation, options, second_reader } = bound
  const caller = await callerOf(bound, request)
  const parts: RequestParts = {
    path: readPath(request.params, faults),
    query: readQuery(request.url, faults),
    headers: request.headers,
    body,
  }
  for (const name of bound.places.queries) delete parts.query[name] // a credential, and no handler's business
  const received = second_reader && structuredClone({ query: parts.query, body }) // before defaults and conversions
  checkSchema(operation, bound.validators, parts, faults)
  if (received) await second_reader.checkRequest(id, operation, request, received)
  const call = { path: parts.path, query: parts.query, body, ...caller, reply }
  let kept: Answer | undefined
  const context = await options.context(
    request,
    response,
    keyed && { request: keyed, answerOf: (result) => (kept = answerOf(result, id, operation)) },
  )
  try {
    const answered = answerOf(await bound.handler(call, context), id, operation)
    if (keyed && second_reader) refuseOtherAnswer(answered, kept, id)
    return answered
  } catch (error) {
    if (second_reader) refuseUnlisted(error, bound)
    throw error
  }
}

/** A handler may refuse as the contract says and in no other way. Statuses of ours (405, 413, …) are no handler's to send. */
function refuseUnlisted<Context>(error: unknown, { id, operation }: Bound<Context>): void {
  if (!(error instanceof ApiFailure) || operation.statuses.includes(error.status)) return
  throw new ContractMismatch(id, `refused with ${error.status} ${error.code}`, [
    { path: "/response", message: "the contract does not list this status" },
  ])
}

/** Whoever repeats the request gets what was kept, so it must be this very answer. */
function refuseOtherAnswer(answered: Answer, kept: Answer | undefined, id: string): void {
  if (JSON.stringify(answered) === JSON.stringify(kept)) return
  throw new ContractMismatch(id, "answered something else than it kept for a repetition", [
    { path: "/response", message: "the result of the transaction is not the answer" },
  ])
}

async function parsedBody<Context>(
  { operation, body_limit_bytes }: Bound<Context>,
  request: Request,
  faults: FieldError[],
): Promise<unknown> {
  if (operation.body === "none" && !announcesBody(request)) return undefined
  const bytes = await readBody(request, body_limit_bytes)
  if (operation.body === "none") return undefined // nobody asked for it
  if (operation.form) return formOf(request, bytes, faults)
  checkMediaType(request, bytes)
  return jsonOf(request, bytes)
}

async function checkPublishableKey<Context>(options: BindOptions<Context>, request: Request): Promise<void> {
  const key = request.headers["x-publishable-api-key"]
  if (typeof key !== "string" || key === "" || !(await options.publishableKey(key, request))) {
    throw new ApiFailure("publishable_key_required")
  }
}

interface Caller {
  actor: Actor | undefined
  refused_credential?: ApiFailure
}

const nobody: Caller = { actor: undefined }

/** Authentication, CSRF and kind of actor, in this order. */
async function callerOf<Context>(bound: Bound<Context>, request: Request): Promise<Caller> {
  const { id, operation, places, origins, options } = bound
  if (!places.asks) {
    if (operation.sets_cookie) refuseForeignOrigin(request, origins)
    return nobody
  }
  try {
    const credential = presentedCredential(request, places)
    if (credential === undefined) {
      if (!operation.anonymous) throw new ApiFailure("token_missing")
      if (operation.sets_cookie) refuseForeignOrigin(request, origins)
      return nobody
    }
    const actor = await options.authenticate(credential, {
      operation_id: id,
      operation,
      accepts: places.accepts,
      request,
    })
    if (operation.sets_cookie) refuseForeignOrigin(request, origins)
    if (bound.changes_something && credential.in === "cookie")
      checkCsrf(request, origins, options, sessionOfCookie(actor))
    checkActor(actor, places)
    return { actor }
  } catch (error) {
    // A stale credential makes its bearer anonymous where that is allowed; a forged request stays refused.
    if (operation.anonymous && isUnusable(error) && error.code !== "csrf_failed")
      return { actor: undefined, refused_credential: error }
    throw error
  }
}
