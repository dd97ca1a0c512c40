import { env } from 'cloudflare:workers'
import { beforeAll, expect, it } from 'vitest'
import type { Env } from '../../../workers/env.ts'
import { faqWords } from '../../../workers/run/faq-words.ts'
import { digest } from '../../../workflows/faq/digest.ts'
import { bytesOf, cosine, NO_VECTORS, vectorOf, vectorsOf } from '../../../workflows/faq/vectors.ts'
import { type Words, withSynonyms } from '../../../workflows/faq/words.ts'

let words: Words

beforeAll(async () => {
  words = await faqWords((env as unknown as Pick<Env, 'ASSETS'>).ASSETS)()
})

it('learned from the words that are shipped: after a change of them, node test/local/faq-fit.ts --learn', () => {
  expect(words.vectors.mark).toBe(digest(words.mark))
})

it.each([
  ['my parcel never showed up', 'when is it delivered', 'how do i earn points'],
  ['i want my money back', '怎么退款', '怎么签到'],
  ['票开了没', '发票什么时候开', '活动几点开始'],
  ['孩子发烧了明天去不了', '临时有事可以取消吗', '会员有什么福利'],
])('points the same way for the same matter: %s', (asked, same, other) => {
  const near = (a: string, b: string) => cosine(vectorOf(a, words), vectorOf(b, words))
  expect(near(asked, same)).toBeGreaterThan(near(asked, other) + 0.2)
})

it('takes the words of an operator for where the others of them point', () => {
  const own = withSynonyms(words, [['glorbs', 'parking space']])
  expect(cosine(vectorOf('glorbs', words), vectorOf('parking', words))).toBe(0)
  expect(cosine(vectorOf('glorbs', own), vectorOf('parking', own))).toBeGreaterThan(0.5)
})

it('points nowhere for words that nobody knows', () => {
  expect([...vectorOf('qwzx', words)].every((one) => one === 0)).toBe(true)
  expect(vectorOf('退款', { ...words, vectors: NO_VECTORS })).toHaveLength(0)
})

it('reads what was written, and nothing else', () => {
  const vectors = { mark: 7, size: 2, keys: Uint32Array.of(3, 4_000_000_000), numbers: Int8Array.of(1, -2, 127, -127) }
  const bytes = bytesOf(vectors)
  expect(vectorsOf(bytes.slice().buffer)).toEqual(vectors)
  expect(() => vectorsOf(bytes.slice(0, -1).buffer)).toThrow('no vectors')
  expect(() => vectorsOf(new ArrayBuffer(0))).toThrow()
})
