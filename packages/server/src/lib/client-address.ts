import { randomUUID } from "node:crypto"
import { BlockList, isIP, isIPv4 } from "node:net"

interface Incoming {
  socket: object & { remoteAddress?: string | undefined }
  headers: Readonly<Record<string, string | string[] | undefined>>
}

/** The address of whoever sent the request, see {@link addressBehind}; proxies are addresses or networks (`10.0.0.0/8`). */
export function clientAddress(request: Incoming, trusted_proxies: readonly string[]): string | undefined {
  let trusted = lists.get(trusted_proxies)
  if (!trusted) lists.set(trusted_proxies, (trusted = trustedProxies(trusted_proxies)))
  const forwarded_for = request.headers["x-forwarded-for"]
  return addressBehind(request.socket.remoteAddress, [forwarded_for ?? []].flat().join(",") || undefined, trusted)
}

// The setting is one array for the life of the process.
const lists = new WeakMap<readonly string[], BlockList>()

/** The setting as a list that can be asked. */
export function trustedProxies(entries: readonly string[]): BlockList {
  const trusted = new BlockList()
  for (const entry of entries) {
    const [address = "", prefix] = entry.split("/")
    const family = isIPv4(address) ? "ipv4" : "ipv6"
    trusted.addSubnet(address, prefix === undefined ? (family === "ipv4" ? 32 : 128) : Number(prefix), family)
  }
  return trusted
}

/**
 * Whose request this is: the socket's address, unless that is a trusted proxy. Then `X-Forwarded-For` is walked from the
 * right, over trusted hops, to the first that is not: everything to the left of it anybody could have written.
 *
 * Undefined when it cannot be told.
 */
export function addressBehind(
  peer: string | undefined,
  forwarded_for: string | undefined,
  trusted: BlockList,
): string | undefined {
  const hops = forwarded_for === undefined ? [] : forwarded_for.split(",").toReversed()
  let address = plainAddress(peer ?? "")
  for (const hop of hops) {
    if (address === undefined || !trusted.check(address, isIPv4(address) ? "ipv4" : "ipv6")) return address
    address = plainAddress(hop)
  }
  return address
}

/**
 * The address limits are counted by: IPv4 as it is, IPv6 by its /64, which is what one household or one machine gets.
 */
export function addressBucket(address: string): string {
  const plain = plainAddress(address)
  if (plain === undefined || isIPv4(plain)) return plain ?? address
  return `${wordsOf(plain).slice(0, 4).join(":")}::/64`
}

/**
 * What limits count a request by: the {@link addressBucket} of its client, or, when the address cannot be told, the
 * connection it came on, so that those who cannot be told apart do not all pay for one.
 */
export function limitBucket({ socket }: Pick<Incoming, "socket">, address: string | undefined): string {
  if (address !== undefined) return addressBucket(address)
  let bucket = connections.get(socket)
  if (bucket === undefined) connections.set(socket, (bucket = `connection ${randomUUID()}`))
  return bucket
}

const connections = new WeakMap<object, string>()

/** Without port, brackets and zone; an IPv4 address inside IPv6 is itself. Undefined when it is no address. */
function plainAddress(text: string): string | undefined {
  if (isIPv4(text)) return text // as most are
  const bare = text
    .trim()
    .replace(/^\[([^\]]*)\](?::\d{1,5})?$/, "$1")
    .replace(/^(\d{1,3}(?:\.\d{1,3}){3}):\d{1,5}$/, "$1")
    .replace(/%.*$/, "")
    .toLowerCase()
  if (isIP(bare) === 0) return undefined
  if (isIPv4(bare)) return bare
  const words = wordsOf(bare)
  if (words.slice(0, 5).every((word) => word === "0") && words[5] === "ffff") {
    const [high = 0, low = 0] = words.slice(6).map((word) => Number.parseInt(word, 16))
    return [high >> 8, high & 255, low >> 8, low & 255].join(".")
  }
  return bare
}

/** The eight words of an IPv6 address, without leading zeros. */
function wordsOf(address: string): string[] {
  const hexadecimal = address.replace(/(\d+)\.(\d+)\.(\d+)\.(\d+)$/, (_all, a, b, c, d) =>
    [Number(a) * 256 + Number(b), Number(c) * 256 + Number(d)].map((word) => word.toString(16)).join(":"),
  )
  const [head = "", tail] = hexadecimal.split("::")
  const before = head === "" ? [] : head.split(":")
  const after = tail ? tail.split(":") : []
  const zeros = tail === undefined ? [] : Array.from({ length: 8 - before.length - after.length }, () => "0")
  return [...before, ...zeros, ...after].map((word) => Number.parseInt(word, 16).toString(16))
}
