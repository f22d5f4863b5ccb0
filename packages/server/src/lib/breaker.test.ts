import { stat } from "node:fs/promises"
import { describe, expect, test, vi } from "vitest"
import { createBreaker, Interrupted } from "./breaker.ts"

const never = new Promise<never>(() => undefined)
const hangs = (begun: () => void) => {
  begun()
  return never
}

describe("a breaker", () => {
  test("answers what the work answers, and passes its failure on", async () => {
    const breaker = createBreaker({ places: 1, limit_ms: 1_000, rest_ms: 0 })
    expect(await breaker.run(async () => 7)).toBe(7)
    await expect(breaker.run(() => Promise.reject(new Error("broken")))).rejects.toThrow("broken")
    expect(await breaker.run(async () => 8)).toBe(8)
  })

  test("interrupts work that takes too long, and those who wait for its place with it", async () => {
    const breaker = createBreaker({ places: 1, limit_ms: 1, rest_ms: 60_000 })
    const hanging = breaker.run(hangs)
    const waiting = breaker.run(async () => 1)
    await expect(hanging).rejects.toBeInstanceOf(Interrupted)
    await expect(waiting).rejects.toBeInstanceOf(Interrupted)
  })

  test("a failure is told to those who wait for its place, who do not try the same in turn", async () => {
    const breaker = createBreaker({ places: 1, limit_ms: 1_000, rest_ms: 60_000 })
    const failing = Promise.withResolvers<never>()
    const first = breaker.run(() => failing.promise)
    const next = vi.fn(async () => 1)
    const waiting = breaker.run(next)
    failing.reject(new Error("broken"))
    await expect(first).rejects.toThrow("broken")
    await expect(waiting).rejects.toThrow("broken")
    expect(next).not.toHaveBeenCalled()
  })

  test("does not measure the wait for what the work needs first", async () => {
    const breaker = createBreaker({ places: 1, limit_ms: 1, rest_ms: 60_000 })
    const connected = Promise.withResolvers<void>()
    const slow = breaker.run(async (begun) => {
      await connected.promise
      begun()
      return "done"
    })
    await expect(Promise.race([slow, new Promise((resolve) => setTimeout(resolve, 5, "waiting"))])).resolves.toBe(
      "waiting",
    )
    connected.resolve()
    expect(await slow).toBe("done")
  })

  test("an answer that came while the process stood still is an answer", async () => {
    const breaker = createBreaker({ places: 1, limit_ms: 5, rest_ms: 60_000 })
    await new Promise((resolve) => setImmediate(resolve)) // from here on the loop looks at its timers before its answers
    const standing_still = breaker.run((begun) => {
      const answered = stat(import.meta.filename)
      begun()
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 50)
      return answered
    })
    await expect(standing_still).resolves.toBeDefined()
  })

  test("leaves a part that failed alone, and tells of it once", async () => {
    const onRest = vi.fn()
    const breaker = createBreaker({ places: 2, limit_ms: 1_000, rest_ms: 60_000, onRest })
    const work = vi.fn(() => Promise.reject(new Error("broken")))
    await expect(breaker.run(work)).rejects.toThrow("broken")
    await expect(breaker.run(work)).rejects.toBeInstanceOf(Interrupted)
    await expect(breaker.run(work)).rejects.toBeInstanceOf(Interrupted)
    expect(work).toHaveBeenCalledTimes(1)
    expect(onRest).toHaveBeenCalledTimes(1)
  })

  test("after its rest one call looks whether the part is back, the others go on without; success opens it to all", async () => {
    let now = 0
    const clock = vi.spyOn(performance, "now").mockImplementation(() => now)
    try {
      const breaker = createBreaker({ places: 2, limit_ms: 1_000, rest_ms: 5_000 })
      now = 1
      await expect(breaker.run(() => Promise.reject(new Error("broken")))).rejects.toThrow("broken")
      now = 5_002
      const probe = Promise.withResolvers<string>()
      const looking = breaker.run(() => probe.promise)
      await expect(breaker.run(async () => "early")).rejects.toBeInstanceOf(Interrupted)
      probe.resolve("back")
      expect(await looking).toBe("back")
      expect(await breaker.run(async () => "open")).toBe("open")
    } finally {
      clock.mockRestore()
    }
  })

  test("never runs more at once than it has places, and each gets its turn", async () => {
    const breaker = createBreaker({ places: 3, limit_ms: 10_000, rest_ms: 0 })
    let running = 0
    let most = 0
    const results = await Promise.all(
      Array.from({ length: 50 }, (_, index) =>
        breaker.run(async () => {
          running += 1
          most = Math.max(most, running)
          await Promise.resolve()
          running -= 1
          return index
        }),
      ),
    )
    expect(results).toEqual(Array.from({ length: 50 }, (_, index) => index))
    expect(most).toBe(3)
  })
})
