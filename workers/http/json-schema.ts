import { toJsonSchema } from '@valibot/to-json-schema'
import type * as v from 'valibot'

const cache = new WeakMap<object, Record<string, unknown>>()

/** A shape as JSON Schema. What only code can check is left out. */
export function jsonSchema(shape: v.GenericSchema): Record<string, unknown> {
  let schema = cache.get(shape)
  if (!schema) {
    const { $schema: _, ...rest } = toJsonSchema(shape, {
      ignoreActions: ['check', 'trim'],
      errorMode: 'ignore',
      typeMode: 'input',
    })
    schema = rest as Record<string, unknown>
    cache.set(shape, schema)
  }
  return schema
}
