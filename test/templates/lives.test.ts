import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { JsonObject } from '../../schema/json.ts'
import { checkDefinition } from '../../workflows/check/check.ts'
import { checkInputs } from '../../workflows/check/inputs.ts'
import type { Simulated } from '../../workflows/simulate/outcome.ts'
import { play } from '../../workflows/templates/rehearse.ts'
import { templateIds, templateIn } from './folders.ts'
import { type Life, life, ODD } from './lives.ts'
import { carriedOut, faultsOf, yearsIn } from './soundness.ts'

/** A few lives of each; test/local/lives.ts lives many more. */
const LIVES = 12

/** What its about page promises to happen so often at most, by step. `once` is ever, `yearly` once in each year of theirs. */
const AT_MOST: Readonly<Record<string, Readonly<Record<string, 'once' | 'yearly'>>>> = {
  welcome: { gift: 'once' },
  anniversary: { gift: 'yearly', thanks: 'yearly' },
  birthday: { gift: 'yearly', wish: 'yearly' },
  'badge-award': { 'first-gift': 'once', 'streak-gift': 'once', 'friends-gift': 'once' },
  'seven-day-growth': { bonus: 'once', intro: 'once' },
  'referral-ladder': { coupon: 'once', vip: 'once', 'tell-vip': 'once' },
  'consent-request': { ask: 'once' },
  'four-phase-campaign': { points: 'once', more: 'once', 'say-open': 'once' },
  'order-thanks': { gift: 'once', prize: 'once' },
}

function broken(id: string, simulated: Simulated, one: Life): string[] {
  return Object.entries(AT_MOST[id] ?? {}).flatMap(([step, often]) => {
    const most = often === 'once' ? 1 : yearsIn(one)
    const times = carriedOut(simulated, step)
    return times > most ? [`${step} was carried out ${times} times`] : []
  })
}

const sound = (simulated: Simulated): string[] => [
  ...simulated.runs.flatMap(({ status, reason }) => (status === 'failed' ? [`failed: ${reason}`] : [])),
  ...simulated.messages.flatMap(({ text }) => (text.trim() === '' ? ['says nothing'] : [])),
]

describe.each(templateIds)('%s', (id) => {
  const { written, definition } = templateIn(id)

  test('does right by whoever comes along: at their hours, in their language, nothing twice', () => {
    fc.assert(
      fc.property(life, (one) => {
        const played = play(written, one)
        if (played.kind === 'problems') throw new Error(JSON.stringify(played.problems))
        expect([...faultsOf(played.simulated, one, id), ...broken(id, played.simulated, one)]).toEqual([])
      }),
      { numRuns: LIVES, seed: 20260301 },
    )
  })

  const names = Object.keys(definition.inputs)
  test.runIf(names.length > 0)('takes odd inputs and works with them, or refuses them where they stand', () => {
    const [lived] = fc.sample(life, { numRuns: 1, seed: 11 })
    if (!lived) throw new Error('no life')
    for (const name of names)
      for (const odd of ODD) {
        const inputs = { [name]: odd } as JsonObject
        const given = checkInputs(definition, inputs)
        const checked = given.kind === 'ok' ? checkDefinition(written, given.inputs) : given
        if (checked.kind === 'problems') {
          expect(checked.problems.map(({ path }) => path.split('.').slice(0, 2).join('.'))).toContain(`inputs.${name}`)
          continue
        }
        const played = play(written, { ...lived, inputs })
        expect(
          played.kind === 'played' ? sound(played.simulated) : played.problems,
          `${name}: ${JSON.stringify(odd)}`,
        ).toEqual([])
      }
  })
})
