import { expect, it } from 'vitest'
import { checkDefinition } from '../../../workflows/check/check.ts'
import { DAY, HOUR, type Stage, say, stage } from './stage.ts'

/** Runs of one version that are moved to the next, as publishing with `move` does. */
function moved(one: object[], two: object[], before: (at: Stage) => void = () => {}): Stage {
  const at = stage({ id: 'w', actions: one })
  const first = at.world().program('w', 1)
  const checked = checkDefinition({ ...{ id: 'w', name: 'w', triggers: [{ on: 'go' }] }, actions: two })
  if (checked.kind === 'problems') throw new Error(JSON.stringify(checked.problems))
  const second = { ...checked.program, version: 2 }
  at.knows = { program: (_, version) => (version === 2 ? second : first) }
  at.happens('go')
  before(at)
  at.command({ kind: 'move all', workflowId: 'w', version: 2 })
  return at
}

const pause = (at: Stage, paused: boolean) => {
  for (const one of at.workflows) one.paused = paused
}
const wait = { id: 's', wait: '1d' }
const told = (text: string, id: string) => say(text, { id, with: { text, category: 'transactional' } })

it('goes on behind the same step, wherever that is now', () => {
  const at = moved([wait, told('old', 'a')], [told('first', 'b'), { if: 'true', then: [wait, told('new', 'a')] }])
  at.passes(DAY)
  expect(at.texts()).toEqual(['new'])
  expect(at.runs()).toMatchObject([{ status: 'completed', version: 2 }])
})

it.each([
  ['is gone', [told('new', 'a')]],
  ['is something else now', [{ id: 's', set: { a: 1 } }]],
  ['is another action now', [{ id: 's', do: 'tag.add', with: { tag: 'x' } }]],
])('keeps its version when its step %s', (_what, two) => {
  const at = moved([wait, told('old', 'a')], two)
  at.passes(DAY)
  expect(at.texts()).toEqual(['old'])
  expect(at.runs()).toMatchObject([{ status: 'completed', version: 1 }])
})

it('turns as often as it may when its step lies in a loop now: it is in the first turn', () => {
  const loop = { id: 'l', repeat: { times: 3 }, steps: [wait, told('turn {{loop.index}}', 'a')] }
  const at = moved([wait, told('old', 'a')], [loop, told('end', 'e')])
  at.passes(30 * DAY)
  expect(at.texts()).toEqual(['turn 0', 'turn 1', 'turn 2', 'end'])
  expect(at.runs()).toMatchObject([{ status: 'completed', memory: { steps: { l: { turns: 3 } } } }])
})

it('forgets the loop that it was in when that is gone', () => {
  const loop = { id: 'l', repeat: { times: 3 }, steps: [wait, told('turn', 'a')] }
  const at = moved([loop], [wait, { id: 'm', repeat: { times: 2 }, steps: [told('{{loop.index}}', 'b')] }])
  at.passes(30 * DAY)
  expect(at.texts()).toEqual(['0', '1'])
  expect(at.runs()).toMatchObject([{ status: 'completed', memory: { loops: [] } }])
})

const request = { id: 'c', do: 'http.request', with: { url: 'https://example.test/' } }
const answered = (at: Stage) => {
  pause(at, true)
  at.result({ id: 'c1-00001:c:0', attempts: 1, kind: 'sent', output: { status: 200, headers: {}, body: null } })
}

it('goes on at the step that follows when it stood still in between, and asks nothing twice', () => {
  const at = moved(
    [request, told('next', 'n'), told('last', 'l')],
    [told('inserted', 'x'), told('another', 'y'), request, told('next', 'n'), told('last', 'l')],
    answered,
  )
  pause(at, false)
  at.passes(HOUR)
  expect(at.texts()).toEqual(['next', 'last'])
  expect(at.deliveries().filter(({ kind }) => kind === 'request')).toHaveLength(1)
  expect(at.runs()).toMatchObject([{ status: 'completed', version: 2 }])
})

it('keeps its version when what was to follow is gone, and ends where there was nothing more', () => {
  const gone = moved([request, told('next', 'n')], [request, told('other', 'o')], answered)
  pause(gone, false)
  gone.passes(HOUR)
  expect(gone.texts()).toEqual(['next'])
  const over = moved([request], [told('before', 'b'), request], answered)
  pause(over, false)
  over.passes(HOUR)
  expect(over.texts()).toEqual([])
  expect(over.runs()).toMatchObject([{ status: 'completed', version: 2 }])
})
