/** Of 32 random bytes about 30 differ; fewer than this many, in less than one key of 10^15. */
const least_different = 16

/**
 * Whether somebody typed these bytes instead of drawing them: zeros, a repeated pattern, a count, or text such as the
 * example of a manual. Of 10^13 random keys of 32 bytes it takes one for such a key.
 */
export function looksMadeUp(key: Uint8Array): boolean {
  const bytes = [...key]
  const step = ((bytes[1] ?? 0) - (bytes[0] ?? 0)) & 0xff
  return (
    new Set(bytes).size < least_different ||
    bytes.every((byte) => byte >= 0x20 && byte < 0x7f) ||
    bytes.every((byte, at) => at === 0 || ((byte - (bytes[at - 1] ?? 0)) & 0xff) === step)
  )
}
