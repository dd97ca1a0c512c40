import type { DefinitionShape } from '../../schema/definition.ts'
import type { InputShape } from '../../schema/input.ts'
import { stepsOf } from '../check/steps.ts'

/** Something that must be there, or should be, before a workflow does what it promises. */
export type Need =
  | { kind: 'sending channel' }
  | { kind: 'input'; name: string; type: InputShape['type']; required: boolean }
  | { kind: 'setting'; name: 'tiers' }
  | { kind: 'calendar'; name: string }
  | { kind: 'secret'; name: string }
  | { kind: 'trait'; name: string }

/** Inputs that name something which an operator sets up elsewhere. */
const NAMING: ReadonlySet<InputShape['type']> = new Set([
  ...(['channel', 'coupon', 'segment', 'workflow', 'template', 'survey', 'rota', 'item', 'gathering'] as const),
])

/** What a definition needs around it, read from what it does. */
export function needsOf(definition: DefinitionShape): Need[] {
  const steps = stepsOf(definition.actions).map(({ step }) => step)
  const text = JSON.stringify(definition)
  const sends = steps.some((step) => 'do' in step && /^(message\.(send|digest)|survey\.ask|faq\.answer)$/.test(step.do))
  const calendars = steps.flatMap((step) =>
    'wait' in step && typeof step.wait === 'object' && 'workdays' in step.wait ? (step.wait.workdays ?? []) : [],
  )
  const tiers = definition.triggers.some((trigger) => 'on' in trigger && trigger.on === 'contact.tier_changed')
  return [
    ...(sends ? [{ kind: 'sending channel' as const }] : []),
    ...Object.entries(definition.inputs).flatMap(([name, { type, required = false }]): Need[] =>
      NAMING.has(type) ? [{ kind: 'input', name, type, required }] : [],
    ),
    ...(tiers ? [{ kind: 'setting' as const, name: 'tiers' as const }] : []),
    ...unique(calendars).map((name): Need => ({ kind: 'calendar', name })),
    ...unique(found(text, /\{\{\s*secrets\.([A-Za-z0-9_]+)/g)).map((name): Need => ({ kind: 'secret', name })),
    ...unique(datesOf(definition)).map((name): Need => ({ kind: 'trait', name })),
  ]
}

/** Traits without which a date trigger never fires. */
function datesOf({ triggers }: DefinitionShape): string[] {
  return triggers.flatMap((trigger) =>
    'date' in trigger ? found(trigger.date, /contact\.traits\.([A-Za-z0-9_]+)/g) : [],
  )
}

function found(text: string, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)].flatMap(([, name]) => name ?? [])
}

function unique(names: readonly string[]): string[] {
  return [...new Set(names)]
}
