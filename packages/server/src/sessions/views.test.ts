import { property, assert, string } from "fast-check"
import { describe, expect, test } from "vitest"
import { deviceLabel } from "./views.ts"

describe("the label of a device", () => {
  test.each([
    [null, null],
    ["", null],
    ["curl/8.5.0", "curl/8.5.0"],
    [`<script>alert("1")</script>`, "&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;"],
    ["Tom & Jerry's", "Tom &amp; Jerry&#39;s"],
  ])("%j is %j", (user_agent, label) => {
    expect(deviceLabel(user_agent)).toBe(label)
  })

  test("S6 is cut at 256 characters, never inside of an escape or a character", () => {
    expect(deviceLabel("x".repeat(2000))).toBe("x".repeat(256))
    expect(deviceLabel(`${"x".repeat(255)}&`)).toBe("x".repeat(255))
    expect(deviceLabel("<".repeat(256))).toBe("&lt;".repeat(64))
    expect(deviceLabel(`${"x".repeat(255)}😀`)).toBe("x".repeat(255))
  })

  test("whatever a browser says, no markup is in it and it is short enough", () => {
    assert(
      property(string({ unit: "binary", maxLength: 600 }), (user_agent) => {
        const label = deviceLabel(user_agent) ?? ""
        return label.length <= 256 && !/[<>"']|&(?!(?:amp|lt|gt|quot|#39);)/.test(label) && label.isWellFormed()
      }),
    )
  })
})
