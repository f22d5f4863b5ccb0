/** Remembers the most recently used, at most `most` of them. */
export interface Lru<T> {
  get(key: string): T | undefined
  set(key: string, value: T): void
  readonly size: number
}

export function createLru<T>(most: number): Lru<T> {
  // A Map keeps the order of insertion, so the first key is the one not used for longest.
  const entries = new Map<string, T>()
  return {
    get size() {
      return entries.size
    },
    get(key) {
      const value = entries.get(key)
      if (value !== undefined) {
        entries.delete(key)
        entries.set(key, value)
      }
      return value
    },
    set(key, value) {
      entries.delete(key)
      entries.set(key, value)
      const [oldest] = entries.size > most ? entries.keys() : []
      if (oldest !== undefined) entries.delete(oldest)
    },
  }
}
