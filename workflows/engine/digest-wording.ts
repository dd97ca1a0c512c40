import type { DigestItem, OpenDigest } from '../../schema/digest.ts'
import type { Json } from '../../schema/json.ts'
import { wording } from '../actions/message/wording.ts'
import { templateUses } from '../check/template-uses.ts'
import type { Scope } from '../language/expressions.ts'
import { inLocale } from '../language/in-locale.ts'
import { formatIso } from '../language/iso.ts'
import { evaluateValue, templatesIn, type Value } from '../language/values.ts'
import type { Program } from './program.ts'
import { sayer } from './say.ts'
import { contactVariables, eventVariables } from './scope.ts'
import type { Turn } from './turn.ts'

/** A digest as it is worded: by these values of a step, in this version. */
export type Worded = { name: string; digest: OpenDigest; program: Program; with: Record<string, Value> }

/**
 * The text of a digest. A wording that reads `digest` is the whole message; any other says one item, and each stands on
 * a line of its own, said once.
 */
export function wordingOf(turn: Turn, worded: Worded, link: (url: string) => void): ReturnType<typeof wording> {
  const { digest } = worded
  const items = itemsOf(digest)
  const last = items.at(-1)
  if (!last) return { kind: 'refused', code: 'empty_text', message: 'nothing was collected' }
  const say = (item: DigestItem) => sayOf(turn, worded, { ...scopeOf(turn, worded, item), link })
  if (isWhole(turn, worded, { ...scopeOf(turn, worded, last), link })) return say(last)
  const lines: string[] = []
  for (const [i, item] of items.entries()) {
    if (i === digest.first.length && omittedOf(digest) > 0) lines.push(omission(turn, omittedOf(digest)))
    const said = item.text === undefined ? say(item) : ({ kind: 'worded', text: item.text } as const)
    if (said.kind === 'refused') return said
    if (!lines.includes(said.text)) lines.push(said.text)
  }
  return sized(turn, worded, lines.join('\n'))
}

export function itemsOf({ first, last }: OpenDigest): DigestItem[] {
  return [...first, ...last]
}

export function omittedOf({ count, first, last }: OpenDigest): number {
  return count - first.length - last.length
}

export function omission({ actor, world }: Turn, count: number): string {
  const locale = actor.contact.locale ?? world.locale
  return locale.startsWith('zh') ? `……另有 ${count} 条` : `… and ${count} more`
}

function sayOf(turn: Turn, { program, with: values }: Worded, scope: Scope): ReturnType<typeof wording> {
  const given = (name: string) => textOf(values[name], scope)
  const [text, template] = [given('text'), given('template')]
  const params = { ...(text !== undefined && { text }), ...(template !== undefined && { template }) }
  return wording(params, { program, world: turn.world, contact: turn.actor.contact, scope })
}

function sized(turn: Turn, { program }: Worded, text: string): ReturnType<typeof wording> {
  return wording({ text }, { program, world: turn.world, contact: turn.actor.contact, scope: {} })
}

function textOf(value: Value | undefined, scope: Scope): string | undefined {
  const evaluated: Json = value ? evaluateValue(value, scope, []) : null
  return evaluated === null ? undefined : String(evaluated)
}

/** Whether the wording speaks of the digest itself. */
function isWhole(turn: Turn, { program, with: values }: Worded, scope: Scope): boolean {
  const { text } = values
  if (text?.kind === 'expression') return text.expression.uses.some((path) => path.split('.')[0] === 'digest')
  const name = textOf(values.template, scope)
  const locales = name === undefined ? undefined : (program.texts.get(name) ?? turn.world.texts.get(name))
  const named = locales && inLocale(locales, turn.actor.contact.locale, turn.world.locale)
  const templates = [...(text ? templatesIn(text) : []), ...(named ? [named] : [])]
  return templates.some(({ source }) => templateUses(source).uses.some(({ names: [root] }) => root === 'digest'))
}

/** What a wording sees of one item: what its run knew then, and the contact as it is now. */
export function scopeOf(turn: Turn, { name, digest, program }: Worded, item: DigestItem): Scope {
  const items = itemsOf(digest).map(shown)
  return {
    now: new Date(turn.world.now),
    contact: contactVariables(turn.actor.contact, turn.world),
    event: eventVariables(item.event),
    inputs: { ...program.inputs, ...item.inputs },
    vars: item.vars ?? {},
    steps: item.steps ?? {},
    run: { id: item.run.id, started_at: new Date(item.run.startedAt) },
    digest: {
      ...{ id: digest.id, name, count: digest.count, omitted: omittedOf(digest), opened_at: new Date(digest.openedAt) },
      ...{ items, first: items[0] ?? null, last: items.at(-1) ?? null },
    },
    say: sayer(turn, program),
  }
}

function shown({ at, event, inputs = {}, vars = {}, steps = {}, text }: DigestItem) {
  const { at: happened, channel, ...rest } = event
  return {
    at: formatIso(at),
    event: { ...rest, time: formatIso(happened), channel: channel ?? '' },
    ...{ inputs, vars, steps },
    ...(text !== undefined && { text }),
  }
}
