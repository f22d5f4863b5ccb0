import { ApiFailure } from "@covenant/contract"
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest"

import { startSmallApi, type SmallApi } from "./testing/small-api.ts"

let api: SmallApi
beforeAll(async () => {
  api = await startSmallApi()
})
afterAll(() => api.close())
beforeEach(() => {
  api.trace.steps = []
  delete api.trace.call
})

const refusal = async (headers: Record<string, string> | readonly string[], path = "/admin/keeper") => {
  const { status, json } = await api.send("GET", path, { headers })
  return [status, json?.["code"] ?? "accepted"]
}

/** An operation that only members of staff may call. */
const asUser = (headers: Record<string, string> | readonly string[]) => refusal(headers)

/** An operation only a signed-in customer may call, by header or cookie. */
const asCustomer = async (headers: Record<string, string> | readonly string[]) => {
  const { status, json } = await api.send("DELETE", "/store/birds/b1", { headers })
  return [status, json?.["code"] ?? "accepted"]
}

describe("the Authorization header", () => {
  test("401 token_missing without a credential", async () => {
    expect(await asUser({})).toEqual([401, "token_missing"])
    expect(await asCustomer({ cookie: "other=customer" })).toEqual([401, "token_missing"])
  })

  test("401 says how to prove oneself, in a way that makes no browser ask for a password", async () => {
    const { headers } = await api.send("GET", "/admin/keeper")
    expect(headers["www-authenticate"]).toBe("Bearer")
  })

  test.each(["Bearer user", "bearer user", "BEARER user", "bEaReR user"])(
    "%j is a bearer token",
    async (authorization) => {
      expect(await asUser({ authorization })).toEqual([200, "accepted"])
    },
  )

  test.each([
    "",
    "Bearer",
    "Bearer ",
    "Bearer  user",
    "Bearer user extra",
    "Bearer\tuser",
    "Basic user",
    "user",
    "Bearer,user",
  ])("401 token_invalid for %j, without asking the verifier", async (authorization) => {
    expect(await asUser({ authorization })).toEqual([401, "token_invalid"])
    expect(api.trace.steps).toEqual([])
  })

  test("401 for two headers, even equal ones", async () => {
    expect(await asUser(["Authorization", "Bearer user", "authorization", "Bearer user"])).toEqual([
      401,
      "token_invalid",
    ])
  })

  test("401 for an actor of another kind", async () => {
    expect(await asUser({ authorization: "Bearer customer" })).toEqual([401, "token_invalid"])
    expect(await asCustomer({ authorization: "Bearer user" })).toEqual([401, "token_invalid"])
    expect(await asCustomer({ authorization: "Bearer identity" })).toEqual([401, "token_invalid"])
  })

  test("decides beside a cookie, whichever of the two is good", async () => {
    expect(await asCustomer({ authorization: "Bearer dead", cookie: "__Host-sid=customer" })).toEqual([
      401,
      "session_revoked",
    ])
    expect(await asCustomer({ authorization: "Bearer customer", cookie: "__Host-sid=dead" })).toEqual([204, "accepted"])
    expect(await asCustomer({ authorization: "", cookie: "__Host-sid=customer" })).toEqual([401, "token_invalid"])
  })

  test("is asked about once, and the actor reaches the handler", async () => {
    await asCustomer({ authorization: "Bearer customer" })
    expect(api.trace.steps).toEqual(["authenticate", "context", "handler"])
    expect(api.trace.call?.actor).toMatchObject({ type: "customer", customer_id: "cus_1", credential: "bearer" })
  })
})

describe("a header of the contract", () => {
  test("is a credential under its name in any case", async () => {
    expect(await asUser({ "x-access-token": "user" })).toEqual([200, "accepted"])
    expect(await asUser({ "X-ACCESS-TOKEN": "user" })).toEqual([200, "accepted"])
  })

  test("counts only where no Authorization header is", async () => {
    expect(await asUser({ "x-access-token": "user", authorization: "Bearer dead" })).toEqual([401, "session_revoked"])
  })
})

describe("a cookie", () => {
  const json = { "content-type": "application/json" }

  test("is read among others, in quotes or not", async () => {
    for (const cookie of [
      "__Host-sid=customer",
      "a=b; __Host-sid=customer;c=d",
      '__Host-sid="customer"',
      "sid=x;  __Host-sid=customer ",
    ]) {
      expect(await asCustomer({ ...json, cookie })).toEqual([204, "accepted"])
    }
  })

  test("401 for two of one name, even equal ones, in one header or two", async () => {
    expect(await asCustomer({ cookie: "__Host-sid=customer; __Host-sid=customer" })).toEqual([401, "token_invalid"])
    expect(await asCustomer(["cookie", "__Host-sid=customer", "cookie", "__Host-sid=other"])).toEqual([
      401,
      "token_invalid",
    ])
    expect(api.trace.steps).toEqual([])
  })

  test("401 for a name that only resembles it", async () => {
    const names = ["X__Host-sid", "__Host-sid2", "__host-sid", "__Host-sid%"]
    const answers = await Promise.all(names.map((name) => asCustomer({ cookie: `${name}=customer` })))
    expect(answers).toEqual(names.map(() => [401, "token_missing"]))
  })

  test("401 or 204, and never worse, for huge and many cookies", async () => {
    const many = Array.from({ length: 200 }, (_, at) => `c${at}=v`).join("; ")
    expect(await asCustomer({ cookie: `${many}; __Host-sid=customer` })).toEqual([204, "accepted"])
    expect(await asCustomer({ cookie: `__Host-sid=${"x".repeat(5000)}` })).toEqual([401, "session_revoked"])
    expect(await asCustomer({ cookie: ";".repeat(8000) })).toEqual([401, "token_missing"])
  })

  test("goes by the name the server gives it", async () => {
    const plain = await startSmallApi({}, { cookieName: (name) => name.replace("__Host-", "") })
    const sent = { headers: { cookie: "sid=customer" } }
    const { status } = await plain.send("DELETE", "/store/birds/b1", sent)
    await plain.close()
    expect(status).toBe(204)
  })

  test("a refusal of the verifier keeps its headers, so that a dead cookie can be cleared", async () => {
    const { headers } = await api.send("DELETE", "/store/birds/b1", { headers: { cookie: "__Host-sid=dead" } })
    expect(headers["set-cookie"]).toEqual(["sid=; Max-Age=0"])
  })
})

const get = async (headers: Record<string, string> | readonly string[]) => {
  const { status } = await api.send("GET", "/store/birds/b1", { headers })
  const { actor, refused_credential } = api.trace.call ?? {}
  return { status, actor: actor?.type, refused: refused_credential?.code }
}

describe("where callers may be anonymous", () => {
  test("nothing sent is nobody, and nothing was refused", async () => {
    expect(await get({})).toEqual({ status: 200, actor: undefined, refused: undefined })
  })

  test("a good credential is somebody", async () => {
    expect(await get({ authorization: "Bearer customer" })).toEqual({
      status: 200,
      actor: "customer",
      refused: undefined,
    })
    expect(await get({ cookie: "__Host-sid=customer" })).toEqual({ status: 200, actor: "customer", refused: undefined })
  })

  test.each([
    [{ authorization: "Bearer dead" }, "session_revoked"],
    [{ authorization: "Bearer disabled" }, "account_disabled"],
    [{ authorization: "Basic x" }, "token_invalid"],
    [{ authorization: "" }, "token_invalid"],
    [{ authorization: "Bearer user" }, "token_invalid"],
    [{ cookie: "__Host-sid=dead" }, "session_revoked"],
    [{ cookie: "__Host-sid=a; __Host-sid=b" }, "token_invalid"],
  ])("%j makes the caller nobody, and the handler may see why", async (headers, refused) => {
    expect(await get(headers)).toEqual({ status: 200, actor: undefined, refused })
  })

  test("503 when the verifier cannot tell", async () => {
    expect(await get({ authorization: "Bearer broken" })).toMatchObject({ status: 503 })
    expect(api.trace.steps).toEqual(["authenticate"])
  })

  test("403 for a forged request all the same", async () => {
    const headers = {
      cookie: "__Host-sid=customer",
      origin: "https://evil.example",
      "content-type": "application/json",
    }
    expect((await api.send("POST", "/auth/nest/refresh", { headers })).json).toMatchObject({ code: "csrf_failed" })
  })
})

test("an operation that signs people in ignores credentials, bad ones too", async () => {
  const headers = ["authorization", "Basic x", "authorization", "y", "cookie", "__Host-sid=a; __Host-sid=b"]
  const { status } = await api.send("POST", "/auth/nest", { headers })
  expect(status).toBe(200)
  expect(api.trace.steps).toEqual(["context", "handler"])
})

const list = async (headers: Record<string, string> | readonly string[]) => {
  const { status, json } = await api.send("GET", "/store/birds", { headers })
  return [status, json?.["type"], json?.["code"]]
}

describe("the publishable key", () => {
  test("400 publishable_key_required when it is missing, empty, unknown or sent twice", async () => {
    const refused = [400, "not_allowed", "publishable_key_required"]
    expect(await list({})).toEqual(refused)
    expect(await list({ "x-publishable-api-key": "" })).toEqual(refused)
    expect(api.trace.steps).toEqual([])
    expect(await list({ "x-publishable-api-key": "pk_other" })).toEqual(refused)
    expect(await list(["x-publishable-api-key", "pk_live", "x-publishable-api-key", "pk_live"])).toEqual(refused)
  })

  test("is asked for only where the contract asks", async () => {
    expect((await api.send("GET", "/store/birds/b1")).status).toBe(200)
    expect(api.trace.steps).not.toContain("publishableKey")
  })
})

test("a failure of the verifier that is no refusal is a 500 without a word of it", async () => {
  const broken = await startSmallApi({}, { authenticate: () => Promise.reject(new Error("password=hunter2")) })
  const { status, text } = await broken.send("GET", "/admin/keeper", { headers: { authorization: "Bearer user" } })
  await broken.close()
  expect(status).toBe(500)
  expect(text).not.toContain("hunter2")
  expect(broken.log).toMatchObject([{ fields: { err: { message: "password=hunter2" }, operation_id: "getKeeper" } }])
})

test("the server names failures it knows", async () => {
  const lost = await startSmallApi(
    { getRarestBird: () => Promise.reject(new Error("connection lost")) },
    {
      failureOf: (error) =>
        error instanceof Error && error.message === "connection lost"
          ? new ApiFailure("temporarily_unavailable")
          : undefined,
    },
  )
  const { status, headers } = await lost.send("GET", "/store/birds/rarest")
  await lost.close()
  expect(status).toBe(503)
  expect(Number(headers["retry-after"])).toBeGreaterThanOrEqual(1)
  expect(lost.log).toEqual([])
})

describe("a credential in the query", () => {
  const json = { "content-type": "application/json" }
  const hatch = async (query: string, headers: Record<string, string> = {}, body = "{}") => {
    const { status, json: answer } = await api.send("POST", `/auth/egg${query}`, {
      headers: { ...json, ...headers },
      body,
    })
    return [status, answer?.["code"] ?? api.trace.call?.actor]
  }
  const reset = (token: string) => ({ type: "reset", token })

  test("is handed to the handler as the actor, and not among the parameters", async () => {
    expect(await hatch("?token=s3cret&warm=true")).toEqual([204, reset("s3cret")])
    expect(api.trace.call?.query).toEqual({ warm: true })
  })

  test("the header wins over it, and takes it out of the parameters all the same", async () => {
    expect(await hatch("?token=other", { authorization: "Bearer s3cret" })).toEqual([204, reset("s3cret")])
    expect(api.trace.call?.query).toEqual({})
    expect(await hatch("?token=other", { authorization: "Basic s3cret" })).toEqual([401, "token_invalid"])
  })

  test.each(["?token=a&token=b", "?token=a&token=a", "?token[]=a", "?token[0]=a", "?token[gt]=a"])(
    "401 token_invalid for %s, without asking the verifier",
    async (query) => {
      expect(await hatch(query)).toEqual([401, "token_invalid"])
      expect(api.trace.steps).toEqual([])
    },
  )

  test.each(["", "?Token=a", "?warm=true", "?token=%ff"])("401 token_missing for %j", async (query) => {
    expect(await hatch(query)).toEqual([401, "token_missing"])
  })

  test("is decoded once, and judged by the verifier even when it is empty", async () => {
    expect(await hatch("?token=a%252Bb+c")).toEqual([204, reset("a%2Bb c")])
    expect(await hatch("?token=")).toEqual([204, reset("")])
  })

  test("is no parameter where the operation does not take it", async () => {
    const { json: answer } = await api.send("POST", "/auth/nest?token=s3cret", { headers: json, body: "{}" })
    expect(answer?.["code"]).toBe("invalid_request")
    expect(JSON.stringify(answer)).not.toContain("s3cret")
  })

  test("beats a body that does not fit the schema, and is not in the answer", async () => {
    expect(await hatch("", {}, '{"token":1}')).toEqual([401, "token_missing"])
    const { status, text } = await api.send("POST", "/auth/egg?token=s3cret", { headers: json, body: '{"token":1}' })
    expect(status).toBe(400)
    expect(text).not.toContain("s3cret")
  })
})

describe("a credential in a header of its own", () => {
  test("may prove a member of staff who has no session", async () => {
    expect(await asUser({ "x-access-token": "program" })).toEqual([200, "accepted"])
    expect(api.trace.call?.actor).toEqual({
      type: "user",
      user_id: "usr_1",
      identity_id: "authid_1",
      credential: "api_token",
    })
  })

  test("401 for two of them", async () => {
    expect(await asUser(["x-access-token", "program", "X-Access-Token", "program"])).toEqual([401, "token_invalid"])
  })

  test("500, and nothing happens, when a cookie is taken for somebody without a session", async () => {
    const broken = await startSmallApi({}, { authenticate: async () => ({ type: "reset", token: "s3cret" }) })
    const { status } = await broken.send("DELETE", "/store/birds/b1", { headers: { cookie: "__Host-sid=customer" } })
    expect(status).toBe(500)
    expect(broken.trace.steps).not.toContain("handler")
    await broken.close()
  })
})

describe("answers that declare Cache-Control", () => {
  test("are kept out of caches, though nobody is asked for and the path is not one of sign-in", async () => {
    const { status, headers } = await api.send("POST", "/admin/keepers/forgotten", {
      headers: { "content-type": "application/json" },
      body: "{}",
    })
    expect([status, headers["cache-control"], headers["vary"]]).toEqual([
      204,
      "no-store",
      "Origin, Cookie, Authorization",
    ])
  })
})
