import { isIP } from "node:net"

/** Whether the name or address is of this machine alone. */
export const isLoopback = (host: string): boolean => {
  const bare = host.replace(/^\[|\]$/g, "")
  return (
    bare === "localhost" ||
    bare.endsWith(".localhost") ||
    bare === "::1" ||
    (isIP(bare) === 4 && bare.startsWith("127."))
  )
}

/** Whether an address is `https`, or plain `http` that stays on this machine. */
export const isHttpsOrLoopback = (address: string): boolean => {
  const url = URL.parse(address)
  return url !== null && (url.protocol === "https:" || (url.protocol === "http:" && isLoopback(url.hostname)))
}
