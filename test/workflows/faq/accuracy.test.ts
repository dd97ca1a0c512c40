import { env } from 'cloudflare:workers'
import { beforeAll, expect, it } from 'vitest'
import type { Env } from '../../../workers/env.ts'
import { faqWords } from '../../../workers/run/faq-words.ts'
import { indexedFaq } from '../../../workflows/faq/entry.ts'
import { CONFIDENCE_DEFAULT, rank } from '../../../workflows/faq/rank.ts'
import type { Words } from '../../../workflows/faq/words.ts'
import bilingual from './asked/bilingual.json' with { type: 'json' }
import brand from './asked/brand.json' with { type: 'json' }
import chinese from './asked/chinese.json' with { type: 'json' }
import club from './asked/club.json' with { type: 'json' }
import english from './asked/english.json' with { type: 'json' }
import events from './asked/events-and-app.json' with { type: 'json' }
import families from './asked/families.json' with { type: 'json' }
import learning from './asked/learning.json' with { type: 'json' }
import members from './asked/members.json' with { type: 'json' }
import unusual from './asked/unusual.json' with { type: 'json' }
import shop from './learned/shop.json' with { type: 'json' }

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

/** Nothing is learned from these lists. */
it.each<[string, Written, { right: number; wrong: number }]>([
  ['a bilingual community', bilingual, { right: 0.92, wrong: 0.015 }],
  ["a brand's members", brand, { right: 0.88, wrong: 0.03 }],
  ['a community, mostly in Chinese', chinese, { right: 0.77, wrong: 0.025 }],
  ['a club', club, { right: 0.67, wrong: 0.02 }],
  ['allotments', english, { right: 0.56, wrong: 0.065 }],
  ['events, a shop, courses and an app', events, { right: 0.81, wrong: 0.045 }],
  ['families', families, { right: 0.84, wrong: 0.03 }],
  ['learners of many countries', learning, { right: 0.84, wrong: 0.055 }],
  ['members', members, { right: 0.77, wrong: 0.07 }],
  ['an unusual field', unusual, { right: 0.63, wrong: 0.025 }],
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
