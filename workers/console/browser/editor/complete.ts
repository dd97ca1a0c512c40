import type { Completion, CompletionContext, CompletionResult } from '@codemirror/autocomplete'
import { type EditorView, hoverTooltip } from '@codemirror/view'
import { placeAt } from './json-place.ts'
import { type Schema, schemasAt } from './schema-path.ts'

/** As much of a half-written document as can be read: what is open is closed, what is missing is left out. */
function readable(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return last
  }
}
let last: unknown = {}

/** Remember the last document that could be read: alternatives are chosen by what is in it. */
export function remember(text: string): void {
  try {
    last = JSON.parse(text)
  } catch {
    // Half-written: the one before serves.
  }
}

/** What may be written at the cursor, as the schema says. What is offered is matched inside the quotes. */
export function completing(schema: Schema) {
  return (context: CompletionContext): CompletionResult | null => {
    const { state } = context
    const place = placeAt(state, context.pos)
    if (!place || (!context.explicit && !context.matchBefore(/["\w.]/))) return null
    const found = schemasAt(schema, readable(state.doc.toString()), place.path)
    const isNew = !/^\s*:/.test(state.sliceDoc(place.to, place.to + 10))
    const options = place.writing === 'key' ? keys(found, place.siblings, isNew) : values(found)
    if (options.length === 0) return null
    const isQuoted = state.sliceDoc(place.from, place.from + 1) === '"'
    const isClosed = isQuoted && place.to > place.from + 1 && state.sliceDoc(place.to - 1, place.to) === '"'
    const [from, to] = [place.from + (isQuoted ? 1 : 0), place.to - (isClosed ? 1 : 0)]
    return { from, to, options: options.map((offer) => option(offer, place)) }
  }
}

/** `text` takes the place of all that is being written, quotes included. */
type Offer = { label: string; text: string; type: string; info?: string | undefined; boost?: number }

function option({ label, text, type, info, boost = 0 }: Offer, { from, to }: { from: number; to: number }): Completion {
  const apply = (view: EditorView, _: Completion, __: number, upTo: number) => {
    const end = Math.max(to, upTo + (view.state.sliceDoc(upTo, upTo + 1) === '"' ? 1 : 0))
    view.dispatch({
      changes: { from, to: end, insert: text },
      selection: { anchor: from + text.length - (/[}\]"]$/.test(text) && text.includes(': ') ? 1 : 0) },
    })
  }
  return { label, type, apply, boost, ...(info !== undefined && { info }) }
}

function keys(found: readonly Schema[], siblings: readonly string[], isNew: boolean): Offer[] {
  const offers = new Map<string, Offer>()
  for (const { properties = {}, required = [] } of found)
    for (const [name, inner] of Object.entries(properties)) {
      if (siblings.includes(name) || offers.has(name)) continue
      offers.set(name, {
        label: name,
        text: `${JSON.stringify(name)}${isNew ? `: ${beginning(inner)}` : ''}`,
        type: 'property',
        info: inner.description ?? inner.title,
        boost: required.includes(name) ? 10 : 0,
      })
    }
  return [...offers.values()]
}

function beginning({ type, const: only, default: usual }: Schema): string {
  if (only !== undefined) return JSON.stringify(only)
  if (usual !== undefined && typeof usual !== 'object') return JSON.stringify(usual)
  if (type === 'object') return '{}'
  if (type === 'array') return '[]'
  return type === 'string' ? '""' : ''
}

function values(found: readonly Schema[]): Offer[] {
  const offers = new Map<string, Offer>()
  const add = (value: unknown, info?: string) => {
    const text = JSON.stringify(value)
    if (!offers.has(text)) offers.set(text, { label: String(value), text, type: 'constant', info })
  }
  for (const schema of found) {
    for (const value of schema.enum ?? []) add(value, schema.description)
    if (schema.const !== undefined) add(schema.const, schema.description)
    if (schema.type === 'boolean') for (const value of [true, false]) add(value)
  }
  return [...offers.values()]
}

/** What a key means, when the pointer rests on it. */
export function hovering(schema: Schema) {
  return hoverTooltip((view, position) => {
    const place = placeAt(view.state, position)
    if (!place || place.from === place.to) return null
    const word = view.state.sliceDoc(place.from, place.to).replaceAll('"', '')
    const path = place.writing === 'key' ? [...place.path, { key: word }] : place.path
    const said = schemasAt(schema, readable(view.state.doc.toString()), path).find(({ description }) => description)
    if (!said?.description) return null
    const text = said.description
    return {
      pos: place.from,
      end: place.to,
      above: true,
      create: () => {
        const dom = document.createElement('div')
        dom.className = 'cm-note'
        dom.textContent = text
        return { dom }
      },
    }
  })
}
