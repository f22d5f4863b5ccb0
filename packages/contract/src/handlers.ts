import type { Actor, Actors, ActorType } from "./actors.ts"
import type { ApiFailure } from "./errors.ts"

type Awaitable<T> = T | Promise<T>

// oxlint-disable-next-line typescript/ban-types -- an operation without parameters of a kind gets exactly this
type None = {}

type Part<O, Kind extends string> = O extends { parameters: infer P }
  ? Kind extends keyof P
    ? [NonNullable<P[Kind]>] extends [never]
      ? None
      : NonNullable<P[Kind]>
    : None
  : None

type BodyOf<O> = O extends { requestBody: { content: infer C } }
  ? C[keyof C]
  : O extends { requestBody?: { content: infer C } }
    ? C[keyof C] | undefined
    : undefined

declare const replied: unique symbol // made by `reply` alone, so a body with a field called status is not taken for one

/** Headers a handler may send besides what the binder sets; several cookies are an array. */
export type ReplyHeaders = Readonly<Record<string, string | readonly string[]>>

/** An answer with its status, made by {@link Call.reply}. */
export interface Reply<Status = number, Body = unknown> {
  [replied]: true
  status: Status
  body: Body
  headers: ReplyHeaders
}

type ReplyFor<Status, Response> = Response extends { content: infer C }
  ? [C] extends [never]
    ? Reply<Status, undefined>
    : Reply<Status, C[keyof C]>
  : Reply<Status, undefined>

type SuccessStatus = 200 | 201 | 202 | 203 | 204 | 301 | 302 | 303

/** The answers an operation's success statuses allow. Refusals are thrown, see {@link ApiFailure}. */
export type ReplyOf<O> = O extends { responses: infer R }
  ? { [Status in keyof R & SuccessStatus]: ReplyFor<Status, R[Status]> }[keyof R & SuccessStatus]
  : never

type ReplyBody<O, Status> = Extract<ReplyOf<O>, { status: Status }> extends { body: infer Body } ? Body : undefined

type PlainReply<O> = Extract<ReplyOf<O>, { status: 200 | 201 | 202 }>

/** The plain success body: what most handlers return. Nothing where the contract has no success with content. */
export type Success<O> = [PlainReply<O>] extends [never] ? void : PlainReply<O>["body"]

/** The request as a handler sees it: validated, typed by the contract, with who is asking. */
export interface Call<O, Kinds extends ActorType | "anonymous" = "anonymous"> {
  path: Part<O, "path">
  query: Part<O, "query">
  body: BodyOf<O>
  /** Who is asking; undefined only where the contract allows anonymous callers. */
  actor: ActorOf<Kinds>
  /** Where anonymous callers are allowed: why the credential that was sent could not be used, if one was. */
  refused_credential?: ApiFailure
  /** An answer with a status of its own, headers or cookies. Also refuses properties the contract does not declare. */
  reply<Status extends ReplyOf<O>["status"]>(
    status: Status,
    ...rest: undefined extends ReplyBody<O, Status>
      ? [body?: undefined, headers?: ReplyHeaders]
      : [body: ReplyBody<O, Status>, headers?: ReplyHeaders]
  ): Extract<ReplyOf<O>, { status: Status }>
}

type ActorOf<Kinds> =
  | (Kinds extends ActorType ? Actors[Kinds] : never)
  | ("anonymous" extends Kinds ? undefined : never)

/** What a handler gives back: the plain success body, or a {@link Reply}. */
export type Answer<O> = Awaitable<Success<O> | ReplyOf<O>>

/** A handler with its types erased, as the binder calls it. */
export type AnyHandler<Context> = (call: AnyCall, context: Context) => unknown

/** A call with its types erased. */
export interface AnyCall {
  path: Record<string, unknown>
  query: Record<string, unknown>
  body: unknown
  actor: Actor | undefined
  refused_credential?: ApiFailure
  reply(status: number, body?: unknown, headers?: ReplyHeaders): Reply
}

type NoExtra<Table, Handlers> = {
  [Id in Exclude<keyof Table, keyof Handlers>]: `no operation "${Id & string}" in the contract`
}

/** Checks a group of handlers: every operation of the contract, and none besides. Returns it unchanged. */
export const implement =
  <Handlers>() =>
  <Table extends Handlers>(table: Table & NoExtra<Table, Handlers>): Handlers =>
    table
