import { env } from 'cloudflare:workers'
import { beforeAll, expect, it } from 'vitest'
import type { Env } from '../../../workers/env.ts'
import { faqWords } from '../../../workers/run/faq-words.ts'
import { indexedFaq } from '../../../workflows/faq/entry.ts'
import { CONFIDENCE_DEFAULT, rank } from '../../../workflows/faq/rank.ts'
import type { Words } from '../../../workflows/faq/words.ts'
import coffee from './coffee.json' with { type: 'json' }
import courses from './courses-and-parents.json' with { type: 'json' }
import developers from './developers.json' with { type: 'json' }
import gyms from './gyms-and-apps.json' with { type: 'json' }
import shop from './questions.json' with { type: 'json' }
import school from './school.json' with { type: 'json' }
import unread from './unread.json' with { type: 'json' }
import unseen from './unseen-topics.json' with { type: 'json' }

type Written = { faqs: { id: string; questions: string[]; answer?: string; asked: string[] }[]; outside: string[] }

let words: Words

beforeAll(async () => {
  words = await faqWords((env as unknown as Pick<Env, 'ASSETS'>).ASSETS)()
})

/** How many questions of the list are answered rightly, and how many of all wrongly. */
function judge({ faqs, outside }: Written) {
  const entries = faqs.map(({ id, questions, answer = '' }) => indexedFaq({ id, questions, answer, tags: [] }, words))
  const answered = (question: string) => {
    const [best] = rank(question, entries, words)
    return best !== undefined && best.confidence >= CONFIDENCE_DEFAULT ? best.id : undefined
  }
  const inside = faqs.flatMap(({ id, asked }) => asked.map((question) => ({ id, told: answered(question) })))
  const right = inside.filter(({ id, told }) => told === id).length
  const wrong = inside.filter(({ id, told }) => told !== undefined && told !== id).length
  const falls = outside.filter((question) => answered(question) !== undefined).length
  return { right: right / inside.length, wrong: (wrong + falls) / (inside.length + outside.length) }
}

it.each<[string, Written, { right: number; wrong: number }]>([
  ['a shop and its members', shop, { right: 0.52, wrong: 0.03 }],
  ['courses, a neighbourhood, parents', courses, { right: 0.58, wrong: 0.03 }],
  ['a gym, animals, trips, an app', gyms, { right: 0.6, wrong: 0.035 }],
  ['tea, a housing estate, languages', unseen, { right: 0.69, wrong: 0.02 }],
  ['a school of courses', school, { right: 0.73, wrong: 0.035 }],
  ['coffee and its gear', coffee, { right: 0.64, wrong: 0.035 }],
  ['a platform for developers', developers, { right: 0.51, wrong: 0.025 }],
  ['a list that was not read while the words were written', unread, { right: 0.5, wrong: 0.03 }],
])('answers what it is sure of, and few wrongly: %s', (_topics, written, target) => {
  const judged = judge(written)
  expect(judged.right).toBeGreaterThanOrEqual(target.right)
  expect(judged.wrong).toBeLessThanOrEqual(target.wrong)
})

it.each(['谢谢，辛苦了', '哈哈哈哈', 'Good night all', '今天好冷，下雪了', 'lol same here'])(
  'answers no small talk: %s',
  (said) => {
    const entries = shop.faqs.map(({ id, questions }) => indexedFaq({ id, questions, answer: '', tags: [] }, words))
    const [best] = rank(said, entries, words)
    expect(best?.confidence ?? 0).toBeLessThan(CONFIDENCE_DEFAULT)
  },
)
