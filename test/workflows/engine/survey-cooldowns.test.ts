import fc from 'fast-check'
import * as v from 'valibot'
import { expect, it } from 'vitest'
import { Settings } from '../../../schema/settings.ts'
import { NewSurvey } from '../../../schema/survey.ts'
import { DAY, MINUTE, stage } from './stage.ts'

const OWN = 30 * DAY
const COMMUNITY = 7 * DAY
const survey = (id: string, more: object = {}) =>
  v.parse(NewSurvey, { id, questions: [{ id: 'q', type: 'nps', text: `${id}?` }], page: false, ...more })
const flow = (id: string) => ({
  id: `ask-${id}`,
  triggers: [{ on: `custom.${id}` }],
  entry: { mode: 'parallel', max: 50 },
  settings: { category: 'transactional' },
  actions: [{ id: 's', do: 'survey.ask', with: { survey: id, timeout: '1h' } }],
})

function asking() {
  const set = stage(flow('one'), flow('two'))
  set.settings = v.parse(Settings, { surveys: { cooldown: '7d' } })
  const surveys = [survey('one', { cooldown: '30d' }), survey('two')]
  set.knows = { surveys: new Map(surveys.map((known) => [known.id, known])) }
  return set
}

/** Whether somebody is asked this survey now, and what stands in the way. */
function asks(set: ReturnType<typeof asking>, id: string): string {
  const before = set.texts().length
  set.happens(`custom.${id}`)
  if (set.texts().length > before) return 'asked'
  return (
    set.turns
      .at(-1)
      ?.entries.map(({ output }) => JSON.stringify(output ?? ''))
      .join() ?? ''
  )
}

it('lesson 52: the cool-down of the survey and that of the community are two gates, each to the minute', () => {
  const set = asking()
  expect(asks(set, 'one')).toBe('asked')
  for (const [pass, id, expected] of [
    [COMMUNITY - MINUTE, 'two', 'workspace cool-down'],
    [MINUTE, 'one', 'survey cool-down'],
    [0, 'two', 'asked'],
    [OWN - COMMUNITY - MINUTE, 'one', 'survey cool-down'],
    [MINUTE, 'one', 'asked'],
  ] as const) {
    set.passes(pass)
    expect(asks(set, id), `${id} after ${pass}`).toContain(expected)
  }
})

it('lesson 52: nobody is asked more than both cool-downs allow, however often and whenever a survey is started', () => {
  const start = fc.tuple(fc.constantFrom('one', 'two'), fc.integer({ min: 1, max: 20 * 24 * 60 }))
  fc.assert(
    fc.property(fc.array(start, { minLength: 2, maxLength: 12 }), (starts) => {
      const set = asking()
      const asked: { id: string; at: number }[] = []
      for (const [id, minutes] of starts) {
        const due = asked.every(
          ({ id: other, at }) => set.now - at >= COMMUNITY && (other !== id || id !== 'one' || set.now - at >= OWN),
        )
        const is = asks(set, id) === 'asked'
        expect(is).toBe(due)
        if (is) asked.push({ id, at: set.now })
        set.passes(minutes * MINUTE)
      }
    }),
    { numRuns: 12 },
  )
})
