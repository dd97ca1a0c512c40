import { EVENT_TYPES, isEventType } from '../../../schema/event.ts'
import { suggest } from '../../language/expressions/suggest.ts'
import { type Finding, type Subject, warning } from '../finding.ts'
import type { Path } from '../problem.ts'
import type { StepAt } from '../steps.ts'

/** Events that nobody sends, waits without an end, and workflows that start themselves. */
export function events(subject: Subject): Finding[] {
  return [...unknownTypes(subject), ...endlessWaits(subject), ...selfStarts(subject), ...selfCalls(subject)]
}

type Awaited = { on: string; path: Path }

function awaited({ definition, steps }: Subject): Awaited[] {
  const found: Awaited[] = []
  const add = (list: readonly object[], path: Path): void => {
    list.forEach((one, i) => {
      if ('on' in one && typeof one.on === 'string') found.push({ on: one.on, path: [...path, i, 'on'] })
    })
  }
  add(definition.triggers, ['triggers'])
  add(definition.exit, ['exit'])
  if (definition.goal) found.push({ on: definition.goal.on, path: ['goal', 'on'] })
  for (const { step, path } of steps) {
    if (!('wait_for' in step)) continue
    if (step.wait_for.on !== undefined) found.push({ on: step.wait_for.on, path: [...path, 'wait_for', 'on'] })
    add(step.wait_for.any ?? [], [...path, 'wait_for', 'any'])
  }
  return found
}

function unknownTypes(subject: Subject): Finding[] {
  const emitted = new Set(subject.steps.flatMap((step) => emittedTypes(step)))
  return awaited(subject).flatMap(({ on, path }) => {
    if (
      on.endsWith('.*')
        ? EVENT_TYPES.some((type) => type.startsWith(on.slice(0, -1))) || on.startsWith('custom.')
        : isEventType(on) || emitted.has(on)
    )
      return []
    const near = suggest(on, on.endsWith('.*') ? AREAS : EVENT_TYPES)
    const hint = near ? `did you mean \`${near}\`?` : 'events of your own are named custom.…'
    return [warning(path, `\`${on}\` is no event of this product`, hint)]
  })
}

const AREAS = [...new Set(EVENT_TYPES.map((type) => `${type.split('.')[0]}.*`)), 'custom.*']

function endlessWaits({ steps }: Subject): Finding[] {
  return steps.flatMap(({ step, path }) => {
    const verb = 'wait_for' in step ? 'wait_for' : 'approve'
    const spec = 'wait_for' in step ? step.wait_for : 'approve' in step ? step.approve : undefined
    if (!spec || spec.timeout !== undefined || ('until_local' in spec && spec.until_local !== undefined)) return []
    return [warning([...path, verb], 'without `timeout` this may wait for ever', 'add a `timeout`, such as "7d"')]
  })
}

/** What an action makes happen to the same contact. */
const CAUSED: Readonly<Record<string, string>> = {
  'tag.add': 'contact.tagged',
  'tag.remove': 'contact.untagged',
  'contact.set': 'contact.updated',
  'tier.set': 'contact.tier_changed',
  'points.award': 'contact.points_changed',
  'points.redeem': 'contact.points_changed',
  'points.expire': 'contact.points_changed',
  'alert.raise': 'alert.raised',
  'referral.qualify': 'referral.qualified',
}

function emittedTypes({ step }: StepAt): string[] {
  if (!('do' in step)) return []
  if (step.do === 'event.emit') return typeof step.with.type === 'string' ? [step.with.type] : []
  return CAUSED[step.do] === undefined ? [] : [CAUSED[step.do] ?? '']
}

function selfStarts({ definition, steps }: Subject): Finding[] {
  if (definition.conditions.length > 0 || definition.entry.reentry !== 'always') return []
  const open = definition.triggers.flatMap((trigger) =>
    'on' in trigger && trigger.if === undefined ? [trigger.on] : [],
  )
  return steps.flatMap((at) => {
    const { step, path } = at
    if (!('do' in step) || step.with.contact_id !== undefined || step.when !== undefined || at.within.length > 0)
      return []
    const type = emittedTypes(at).find((emitted) => open.some((on) => covers(on, emitted)))
    if (type === undefined) return []
    return [
      warning(
        [...path, 'do'],
        `this causes \`${type}\`, which starts this workflow again`,
        'give the trigger an `if`, or the workflow a `reentry`',
      ),
    ]
  })
}

/** Starting itself by name: with the usual entry mode it is refused, with another it goes on and on. */
function selfCalls({ definition, steps }: Subject): Finding[] {
  return steps.flatMap(({ step, path }) => {
    if ('call' in step && step.call.workflow === definition.id)
      return [warning([...path, 'call', 'workflow'], 'the workflow calls itself')]
    if ('do' in step && step.do === 'workflow.start' && step.with.workflow === definition.id)
      return [warning([...path, 'with', 'workflow'], 'the workflow starts itself')]
    return []
  })
}

function covers(on: string, type: string): boolean {
  return on.endsWith('.*') ? type.startsWith(on.slice(0, -1)) : on === type
}
