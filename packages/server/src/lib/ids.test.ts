import { expect, test } from "vitest"
import { newId } from "./ids.ts"

test("ids carry their prefix, are never alike, and sort by the order they were made in", () => {
  const ids = Array.from({ length: 1_000 }, () => newId("cus"))
  expect(new Set(ids).size).toBe(1_000)
  for (const id of ids) expect(id).toMatch(/^cus_[0-9A-HJKMNP-TV-Z]{26}$/)
  expect(ids.toSorted()).toEqual(ids)
})
