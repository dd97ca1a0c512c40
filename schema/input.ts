import * as v from 'valibot'
import { LocalText } from './text.ts'

/** What whoever installs a workflow is asked. */
export const INPUT_TYPES = [
  'string', 'text', 'integer', 'number', 'boolean', 'duration', 'time', 'timezone', 'enum', 'list', 'channel',
  'template', 'segment', 'coupon', 'tag', 'workflow', 'contact', 'survey', 'rota', 'item', 'gathering',
] as const // biome-ignore format: one list, read at a glance

const Option = v.union([v.string(), v.strictObject({ value: v.string(), title: v.optional(LocalText) })])

export const InputSpec = v.strictObject({
  type: v.picklist(INPUT_TYPES),
  title: v.optional(LocalText),
  description: v.optional(LocalText),
  default: v.optional(v.unknown()),
  required: v.optional(v.boolean()),
  min: v.optional(v.number()),
  max: v.optional(v.number()),
  pattern: v.optional(v.string()),
  options: v.optional(v.array(Option)),
})

export type InputShape = v.InferOutput<typeof InputSpec>
