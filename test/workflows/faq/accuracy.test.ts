import { expect, it } from 'vitest'
import { CONFIDENCE_DEFAULT, indexed, rank, statisticsOf } from '../../../workflows/faq/rank.ts'
import written from './questions.json' with { type: 'json' }

const entries = written.faqs.map(({ id, questions }) => indexed({ id, questions, answers: [], tags: [] }, []))
const statistics = statisticsOf(entries)

/** Every second question was used for tuning; the others were not looked at. */
function judge(half: 0 | 1) {
  const mine = <T>(list: readonly T[]) => list.filter((_, i) => i % 2 === half)
  const inside = written.faqs.flatMap(({ id, asked }) => mine(asked).map((question) => ({ id, question })))
  const judged = inside.map(({ id, question }) => ({ id, best: rank(question, entries, statistics)[0] }))
  const told = judged.filter(({ best }) => best !== undefined && best.confidence >= CONFIDENCE_DEFAULT)
  const strangers = mine(written.outside).map((question) => rank(question, entries, statistics)[0])
  const falls = strangers.filter((best) => best !== undefined && best.confidence >= CONFIDENCE_DEFAULT)
  const right = told.filter(({ id, best }) => best?.id === id).length
  return {
    found: judged.filter(({ id, best }) => best?.id === id).length / judged.length,
    right: right / judged.length,
    wrong: (told.length - right + falls.length) / (judged.length + strangers.length),
  }
}

it.each([
  ['tuned on', 0, { right: 0.74, wrong: 0.03 }],
  ['held back', 1, { right: 0.78, wrong: 0.05 }],
] as const)('answers most questions rightly and few wrongly: the half that was %s', (_half, half, target) => {
  const judged = judge(half)
  expect(judged.right).toBeGreaterThanOrEqual(target.right)
  expect(judged.wrong).toBeLessThanOrEqual(target.wrong)
})
