import { expect, test } from "vitest"
import { createLru } from "./lru.ts"

test("the least recently used goes first, and the bound holds", () => {
  const lru = createLru<number>(2)
  lru.set("a", 1)
  lru.set("b", 2)
  expect(lru.get("a")).toBe(1)
  lru.set("c", 3)
  expect([lru.get("a"), lru.get("b"), lru.get("c")]).toEqual([1, undefined, 3])
  for (let i = 0; i < 100; i++) lru.set(String(i), i)
  expect(lru.size).toBe(2)
  lru.set("99", 0)
  expect([lru.get("99"), lru.size]).toEqual([0, 2])
})
