import type { Actor, EngineEvent, Run } from '../../../schema/actor.ts'
import type { JsonObject } from '../../../schema/json.ts'
import { SETTINGS_DEFAULT, type Settings } from '../../../schema/settings.ts'
import { checkDefinition } from '../../../workflows/check/check.ts'
import { dueAt } from '../../../workflows/engine/actor.ts'
import type { Command } from '../../../workflows/engine/command.ts'
import type { Delivery, DeliveryResult } from '../../../workflows/engine/delivery.ts'
import { newContact } from '../../../workflows/engine/new-contact.ts'
import { type Reaction, react, type Stimulus } from '../../../workflows/engine/react.ts'
import type { Turn } from '../../../workflows/engine/turn.ts'
import type { World } from '../../../workflows/engine/world.ts'

export const START = Date.parse('2026-01-05T09:00:00Z')
export const MINUTE = 60_000
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR

/** One contact on a bare stage: the engine alone, with a clock that the test turns. */
export type Stage = {
  actor: Actor
  now: number
  settings: Settings
  /** The shared texts. */
  library: World['texts']
  turns: Turn[]
  reactions: Reaction[]
  workflows: { id: string; paused: boolean }[]
  /** What else the world knows. */
  knows: Partial<World>
  world: () => World
  runs: () => Run[]
  deliveries: () => Delivery[]
  texts: () => string[]
  happens: (type: string, data?: JsonObject, more?: Partial<EngineEvent>) => Reaction
  result: (result: DeliveryResult) => Reaction
  command: (command: Command) => Reaction
  /** Let time pass, carrying out what falls due on the way at its own time. */
  passes: (ms: number) => void
}

type Workflow = { id: string; actions: unknown[]; triggers?: unknown[]; paused?: boolean; [key: string]: unknown }

export function stage(...workflows: Workflow[]): Stage {
  const compiled = workflows.map(({ paused = false, ...definition }) => {
    const settings = { category: 'transactional' } // nights are quiet for the others
    const checked = checkDefinition({ name: definition.id, triggers: [{ on: 'go' }], settings, ...definition })
    if (checked.kind === 'problems') throw new Error(JSON.stringify(checked.problems))
    return { id: definition.id, paused, program: { ...checked.program, version: 1 } }
  })
  const contact = { ...newContact('c1', START), identities: [{ channel: 'chat', external_id: 'u1' }], version: 1 }
  const ended = new Map<string, Run>()
  let count = 0
  const world = (): World => ({
    now: at.now,
    locale: 'en',
    timezone: at.settings.timezone,
    settings: at.settings,
    workflows: compiled,
    program: (id) => compiled.find((workflow) => workflow.id === id)?.program,
    channels: new Map([
      ['chat', { kind: 'sandbox', sends: true }],
      ['form', { kind: 'typeform', sends: false }],
    ]),
    texts: at.library,
    ...at.knows,
  })
  const reacts = (stimulus: Stimulus): Reaction => {
    const reaction = react(at.actor, [stimulus], world())
    at.actor.contact.version += 1
    at.turns.push(reaction.turn)
    at.reactions.push(reaction)
    for (const workflow of compiled) if (reaction.turn.breakers.has(workflow.id)) workflow.paused = true
    for (const run of reaction.turn.touched) ended.set(run.id, run)
    return reaction
  }
  const at: Stage = {
    actor: { contact, runs: [] },
    now: START,
    settings: SETTINGS_DEFAULT,
    library: new Map(),
    turns: [],
    reactions: [],
    workflows: compiled,
    knows: {},
    world,
    runs: () => [...ended.values()],
    deliveries: () => at.turns.flatMap((turn) => turn.deliveries),
    texts: () => at.deliveries().flatMap((delivery) => (delivery.kind === 'message' ? [delivery.text] : [])),
    happens: (type, data = {}, more = {}) => {
      count += 1
      const event = { id: `e${count}`, type, at: at.now, channel: 'chat', data, causes: [], ...more }
      return reacts({ kind: 'event', event, outside: { profile: null } })
    },
    result: (result) => reacts({ kind: 'result', result }),
    command: (command) => reacts({ kind: 'command', command }),
    passes: (ms) => {
      const until = at.now + ms
      for (;;) {
        const due = dueAt(at.actor, new Set(), until) ?? Number.POSITIVE_INFINITY
        if (due > until) break
        at.now = Math.max(at.now, due)
        reacts({ kind: 'due' })
        if (dueAt(at.actor, new Set(), until) === due) break
      }
      at.now = until
    },
  }
  return at
}

export const say = (text: string, more: object = {}) => ({ do: 'message.send', with: { text }, ...more })
