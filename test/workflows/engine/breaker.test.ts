import { expect, it } from 'vitest'
import { MINUTE, say, stage } from './stage.ts'

const bursts = (times: number) => ({
  id: 'source',
  actions: [{ repeat: { times, max: 100 }, steps: [{ do: 'event.emit', with: { type: 'custom.again' } }] }],
})
const started = {
  id: 'target',
  triggers: [{ on: 'custom.again' }],
  entry: { mode: 'parallel', max: 100 },
  actions: [{ wait: '1m' }, say('hi')],
}

const alerts = (at: ReturnType<typeof stage>) =>
  at.turns.flatMap(({ emitted }) => emitted.filter(({ type }) => type === 'pager.raise'))
const opened = (at: ReturnType<typeof stage>) => at.turns.flatMap(({ breakers }) => [...breakers])

it.each([
  [19, 19, [], []],
  [20, 20, ['target'], []],
  [25, 20, ['target'], ['breaker', 'breaker', 'breaker', 'breaker', 'breaker']],
])('20 starts of one workflow for one member in ten minutes open a breaker: %i events, %i runs', (events, runs, broken, reasons) => {
  const at = stage(bursts(events), started)
  const { settled } = at.happens('go')
  expect(at.runs().filter(({ workflowId }) => workflowId === 'target')).toHaveLength(runs)
  expect(opened(at)).toEqual(broken)
  const refused = settled.flatMap(({ outcomes }) => outcomes).filter(({ event }) => event.type === 'custom.again')
  expect(refused.flatMap(({ reason }) => reason ?? [])).toEqual(reasons)
  expect(alerts(at)).toMatchObject(
    broken.map(() => ({
      subjectId: expect.stringMatching(/^a-[0-9a-f]{16}$/),
      causes: [],
      data: { wish: { name: 'breaker', level: 2, workflowId: 'target', contactId: 'c1', more: { cause: 'starts' } } },
    })),
  )
}) // biome-ignore format: one guarantee

it('counts only starts caused by our own workflows', () => {
  const at = stage({ ...started, triggers: [{ on: 'message.received' }] })
  for (let i = 0; i < 50; i++) at.happens('message.received')
  expect(at.runs()).toHaveLength(50)
  expect(opened(at)).toEqual([])
})

it('forgets starts after ten minutes', () => {
  const at = stage(bursts(12), started)
  at.happens('go')
  at.passes(11 * MINUTE)
  at.happens('go')
  expect(opened(at)).toEqual([])
  expect(at.actor.contact.facts.starts).toEqual({ target: Array.from({ length: 12 }, () => at.now) })
})

it('a chain five workflows deep opens a breaker, for the one that it would start', () => {
  const chain = Array.from({ length: 7 }, (_, i) => ({
    id: `link-${i}`,
    triggers: [{ on: i === 0 ? 'go' : `custom.link-${i}` }],
    actions: [{ do: 'event.emit', with: { type: `custom.link-${i + 1}` } }],
  }))
  const other = { id: 'other', triggers: [{ on: 'custom.link-5', if: 'false' }], actions: [say('never')] }
  const at = stage(...chain, other)
  const { settled } = at.happens('go')
  expect(at.runs().map(({ workflowId }) => workflowId)).toEqual(['link-0', 'link-1', 'link-2', 'link-3', 'link-4'])
  expect(opened(at)).toEqual(['link-5'])
  expect(alerts(at)).toMatchObject([{ data: { wish: { workflowId: 'link-5', more: { cause: 'depth' } } } }])
  expect(settled[0]?.outcomes.at(-2)).toMatchObject({ event: { type: 'custom.link-5' }, reason: 'breaker' })
})

it('a workflow that calls itself ends, and its breaker opens', () => {
  const at = stage({ id: 'again', actions: [{ call: { workflow: 'again' } }] })
  at.happens('go')
  expect(opened(at)).toEqual(['again'])
  expect(at.runs().every(({ endedAt }) => endedAt !== null)).toBe(true)
  expect(at.runs().map(({ reason }) => reason)).toContain('breaker')
})
