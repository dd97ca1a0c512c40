import * as fc from 'fast-check'

/** Samples in which one value after the other is replaced by something else. */
export function mutants(sample: unknown): fc.Arbitrary<unknown> {
  const places: (string | number)[][] = []
  const visit = (value: unknown, path: (string | number)[]): void => {
    places.push(path)
    if (typeof value === 'object' && value !== null)
      for (const [key, inner] of Object.entries(value))
        visit(inner, [...path, Array.isArray(value) ? Number(key) : key])
  }
  visit(sample, [])
  return fc
    .tuple(fc.constantFrom(...places), fc.jsonValue({ maxDepth: 2 }))
    .map(([path, value]) => replaced(sample, path, value))
}

function replaced(value: unknown, [key, ...rest]: (string | number)[], by: unknown): unknown {
  if (key === undefined) return by
  if (Array.isArray(value)) return value.map((one, index) => (index === key ? replaced(one, rest, by) : one))
  const record = value as Record<string, unknown>
  return { ...record, [key]: replaced(record[key], rest, by) }
}
