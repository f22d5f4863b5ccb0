import { expect, test } from "vitest"
import { together } from "./together.ts"

const numbers = (count: number) => Array.from({ length: count }, (_, nth) => nth)

test("what is asked for at once is one call, and everybody gets their own result, also who asks for the same", async () => {
  const calls: (readonly string[])[] = []
  const shout = together(async (words: readonly string[]) => {
    calls.push(words)
    return words.map((word, nth) => `${word.toUpperCase()} ${nth}`)
  })
  expect(await Promise.all(["a", "b", "a"].map(shout))).toEqual(["A 0", "B 1", "A 2"])
  expect(await shout("a")).toBe("A 0")
  expect(calls).toEqual([["a", "b", "a"], ["a"]])
})

test("more than 100 are several calls", async () => {
  const sizes: number[] = []
  const same = together(async (items: readonly number[]) => {
    sizes.push(items.length)
    return items
  })
  expect(await Promise.all(numbers(250).map(same))).toEqual(numbers(250))
  expect(sizes).toEqual([100, 100, 50])
})

test("when the call fails all of it fails alike, and the next is a new one", async () => {
  let is_down = true
  const work = together(async (items: readonly string[]) => {
    if (is_down) throw new Error("down")
    return items
  })
  const outcomes = await Promise.allSettled(["a", "b"].map(work))
  expect(outcomes.map((outcome) => outcome.status === "rejected" && String(outcome.reason))).toEqual([
    "Error: down",
    "Error: down",
  ])
  is_down = false
  expect(await work("c")).toBe("c")
})
