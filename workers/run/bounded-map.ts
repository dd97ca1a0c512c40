/** A map by text that forgets what was set longest ago: memory of an isolate that may live for days. */
export function boundedMap<T>(max: number): Map<string, T> {
  const map = new Map<string, T>()
  const set = map.set.bind(map)
  map.set = (key, value) => {
    map.delete(key)
    set(key, value)
    const oldest = map.size > max ? map.keys().next().value : undefined
    if (oldest !== undefined) map.delete(oldest)
    return map
  }
  return map
}
