import { errorCodes, type ErrorCode } from "@covenant/contract"
import { expect } from "vitest"

/** An error body as a caller reads it. */
export interface ApiErrorBody {
  type: string
  code: string
  message: string
  request_id: string
  documentation_url: string
  errors?: { path: string; code: string; message: string }[]
}

const fields = new Set(["type", "code", "message", "request_id", "documentation_url", "errors"])

/** The parts of an answer an error is judged by. */
export interface Refusal {
  status: number
  request_id: string | null | undefined
  text: string
}

/**
 * The body of a refusal, once it is sure to be a valid `ApiError`: a code of the list with its status, the request id
 * of the header, an address of its documentation, no other fields, no stack and no SQL.
 *
 * Fails the test, naming `about`, when it is not.
 */
export function apiError({ status, request_id, text }: Refusal, about: string): ApiErrorBody {
  const body = JSON.parse(text) as ApiErrorBody // every field is checked below
  expect(Object.keys(body), about).toEqual(expect.arrayContaining(["type", "code", "message", "request_id"]))
  expect(
    Object.keys(body).filter((key) => !fields.has(key)),
    about,
  ).toEqual([])
  const listed = errorCodes[body.code as ErrorCode] as (typeof errorCodes)[ErrorCode] | undefined
  expect(listed, `${about}: code ${body.code}`).toBeDefined()
  expect(status, `${about}: status of ${body.code}`).toBe(listed?.status)
  expect(request_id, about).toMatch(/^req_\S+$/u)
  expect(body.request_id, about).toBe(request_id)
  expect(URL.canParse(body.documentation_url), about).toBe(true)
  expect(text, about).not.toMatch(/ at \S+ \(|\.ts:\d|node_modules|SyntaxError|select |insert into/u)
  for (const fault of body.errors ?? []) {
    expect(Object.keys(fault).toSorted(), about).toEqual(["code", "message", "path"])
    for (const value of Object.values(fault)) expect(value, about).toBeTypeOf("string")
  }
  return body
}

/** Reads a fetch answer for {@link apiError}. */
export async function refusal(answer: Response): Promise<Refusal> {
  return { status: answer.status, request_id: answer.headers.get("x-request-id"), text: await answer.text() }
}
