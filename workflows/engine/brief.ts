import { isObject, type Json } from '../../schema/json.ts'

/** What one line of the journal may show of a value, written as JSON. */
const SHOWN_CHARS_MAX = 4_000
const TEXT_CHARS_MAX = 300
const ITEMS_MAX = 20

/** A value as the journal shows it: whole when it is small, else with its long texts and lists cut. */
export function brief(value: Json): Json {
  if (JSON.stringify(value).length <= SHOWN_CHARS_MAX) return value
  const cut = cutDeep(value, 4)
  return JSON.stringify(cut).length <= SHOWN_CHARS_MAX ? cut : '… too much to show'
}

function cutDeep(value: Json, depth: number): Json {
  if (typeof value === 'string') return value.length > TEXT_CHARS_MAX ? `${value.slice(0, TEXT_CHARS_MAX)}…` : value
  if (depth === 0) return '…'
  if (Array.isArray(value)) return value.slice(0, ITEMS_MAX).map((item) => cutDeep(item, depth - 1))
  if (!isObject(value)) return value
  return Object.fromEntries(
    Object.entries(value)
      .slice(0, ITEMS_MAX)
      .map(([key, item]) => [key, cutDeep(item as Json, depth - 1)]),
  )
}
