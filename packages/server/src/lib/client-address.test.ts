import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { addressBehind, addressBucket, clientAddress, limitBucket, trustedProxies } from "./client-address.ts"

const nobody = trustedProxies([])
const proxies = trustedProxies(["10.0.0.0/8", "2001:db8::1"])

describe("the client's address", () => {
  test.each([
    ["an untrusted peer is the client, whatever it says", "203.0.113.7", "1.2.3.4", "203.0.113.7"],
    ["through a trusted proxy: the right-most hop", "10.0.0.1", "6.6.6.6, 203.0.113.7", "203.0.113.7"],
    [
      "through two trusted proxies: the right-most that is not one",
      "10.0.0.1",
      "6.6.6.6, 203.0.113.7, 10.9.9.9",
      "203.0.113.7",
    ],
    ["only trusted hops: the left-most", "10.0.0.1", "10.0.0.2", "10.0.0.2"],
    ["a trusted proxy that says nothing is the client", "10.0.0.1", undefined, "10.0.0.1"],
    ["IPv4 inside IPv6 is IPv4, as a peer", "::ffff:203.0.113.7", undefined, "203.0.113.7"],
    ["IPv4 inside IPv6 is IPv4, as a proxy", "::ffff:10.0.0.1", "::ffff:cb00:7107", "203.0.113.7"],
    ["with a port", "10.0.0.1", "203.0.113.7:51234", "203.0.113.7"],
    ["IPv6 with brackets and port", "2001:db8::1", "[2001:DB8::7]:443", "2001:db8::7"],
    ["without its zone", "fe80::1%eth0", undefined, "fe80::1"],
    ["a hop that is no address cannot be told", "10.0.0.1", "unknown", undefined],
    ["nothing beyond a hop that cannot be told is believed", "10.0.0.1", "1.2.3.4, unknown", undefined],
    ["a socket without an address cannot be told", undefined, "1.2.3.4", undefined],
  ])("P10 %s", (_title, peer, forwarded, expected) => {
    expect(addressBehind(peer, forwarded, proxies)).toBe(expected)
  })

  test("is read from the socket and the header", () => {
    const request = { socket: { remoteAddress: "10.0.0.1" }, headers: { "x-forwarded-for": "6.6.6.6, 203.0.113.7" } }
    expect(clientAddress(request, ["10.0.0.0/8"])).toBe("203.0.113.7")
    expect(clientAddress(request, [])).toBe("10.0.0.1")
    expect(clientAddress({ ...request, headers: {} }, ["10.0.0.0/8"])).toBe("10.0.0.1")
  })

  test("P10 without trusted proxies the header is never believed", () => {
    fc.assert(
      fc.property(fc.string(), (forwarded) => {
        expect(addressBehind("203.0.113.7", forwarded, nobody)).toBe("203.0.113.7")
      }),
    )
  })

  test("P10 whatever is said, the answer is an address or none", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.ipV4(), fc.ipV6()), (forwarded) => {
        const address = addressBehind("10.0.0.1", forwarded, proxies)
        if (address !== undefined) expect(address).toMatch(/^[0-9a-f:.]+$/)
      }),
    )
  })
})

describe("the bucket of an address", () => {
  test("P10 two addresses of one /64 share a bucket, two networks do not", () => {
    expect(addressBucket("2001:db8:1:2::1")).toBe(addressBucket("2001:0db8:0001:0002:ffff:1:2:3"))
    expect(addressBucket("2001:db8:1:2::1")).not.toBe(addressBucket("2001:db8:1:3::1"))
    expect(addressBucket("::1")).toBe("0:0:0:0::/64")
  })

  test("P10 IPv4 is its own bucket, also inside IPv6", () => {
    expect(addressBucket("1.2.3.4")).toBe("1.2.3.4")
    expect(addressBucket("::ffff:1.2.3.4")).toBe("1.2.3.4")
  })

  test("P10 an address that cannot be told has a bucket for each connection, never one for all", () => {
    const [one, other] = [{ socket: {} }, { socket: {} }]
    expect(limitBucket(one, undefined)).toBe(limitBucket(one, undefined))
    expect(limitBucket(one, undefined)).not.toBe(limitBucket(other, undefined))
    expect(limitBucket(one, "1.2.3.4")).toBe(limitBucket(other, "::ffff:1.2.3.4"))
  })

  test("every IPv6 address has a bucket of four words", () => {
    fc.assert(
      fc.property(fc.ipV6(), (address) => {
        expect(addressBucket(address)).toMatch(/^(?:[0-9a-f]{1,4}(?::[0-9a-f]{1,4}){3}::\/64|[\d.]+)$/)
      }),
    )
  })
})
