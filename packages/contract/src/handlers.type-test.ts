/**
 * What the compiler must refuse in a handler. Checked by the type check alone: each `@ts-expect-error` is an error itself
 * as soon as the line below it compiles.
 */
import { implement, type Answer, type Call } from "./handlers.ts"

interface Bird {
  id: string
  name: string
  wings: number
}

/** A small contract, in the form openapi-typescript gives it. */
interface operations {
  getBird: {
    parameters: { query?: never; header?: never; path: { bird_id: string }; cookie?: never }
    requestBody?: never
    responses: {
      200: { headers: { [name: string]: unknown }; content: { "application/json": { bird: Bird } } }
      default: { headers: { [name: string]: unknown }; content: { "application/json": { code: string } } }
    }
  }
  listBirds: {
    parameters: { query: { limit: number; name?: string[] }; header?: never; path?: never; cookie?: never }
    requestBody?: never
    responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": { birds: Bird[] } } } }
  }
  createBird: {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    requestBody: { content: { "application/json": { name: string } } }
    responses: {
      201: { headers: { [name: string]: unknown }; content: { "application/json": { bird: Bird } } }
      302: { headers: { Location: string }; content?: never }
    }
  }
  refresh: {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    requestBody?: { content: { "application/json": { refresh_token?: string } } }
    responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": { token: string } } } }
  }
  deleteBird: {
    parameters: { query?: never; header?: never; path: { bird_id: string }; cookie?: never }
    requestBody?: never
    responses: { 204: { headers: { [name: string]: unknown }; content?: never } }
  }
}

interface BirdsHandlers<C> {
  getBird(call: Call<operations["getBird"]>, context: C): Answer<operations["getBird"]>
  listBirds(call: Call<operations["listBirds"], "customer">, context: C): Answer<operations["listBirds"]>
  createBird(call: Call<operations["createBird"], "user">, context: C): Answer<operations["createBird"]>
  refresh(
    call: Call<operations["refresh"], "customer" | "identity" | "anonymous">,
    context: C,
  ): Answer<operations["refresh"]>
  deleteBird(call: Call<operations["deleteBird"], "customer">, context: C): Answer<operations["deleteBird"]>
}

interface Context {
  flock: Bird[]
}

const robin: Bird = { id: "bird_1", name: "robin", wings: 2 }

const birds: BirdsHandlers<Context> = {
  getBird: ({ path }) => ({ bird: { ...robin, id: path.bird_id } }),
  listBirds: async ({ query, actor }, { flock }) => ({
    birds: flock.slice(0, query.limit).filter(({ name }) => name !== actor.customer_id),
  }),
  createBird: ({ body, actor, reply }) =>
    body.name === "wren"
      ? reply(302, undefined, { location: actor.user_id })
      : reply(201, { bird: { ...robin, name: body.name } }, { "set-cookie": ["a=1", "b=2"] }),
  refresh: ({ body, actor, refused_credential }) => ({
    token: body?.refresh_token ?? actor?.session_id ?? refused_credential?.code ?? "",
  }),
  deleteBird: () => undefined,
}

// --- the table -------------------------------------------------------------------------------------------------------

// @ts-expect-error a handler is missing
const missing: BirdsHandlers<Context> = {
  getBird: birds.getBird,
  listBirds: birds.listBirds,
  createBird: birds.createBird,
  refresh: birds.refresh,
}

const extra: BirdsHandlers<Context> = {
  ...birds,
  // @ts-expect-error the contract has no such operation
  plantTree: () => undefined,
}

const misspelled: BirdsHandlers<Context> = {
  getBird: birds.getBird,
  listBirds: birds.listBirds,
  createBird: birds.createBird,
  refresh: birds.refresh,
  // @ts-expect-error deleteBird, misspelled
  deleteBrid: birds.deleteBird,
}

// A spread hides an extra handler from the compiler's own check; `implement` finds it.
const spread = { ...birds, plantTree: () => undefined }
// @ts-expect-error the contract has no such operation
implement<BirdsHandlers<Context>>()(spread)
implement<BirdsHandlers<Context>>()(birds)

// --- the answer ------------------------------------------------------------------------------------------------------

export const wrong_answers: BirdsHandlers<Context> = {
  // @ts-expect-error a field of the answer is missing
  getBird: () => ({ bird: { id: "bird_1", name: "robin" } }),
  // @ts-expect-error a field of the answer has another type
  listBirds: () => ({ birds: [{ id: "bird_1", name: "robin", wings: "two" }] }),
  // @ts-expect-error the contract has no such status
  createBird: ({ reply }) => reply(202, { bird: robin }),
  // @ts-expect-error nothing is not the answer of the contract
  refresh: () => undefined,
  // @ts-expect-error an answer without content has none
  deleteBird: () => ({ deleted: true }),
}

export const wrong_replies: BirdsHandlers<Context> = {
  ...birds,
  // @ts-expect-error a field the contract does not declare
  getBird: ({ reply }) => reply(200, { bird: { ...robin, feathers: 1 } }),
  // @ts-expect-error a field of the answer is missing
  createBird: ({ reply }) => reply(201, { bird: { id: "bird_1", name: "robin" } }),
  // @ts-expect-error the contract wants a body
  listBirds: ({ reply }) => reply(200),
  // @ts-expect-error refusals are thrown
  refresh: ({ reply }) => reply("default", { code: "not_found" }),
}

/** A reply is made by `reply` alone. */
export const forged: BirdsHandlers<Context> = {
  ...birds,
  // @ts-expect-error a body that looks like a reply is a body
  getBird: () => ({ status: 200, body: { bird: robin }, headers: {} }),
}

// --- the call --------------------------------------------------------------------------------------------------------

export const wrong_calls: BirdsHandlers<Context> = {
  // @ts-expect-error nobody is asked who they are
  getBird: ({ actor }) => ({ bird: { ...robin, name: actor.session_id } }),
  // @ts-expect-error a customer is no user
  listBirds: ({ actor }) => ({ birds: [{ ...robin, name: actor.user_id }] }),
  // @ts-expect-error the body has no such field
  createBird: ({ body }) => ({ bird: { ...robin, name: body.title } }),
  // @ts-expect-error the body is optional
  refresh: ({ body }) => ({ token: body.refresh_token ?? "" }),
  // @ts-expect-error the path has no such parameter
  deleteBird: ({ path }) => void path.id,
}

export const narrowed: BirdsHandlers<Context> = {
  ...birds,
  // By its type an actor shows what only its kind has.
  refresh: ({ actor }) => ({ token: actor?.type === "customer" ? actor.customer_id : (actor?.identity_id ?? "") }),
}

export const tables = { missing, extra, misspelled }
