import type { Json, JsonObject } from '../../schema/json.ts'

// Platforms leave fields out, send null, or send '' for "none". These read a field as what it should be, or not at all.

export function asText(value: Json | undefined): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}

/** An id as text; a number only as long as it is exact. */
export function asId(value: Json | undefined): string | undefined {
  return typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : asText(value)
}

export function asObject(value: Json | undefined): JsonObject | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined
}

export function asList(value: Json | undefined): Json[] {
  return Array.isArray(value) ? value : []
}

/** The objects of a list; anything else in it is passed over. */
export function asObjects(value: Json | undefined): JsonObject[] {
  return asList(value).filter((item) => asObject(item) !== undefined) as JsonObject[]
}

/** The value at the end of a path of keys. */
export function at(value: Json | undefined, ...path: string[]): Json | undefined {
  return path.reduce<Json | undefined>((inner, key) => {
    const object = asObject(inner)
    return object && Object.hasOwn(object, key) ? object[key] : undefined
  }, value)
}

/** The fields that have a value. */
export function present<T extends Record<string, Json | undefined>>(fields: T): { [K in keyof T]?: NonNullable<T[K]> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined && value !== null)) as {
    [K in keyof T]?: NonNullable<T[K]>
  }
}
