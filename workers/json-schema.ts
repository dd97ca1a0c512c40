import { type JsonSchema, type OverrideActionContext, toJsonSchema } from '@valibot/to-json-schema'
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
      overrideAction: translated,
    })
    schema = rest as Record<string, unknown>
    cache.set(shape, schema)
  }
  return schema
}

/** Words in other languages travel along under a name of their own. */
function translated({ valibotAction, jsonSchema: schema }: OverrideActionContext): JsonSchema | null {
  if (valibotAction.type !== 'metadata' || !('metadata' in valibotAction)) return null
  return { ...schema, ...(valibotAction.metadata as object) }
}
