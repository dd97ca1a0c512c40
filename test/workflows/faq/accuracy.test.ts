import { expect, it } from 'vitest'
import { CONFIDENCE_DEFAULT, indexed, rank, statisticsOf } from '../../../workflows/faq/rank.ts'
import courses from './courses-and-parents.json' with { type: 'json' }
import gyms from './gyms-and-apps.json' with { type: 'json' }
import shop from './questions.json' with { type: 'json' }
import unseen from './unseen-topics.json' with { type: 'json' }

type Written = { faqs: { id: string; questions: string[]; answer?: string; asked: string[] }[]; outside: string[] }

/** How many questions of the list are answered rightly, and how many of all wrongly. */
function judge({ faqs, outside }: Written) {
  const entries = faqs.map(({ id, questions, answer = '' }) =>
    indexed({ id, questions, answers: [answer], tags: [] }, []),
  )
  const statistics = statisticsOf(entries)
  const answered = (question: string) => {
    const [best] = rank(question, entries, statistics)
    return best !== undefined && best.confidence >= CONFIDENCE_DEFAULT ? best.id : undefined
  }
  const inside = faqs.flatMap(({ id, asked }) => asked.map((question) => ({ id, told: answered(question) })))
  const right = inside.filter(({ id, told }) => told === id).length
  const wrong = inside.filter(({ id, told }) => told !== undefined && told !== id).length
  const falls = outside.filter((question) => answered(question) !== undefined).length
  return { right: right / inside.length, wrong: (wrong + falls) / (inside.length + outside.length) }
}

it.each<[string, Written, { right: number; wrong: number }]>([
  ['a shop and its members (tuned on)', shop, { right: 0.82, wrong: 0.04 }],
  ['courses, a neighbourhood, parents (tuned on)', courses, { right: 0.78, wrong: 0.03 }],
  ['a gym, animals, trips, an app (tuned on)', gyms, { right: 0.7, wrong: 0.045 }],
  ['topics that nobody tuned on, in other words than the list has', unseen, { right: 0.4, wrong: 0.035 }],
])('answers what it is sure of, and few wrongly: %s', (_topics, written, target) => {
  const judged = judge(written)
  expect(judged.right).toBeGreaterThanOrEqual(target.right)
  expect(judged.wrong).toBeLessThanOrEqual(target.wrong)
})

it.each(['谢谢，辛苦了', '哈哈哈哈', 'Good night all', '今天好冷，下雪了', 'lol same here'])(
  'answers no small talk: %s',
  (said) => {
    const entries = shop.faqs.map(({ id, questions }) => indexed({ id, questions, answers: [], tags: [] }, []))
    const [best] = rank(said, entries, statisticsOf(entries))
    expect(best?.confidence ?? 0).toBeLessThan(CONFIDENCE_DEFAULT)
  },
)
