import type { DefinitionShape } from '../../../schema/definition.ts'
import { isObject, type Json } from '../../../schema/json.ts'
import { changedFields, type FieldChange, fieldsOf, isSame } from './fields.ts'
import { code, fieldName, spokenField, spokenTrigger, spokenValue } from './spoken.ts'
import { stepChanges } from './steps.ts'
import { type Words, wordsOf } from './words/words.ts'

/** One thing that differs: in a sentence, and as data. `path` leads into the newer version; for what is gone, into the older. */
export type Change = {
  kind: 'added' | 'removed' | 'moved' | 'changed'
  part: (typeof PARTS)[number]
  path: string
  step?: string
  text: string
  before?: Json
  after?: Json
}

export const PARTS = [
  'name', 'description', 'inputs', 'triggers', 'conditions', 'entry', 'exit', 'goal', 'settings', 'texts', 'actions',
] as const // biome-ignore format: one list, read at a glance

export type Difference = { same: boolean; summary: string; changes: Change[] }

/** In which language it is told. */
export type Telling = { words: Words; locale: string }

/** What differs between two versions of a definition, in words that whoever runs a community understands. */
export function difference(before: DefinitionShape, after: DefinitionShape, locale: string): Difference {
  const words = wordsOf(locale)
  const telling = { words, locale }
  const changes = [
    ...localChanges(telling, 'name', before.name, after.name),
    ...localChanges(telling, 'description', before.description, after.description),
    ...namedChanges(telling, 'inputs', before.inputs, after.inputs),
    ...listChanges(telling, 'triggers', before.triggers, after.triggers),
    ...conditionChanges(telling, before.conditions, after.conditions),
    ...sectionChanges(telling, 'entry', before.entry, after.entry),
    ...listChanges(telling, 'exit', before.exit, after.exit),
    ...goalChanges(telling, before.goal, after.goal),
    ...sectionChanges(telling, 'settings', before.settings, after.settings),
    ...textChanges(telling, before.texts, after.texts),
    ...stepChanges(telling, before.actions, after.actions),
  ]
  const summary = changes.length === 0 ? words.same : words.everything(changes.length)
  return { same: changes.length === 0, summary, changes }
}

/** A text, or one for each locale. */
function localChanges({ words }: Telling, part: 'name' | 'description', before: unknown, after: unknown): Change[] {
  const section = words.sections[part]
  const [was, is] = [byLocale(before), byLocale(after)]
  return changedFields(was, is).map(({ keys: [, locale = ''], before: old, after: now }) => {
    const field = locale === '' ? section : words.inLocale(section, locale)
    const text = words.became(field, spokenValue(words, old), spokenValue(words, now))
    return { kind: 'changed', part, path: locale === '' ? part : `${part}.${locale}`, text, ...values(old, now) }
  })
}

function byLocale(text: unknown): ReturnType<typeof fieldsOf> {
  const texts = isObject(text) ? text : text === undefined ? {} : { '': text }
  return fieldsOf({ text: texts })
}

/** Inputs, by their name. */
function namedChanges({ words }: Telling, part: 'inputs', before: Named, after: Named): Change[] {
  const what = (name: string): string => words.parts.input(words.quote(name))
  const found: Change[] = []
  for (const [name, now] of Object.entries(after)) {
    const old = before[name]
    const path = `${part}.${name}`
    if (old === undefined) {
      const text = words.added(`${what(name)} (${spokenValue(words, now)})`, '')
      found.push({ kind: 'added', part, path, text, ...values(undefined, now) })
    } else if (isObject(old) && isObject(now))
      for (const change of changedFields(fieldsOf(old), fieldsOf(now)))
        found.push(fieldChange(words, { part, path, what: what(name) }, change))
  }
  for (const [name, old] of Object.entries(before))
    if (!Object.hasOwn(after, name))
      found.push({
        kind: 'removed',
        part,
        path: `${part}.${name}`,
        text: words.removed(what(name), ''),
        ...values(old, undefined),
      })
  return found
}

type Named = Readonly<Record<string, unknown>>

type Place = { part: Change['part']; path: string; what: string }

function fieldChange(words: Words, { part, path, what }: Place, { keys, before, after }: FieldChange): Change {
  const field = keys.map((key) => fieldName(words, key)).join(' ')
  const last = keys.at(-1) ?? ''
  const text = words.changed(what, field, spokenField(words, last, before), spokenField(words, last, after))
  return { kind: 'changed', part, path: [path, ...keys].join('.'), text, ...values(before, after) }
}

/** Triggers and exits: the same are those that listen to the same, then those of the same kind in their order. */
function listChanges(
  { words }: Telling,
  part: 'triggers' | 'exit',
  before: readonly object[],
  after: readonly object[],
): Change[] {
  const olds = before.map((one, index) => ({ index, one: { ...one } as Record<string, unknown> }))
  const name = part === 'triggers' ? words.parts.trigger : words.parts.exit
  const what = (one: Record<string, unknown>): string => name(spokenTrigger(words, one))
  const take = (fits: (old: Record<string, unknown>) => boolean) => {
    const at = olds.findIndex(({ one }) => fits(one))
    return at < 0 ? undefined : olds.splice(at, 1)[0]?.one
  }
  const news = after.map((one, index) => ({ index, one: { ...one } as Record<string, unknown> }))
  const paired = new Map<number, Record<string, unknown>>()
  const rounds = [isSame, saysTheSame, isOfKind] as ((
    a: Record<string, unknown>,
    b: Record<string, unknown>,
  ) => boolean)[]
  for (const fits of rounds)
    for (const { index, one } of news) {
      const old = paired.has(index) ? undefined : take((candidate) => fits(candidate, one))
      if (old) paired.set(index, old)
    }
  const changes = news.flatMap(({ index, one }): Change[] => {
    const old = paired.get(index)
    const path = `${part}[${index}]`
    if (!old) return [{ kind: 'added', part, path, text: words.added(what(one), ''), ...values(undefined, one) }]
    const changed = changedFields(fieldsOf(old), fieldsOf(one))
    return changed.map((change) =>
      fieldChange(words, { part, path, what: what(saysTheSame(old, one) ? one : old) }, change),
    )
  })
  const gone = olds.map(({ index, one }): Change => {
    return {
      kind: 'removed',
      part,
      path: `${part}[${index}]`,
      text: words.removed(what(one), ''),
      ...values(one, undefined),
    }
  })
  return [...changes, ...gone]
}

const KINDS = ['on', 'schedule', 'date', 'segment', 'metric', 'manual']

function saysTheSame(a: Record<string, unknown>, b: Record<string, unknown>): boolean {
  return KINDS.every((kind) => isSame(a[kind], b[kind]))
}

function isOfKind(a: Record<string, unknown>, b: Record<string, unknown>): boolean {
  return KINDS.every((kind) => Object.hasOwn(a, kind) === Object.hasOwn(b, kind))
}

/** One condition for another is a change; more or fewer are added or removed. */
function conditionChanges({ words }: Telling, before: readonly string[], after: readonly string[]): Change[] {
  const part = 'conditions'
  const gone = before.map((one, index) => ({ one, index })).filter(({ one }) => !after.includes(one))
  const fresh = after.map((one, index) => ({ one, index })).filter(({ one }) => !before.includes(one))
  const changed = fresh.slice(0, gone.length).map(({ one, index }, i): Change => {
    const old = gone[i]?.one ?? ''
    return {
      kind: 'changed',
      part,
      path: `${part}[${index}]`,
      text: words.became(words.parts.condition('').trim(), code(old), code(one)),
      ...values(old, one),
    }
  })
  const added = fresh.slice(gone.length).map(({ one, index }): Change => {
    return {
      kind: 'added',
      part,
      path: `${part}[${index}]`,
      text: words.added(words.parts.condition(code(one)), ''),
      after: one,
    }
  })
  const removed = gone.slice(fresh.length).map(({ one, index }): Change => {
    return {
      kind: 'removed',
      part,
      path: `${part}[${index}]`,
      text: words.removed(words.parts.condition(code(one)), ''),
      before: one,
    }
  })
  return [...changed, ...added, ...removed]
}

function sectionChanges(
  { words }: Telling,
  part: 'entry' | 'settings' | 'goal',
  before: object,
  after: object,
): Change[] {
  const place = { part, path: part, what: words.sections[part] }
  return changedFields(fieldsOf({ ...before }), fieldsOf({ ...after })).map((change) =>
    fieldChange(words, place, change),
  )
}

function goalChanges(telling: Telling, before: DefinitionShape['goal'], after: DefinitionShape['goal']): Change[] {
  const { words } = telling
  const what = (goal: object): string => words.parts.goal(spokenTrigger(words, { ...goal }))
  if (before && after) return sectionChanges(telling, 'goal', before, after)
  if (after)
    return [
      { kind: 'added', part: 'goal', path: 'goal', text: words.added(what(after), ''), ...values(undefined, after) },
    ]
  return before
    ? [
        {
          kind: 'removed',
          part: 'goal',
          path: 'goal',
          text: words.removed(what(before), ''),
          ...values(before, undefined),
        },
      ]
    : []
}

/** The workflow's own messages, by name and locale. */
function textChanges({ words }: Telling, before: DefinitionShape['texts'], after: DefinitionShape['texts']): Change[] {
  const [was, is] = [localTexts(before), localTexts(after)]
  const part = 'texts'
  return changedFields(was, is).map(({ keys: [name = '', locale = ''], before: old, after: now }): Change => {
    const named = words.quote(name)
    const what = words.parts.text(locale === '' ? named : words.inLocale(named, locale))
    const path = locale === '' ? `${part}.${name}` : `${part}.${name}.${locale}`
    const told = { part, path, ...values(old, now) } as const
    if (old === undefined)
      return { kind: 'added', ...told, text: words.added(`${what}: ${spokenValue(words, now)}`, '') }
    if (now === undefined)
      return { kind: 'removed', ...told, text: words.removed(`${what}: ${spokenValue(words, old)}`, '') }
    return { kind: 'changed', ...told, text: words.became(what, spokenValue(words, old), spokenValue(words, now)) }
  })
}

function localTexts(texts: DefinitionShape['texts']): ReturnType<typeof fieldsOf> {
  const all = Object.entries(texts).map(
    ([name, text]) => [name, typeof text === 'string' ? { '': text } : text] as const,
  )
  const fields: ReturnType<typeof fieldsOf> = new Map()
  for (const [name, byLocale] of all)
    for (const [locale, value] of Object.entries(byLocale))
      fields.set(JSON.stringify([name, locale]), { keys: [name, locale], value })
  return fields
}

function values(before: unknown, after: unknown): Pick<Change, 'before' | 'after'> {
  return {
    ...(before !== undefined && { before: before as Json }),
    ...(after !== undefined && { after: after as Json }),
  }
}
