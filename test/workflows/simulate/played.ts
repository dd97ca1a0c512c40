import type { SituationShape } from '../../../schema/simulation.ts'
import { checkDefinition } from '../../../workflows/check/check.ts'
import type { Workflow } from '../../../workflows/engine/world.ts'
import type { Simulated } from '../../../workflows/simulate/outcome.ts'
import { prepare } from '../../../workflows/simulate/prepare.ts'
import { simulate } from '../../../workflows/simulate/simulate.ts'

export const MONDAY = '2026-01-05T09:00:00Z'

/** A workflow ready to be simulated; it starts on `go`. */
export function workflow(definition: Record<string, unknown>, inputs = {}): Workflow {
  const checked = checkDefinition(
    { id: 'tested', name: 'Tested', triggers: [{ on: 'go' }], settings: { category: 'transactional' }, ...definition },
    inputs,
  )
  if (checked.kind === 'problems') throw new Error(JSON.stringify(checked.problems))
  const prepared = prepare(checked, inputs)
  if (prepared.kind === 'problems') throw new Error(JSON.stringify(prepared.problems))
  return prepared.workflow
}

/** What a list of actions comes to when `go` happens on a Monday morning, in the thirty days after. */
export function played(actions: unknown[], situation: Partial<SituationShape> = {}, more: Workflow[] = []): Simulated {
  return simulate({
    ...still(situation),
    events: situation.events ?? [go()],
    workflows: [workflow({ actions }), ...more],
  })
}

export function still(situation: Partial<SituationShape> = {}): SituationShape {
  return { contact: {}, events: [], starts: [], replies: {}, from: MONDAY, until: '2026-02-04T09:00:00Z', ...situation }
}

export const go = (at = MONDAY, type = 'go', data: Record<string, unknown> = {}) => ({ at, type, data })

export const say = (text: string, more: object = {}) => ({ do: 'message.send', with: { text }, ...more })

export const texts = (simulated: Simulated) => simulated.messages.map(({ at, text }) => `${at.slice(0, 16)} ${text}`)
