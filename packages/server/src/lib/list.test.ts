import { describe, expect, test } from "vitest"
import { containing, readOrder } from "./list.ts"

const orders = { city: "text", created_at: "plain" } as const

describe("order", () => {
  test("a listed column, ascending or descending, or the fallback", () => {
    expect(readOrder("city", orders, "-created_at")).toEqual({ column: "city", kind: "text", direction: "asc" })
    expect(readOrder("-city", orders, "-created_at")).toEqual({ column: "city", kind: "text", direction: "desc" })
    expect(readOrder(undefined, orders, "-created_at")).toEqual({
      column: "created_at",
      kind: "plain",
      direction: "desc",
    })
  })

  test.each(["metadata", "--city", "-", "", "city,id", "city desc", "__proto__", "-constructor", "toString"])(
    "%j is 400 and names the parameter",
    (order) => {
      expect(() => readOrder(order, orders, "city")).toThrow(
        expect.objectContaining({ status: 400, errors: [expect.objectContaining({ path: "order" })] }),
      )
    },
  )
})

test("a search text is itself, whatever it means in a pattern", () => {
  expect(containing("100%_\\")).toBe("%100\\%\\_\\\\%")
})
