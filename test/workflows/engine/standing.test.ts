import { expect, it } from 'vitest'
import { SETTINGS_DEFAULT } from '../../../schema/settings.ts'
import type { TierShape } from '../../../schema/tiers.ts'
import { react } from '../../../workflows/engine/react.ts'
import { readRule } from '../../../workflows/engine/tiers.ts'
import type { World } from '../../../workflows/engine/world.ts'
import { DAY, START, type Stage, stage } from './stage.ts'

const points = { expr: 'event.data.points' }
const tiers: TierShape = {
  levels: [{ id: 'basic' }, { id: 'silver', points: 100 }, { id: 'gold', if: 'contact.points >= 500' }, { id: 'black', if: 'false' }],
  grace: '7d',
} // biome-ignore format: one list, read at a glance

const settings = { ...SETTINGS_DEFAULT, tiers }
const club = (knows: Partial<World> = {}) => {
  const at = stage(
    { id: 'give', triggers: [{ on: 'give' }], actions: [{ do: 'points.award', with: { points, reason: 'r', ref: 'x' } }] },
    { id: 'take', triggers: [{ on: 'take' }], actions: [{ do: 'points.redeem', with: { points, reason: 'r' } }] },
    { id: 'back', triggers: [{ on: 'back' }], actions: [{ do: 'points.reverse', with: { ref: 'x', reason: 'r' } }] },
    { id: 'raise', triggers: [{ on: 'raise' }], actions: [{ id: 's', do: 'tier.set', with: { tier: { expr: 'event.data.tier' }, for: { expr: 'event.data.for' } }, on_error: 'continue' }] },
    { id: 'badge', triggers: [{ on: 'badge' }], actions: [{ id: 'b', do: 'badge.grant', with: { badge: { expr: 'event.data.badge' } }, on_error: 'continue' }] },
    { id: 'told', triggers: [{ on: 'contact.tier_changed' }], entry: { mode: 'parallel', max: 10 }, actions: [{ do: 'message.send', with: { text: '{{event.data.from}}>{{event.data.to}}', category: 'transactional' } }] },
  ) // biome-ignore format: one workflow, one line
  at.knows = { settings, ...knows }
  return at
}

const last = (at: Stage, step: string) =>
  at
    .runs()
    .filter(({ memory }) => memory.steps[step])
    .at(-1)?.memory.steps[step]

it('raises at once by rule, lowers when the grace is over, and says each change once', () => {
  const at = club()
  at.happens('give', { points: 100 })
  expect(at.actor.contact.tier).toBe('silver')
  at.happens('give', { points: 400 })
  expect(at.actor.contact.tier).toBe('gold')
  at.happens('take', { points: 450 })
  at.passes(7 * DAY - 1)
  expect(at.actor.contact.tier).toBe('gold')
  at.passes(1)
  expect(at.actor.contact.tier).toBe('basic')
  expect(at.texts()).toEqual(['>silver', 'silver>gold', 'gold>basic'])
})

it('forgets the fall when the member comes back within the grace', () => {
  const at = club()
  at.happens('give', { points: 100 })
  at.happens('take', { points: 1 })
  at.passes(6 * DAY)
  at.happens('give', { points: 1 })
  at.passes(30 * DAY)
  expect(at.actor.contact).toMatchObject({ tier: 'silver' })
  expect(at.actor.contact.facts.tier).toBeUndefined()
})

it('keeps a tier that was given until its time, and rises above it only by what is more', () => {
  const at = club()
  at.happens('raise', { tier: 'silver', for: '10d' })
  expect(last(at, 's')).toMatchObject({ changed: true })
  at.happens('raise', { tier: 'silver', for: '10d' })
  expect(last(at, 's')).toMatchObject({ changed: false })
  at.happens('give', { points: 500 })
  expect(at.actor.contact.tier).toBe('gold')
  at.happens('take', { points: 500 })
  expect(at.actor.contact.tier).toBe('silver')
  at.passes(10 * DAY)
  expect(at.actor.contact.tier).toBe('basic')
  at.happens('raise', { tier: 'black', for: null })
  at.passes(400 * DAY)
  expect(at.actor.contact.tier).toBe('black')
  at.happens('raise', { tier: '', for: null })
  expect(at.actor.contact.tier).toBe('basic')
  at.happens('raise', { tier: 'platinum', for: null })
  expect(last(at, 's')).toMatchObject({ error: { code: 'unknown_tier' } })
})

it('takes a tier as it comes when the community has none of its own', () => {
  const at = club({ settings: SETTINGS_DEFAULT })
  at.happens('raise', { tier: 'vip', for: '1d' })
  expect(at.actor.contact.tier).toBe('vip')
  at.passes(DAY)
  expect(at.actor.contact.tier).toBeNull()
})

it('awards a badge once, by hand or as soon as its rule holds', () => {
  const read = readRule('contact.points >= 10 && contact.tier == "basic"')
  if (read.kind === 'problem') throw new Error(read.problem.message)
  const at = club({
    badges: new Map([
      ['ten', { rule: read.expression }],
      ['kind', {}],
    ]),
  })
  at.happens('give', { points: 9 })
  expect(at.actor.contact.facts.badges).toBeUndefined()
  at.happens('give', { points: 1 })
  expect(at.actor.contact.facts.badges).toEqual({ ten: START })
  at.happens('badge', { badge: 'kind' })
  expect(last(at, 'b')).toEqual({ changed: true })
  at.happens('badge', { badge: 'kind' })
  expect(last(at, 'b')).toEqual({ changed: false })
  at.happens('badge', { badge: 'rare' })
  expect(last(at, 'b')).toMatchObject({ error: { code: 'unknown_badge' } })
  expect(Object.keys(at.actor.contact.facts.badges ?? {})).toEqual(['ten', 'kind'])
})

it('moves a contact on the boards of the week, the month and ever, and back when an award is reversed', () => {
  const at = club()
  at.happens('give', { points: 10 })
  at.happens('give', { points: 5 })
  at.happens('take', { points: 15 })
  expect(at.actor.contact.facts.boards?.points).toEqual({ week: ['2026-W02', 15], month: ['2026-01', 15], ever: ['ever', 15] })
  at.passes(7 * DAY)
  at.happens('give', { points: 1 })
  expect(at.actor.contact.facts.boards?.points).toEqual({ week: ['2026-W03', 1], month: ['2026-01', 16], ever: ['ever', 16] })
  at.happens('give', { points: 20 })
  at.happens('back')
  expect(at.actor.contact.facts.boards?.points?.week).toEqual(['2026-W03', 0])
  const moves = at.turns.flatMap((turn) => turn.standings.filter(({ period }) => period === 'ever'))
  expect(moves.map(({ from, to }) => [from, to])).toEqual([[0, 10], [10, 15], [15, 16], [16, 36], [36, 0]])
}) // biome-ignore format: moves read at a glance

it('moves once in one turn, however much was earned in it', () => {
  const at = club()
  const event = (id: string) => ({ id, type: 'give', at: at.now, channel: 'chat', data: { points: 2 }, causes: [] })
  const stimuli = ['a', 'b', 'c'].map((id) => ({ kind: 'event' as const, event: event(id) }))
  const { turn } = react(at.actor, stimuli, at.world())
  expect(turn.standings.map(({ period, from, to }) => [period, from, to])).toEqual([['2026-W02', 0, 6], ['2026-01', 0, 6], ['ever', 0, 6]])
}) // biome-ignore format: moves read at a glance
