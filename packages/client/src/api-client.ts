import createFetchClient, {
  type Client,
  type ClientPathsWithMethod,
  type FetchResponse,
  type MaybeOptionalInit,
  type Middleware,
} from "openapi-fetch"
import { ApiError } from "./api-error.ts"
import type { Fetch } from "./persevere.ts"

/** Verbs of HTTP as openapi-fetch spells them. */
type Verb = "get" | "post" | "put" | "patch" | "delete"
type PathsWith<Paths extends {}, Method extends Verb> = ClientPathsWithMethod<Client<Paths>, Method>

/** What a call of an operation may or must be given: `params`, `body`, `headers`, `signal` and the rest of `fetch`'s. */
export type Init<Paths, Path extends keyof Paths, Method extends Verb> =
  Paths[Path] extends Record<Method, {}> ? MaybeOptionalInit<Paths[Path], Method> : never

type Success<Operation> =
  Operation extends Record<string | number, unknown>
    ? Extract<FetchResponse<Operation, {}, `${string}/${string}`>, { data: unknown }>
    : never

/** A success answer's body. */
export type Data<Paths, Path extends keyof Paths, Method extends Verb> =
  Paths[Path] extends Record<Method, unknown> ? Success<Paths[Path][Method]>["data"] : never

export interface Answer<Body> {
  data: Body
  response: Response
}

type Call<Paths extends {}, Method extends Verb> = <Path extends PathsWith<Paths, Method>>(
  path: Path,
  ...init: undefined extends Init<Paths, Path, Method>
    ? [init?: Init<Paths, Path, Method>]
    : [init: Init<Paths, Path, Method>]
) => Promise<Answer<Data<Paths, Path, Method>>>

interface Envelope {
  count: number
  limit: number
  offset: number
}

/** Paths whose GET answers a page of a list. */
type ListPaths<Paths extends {}> = {
  [Path in PathsWith<Paths, "get">]: Data<Paths, Path, "get"> extends Envelope ? Path : never
}[PathsWith<Paths, "get">]

/** The objects of a page. */
type Item<Page> = { [Key in keyof Page]: Page[Key] extends readonly (infer One)[] ? One : never }[keyof Page]

/**
 * openapi-fetch over the contract's paths, with two differences: an answer that is no success is thrown as an
 * `ApiError`, so `data` is always there, and an option that does not exist does not compile.
 */
export interface ApiClient<Paths extends {}> {
  GET: Call<Paths, "get">
  POST: Call<Paths, "post">
  PUT: Call<Paths, "put">
  PATCH: Call<Paths, "patch">
  DELETE: Call<Paths, "delete">
  /**
   * Every object of a list, page by page as they are needed. `limit` in the query is the size of a page; `offset` is
   * where to begin. What is added or removed meanwhile may be missed or met twice, as with any paging by offset.
   *
   * @example
   * for await (const address of store.list("/store/customers/me/addresses")) show(address)
   */
  list<Path extends ListPaths<Paths>>(
    path: Path,
    init?: Init<Paths, Path, "get">,
  ): AsyncGenerator<Item<Data<Paths, Path, "get">>, void, undefined>
  /** Adds middleware of openapi-fetch: it sees each call once, before credentials are added. */
  use(...middleware: Middleware[]): void
}

export interface ApiOptions {
  baseUrl: string
  fetch: Fetch
  headers?: Record<string, string>
  credentials?: RequestCredentials
}

/** Calls as openapi-fetch takes them when no types are left: the two public types above say what goes in and out. */
type Untyped = Client<
  Record<string, Record<Verb, { responses: { 200: { content: { "application/json": unknown } } } }>>
>

export function createApiClient<Paths extends {}>(options: ApiOptions): ApiClient<Paths> {
  const client: Untyped = createFetchClient(options)

  const call =
    (method: Verb) =>
    async (path: string, init?: Record<string, unknown>): Promise<Answer<unknown>> => {
      const { data, error, response } = await client.request(method, path, init)
      if (!response.ok) throw new ApiError(response, error)
      return { data, response }
    }
  const get = call("get")

  async function* list(path: string, init?: { params?: { query?: Record<string, unknown> } }) {
    let offset = Number(init?.params?.query?.["offset"] ?? 0)
    for (;;) {
      const query = { ...init?.params?.query, offset }
      const { data } = await get(path, { ...init, params: { ...init?.params, query } })
      const page = data as Envelope // a path of ListPaths answers one
      const items = Object.values(page).find(Array.isArray) ?? []
      yield* items
      offset += items.length
      if (items.length === 0 || offset >= page.count) return
    }
  }

  const methods = { GET: get, POST: call("post"), PUT: call("put"), PATCH: call("patch"), DELETE: call("delete"), list }
  // Types of the contract are facts about paths and bodies that no code here looks at.
  return { ...methods, use: client.use } as unknown as ApiClient<Paths>
}
