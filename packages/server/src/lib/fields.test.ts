import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { pick, readFields } from "./fields.ts"

const customer = { properties: ["id", "email", "phone"], relations: { addresses: ["id", "city", "province"] } }
const view = {
  id: "cus_1",
  email: "a@x.test",
  phone: null,
  addresses: [{ id: "cuaddr_1", city: "Oslo", province: null }],
}
const chosen = (fields: string | undefined) => pick(view, readFields(fields, customer))

describe("fields", () => {
  test.each([
    [undefined, view],
    ["email", { id: "cus_1", email: "a@x.test" }],
    ["id", { id: "cus_1" }],
    ["email,+phone", { id: "cus_1", email: "a@x.test", phone: null }],
    ["+phone", view],
    [" phone", view],
    ["-email", { id: "cus_1", phone: null, addresses: view.addresses }],
    ["-addresses", { id: "cus_1", email: "a@x.test", phone: null }],
    ["-id", view],
    ["email,*addresses", { id: "cus_1", email: "a@x.test", addresses: view.addresses }],
    ["addresses", { id: "cus_1", addresses: view.addresses }],
    ["email, addresses", { id: "cus_1", email: "a@x.test", addresses: view.addresses }],
    ["addresses.city", { id: "cus_1", addresses: [{ id: "cuaddr_1", city: "Oslo" }] }],
    ["-addresses.city", { ...view, addresses: [{ id: "cuaddr_1", province: null }] }],
    ["id,addresses.city,addresses.province", { id: "cus_1", addresses: view.addresses }],
    ["email,email", { id: "cus_1", email: "a@x.test" }],
  ])("%j", (fields, expected) => {
    expect(chosen(fields)).toEqual(expected)
  })

  test.each([
    "name",
    "+name",
    "-name",
    "*name",
    "*email",
    "email.x",
    "addresses.name",
    "addresses.city.x",
    "",
    "email,",
    "__proto__",
    "constructor",
    "+__proto__.x",
    "toString",
  ])("%j is 400 and names the parameter", (fields) => {
    expect(() => readFields(fields, customer)).toThrow(
      expect.objectContaining({
        status: 400,
        code: "invalid_request",
        errors: [expect.objectContaining({ path: "fields" })],
      }),
    )
  })

  test("whatever is accepted answers the id and nothing that was not asked for", () => {
    const name = fc.constantFrom("id", "email", "phone", "addresses", "addresses.id", "addresses.city")
    const term = fc.tuple(fc.constantFrom("", "+", "-"), name).map((parts) => parts.join(""))
    fc.assert(
      fc.property(fc.array(term, { minLength: 1, maxLength: 6 }), (terms) => {
        const answer = chosen(terms.join(","))
        expect(answer.id).toBe("cus_1")
        if (terms.some((text) => !/^[+-]/.test(text))) {
          const named = terms.map((text) => text.replace(/^[+-]/, "").split(".")[0])
          for (const key of Object.keys(answer)) expect(["id", ...named]).toContain(key)
        }
      }),
    )
  })
})
