import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { WordList } from '../../../schema/words.ts'
import { look, mask } from '../../../workflows/words/filter.ts'
import { compileList } from '../../../workflows/words/lexicon.ts'

const list = (words: string[], more: Partial<WordList> = {}) =>
  compileList({
    ...{ id: 'l', name: 'l', action: 'block', direction: 'both', locale: null, whole_words: true, stamp: '', words },
    ...more,
  })
const asked = { direction: 'outgoing' as const, locale: 'zh-CN' }
const hits = (words: string[], text: string, more: Partial<WordList> = {}) =>
  look([list(words, more)], text, asked).flatMap((found) => found.hits)
const cut = (words: string[], text: string, more: Partial<WordList> = {}) =>
  hits(words, text, more).map(({ start, end }) => text.slice(start, end))

describe('finds a word', () => {
  it.each([
    ['as it is', '赌博', '不要赌博了', '赌博'],
    ['in traditional characters', '赌博网站', '最好的賭博網站', '賭博網站'],
    ['written traditionally in the list', '賭博', '赌博', '赌博'],
    ['with spaces', '赌博', '去赌 博吧', '赌 博'],
    ['with signs', '赌博', '去赌*。博吧', '赌*。博'],
    ['with invisible characters', '赌博', '赌\u200b\u2060博', '赌\u200b\u2060博'],
    ['in full width', 'casino', 'go to ＣＡＳＩＮＯ now', 'ＣＡＳＩＮＯ'],
    ['in other letters that look the same', 'casino', 'сasіnо', 'сasіnо'],
    ['with digits for letters', 'casino', 'c4s1n0', 'c4s1n0'],
    ['with 1 for l', 'kill', 'k1ll ki11', 'k1ll'],
    ['with signs for letters', 'cash', 'c@$h', 'c@$h'],
    ['with accents', 'casino', 'cásinö', 'cásinö'],
    ['in mathematical letters', 'casino', '𝐜𝐚𝐬𝐢𝐧𝐨', '𝐜𝐚𝐬𝐢𝐧𝐨'],
    ['letter by letter', 'casino', 'c a s i n o', 'c a s i n o'],
    ['with points', 'casino', 'c.a.s.i.n.o', 'c.a.s.i.n.o'],
    ['of several words', 'free money', 'get FREE   money now', 'FREE   money'],
    ['written together', 'free money', 'freemoney', 'freemoney'],
    ['of both scripts', '加V信', '请加v信', '加v信'],
    ['of digits', '100%', 'win 100% today', '100'],
  ])('%s', (_how, word, text, found) => expect(cut([word], text)[0]).toBe(found))
})

describe('does not find a word', () => {
  it.each([
    ['inside another', 'sex', 'Essex, Sussex and Middlesex'],
    ['inside another, the other way round', 'cunt', 'Scunthorpe'],
    ['across two words', 'ass', 'as small'],
    ['in two halves that are words themselves', 'therapist', 'the rapist'],
    ['far apart', '赌博', '赌了一把，博士来了'],
    ['over too many signs', '赌博', '赌…………………………博'],
    ['in numbers', 'lol', 'order 101 of 2026'],
  ])('%s', (_where, word, text) => expect(hits([word], text)).toEqual([]))
})

it('finds parts of words when the list asks for that', () => {
  expect(cut(['sex'], 'Essex', { whole_words: false })).toEqual(['sex'])
})

it('masks every place, overlapping ones too, and leaves the rest as it was', () => {
  const found = hits(['赌博', '博彩', 'casino'], '赌博彩票 CASINO 与 c-a-s-i-n-o。')
  expect(mask('赌博彩票 CASINO 与 c-a-s-i-n-o。', found)).toBe('＊＊＊票 ＊＊＊＊＊＊ 与 ＊＊＊＊＊＊＊＊＊＊＊。')
  expect(mask('😀赌博😀', hits(['赌博'], '😀赌博😀'))).toBe('😀＊＊😀')
})

it('asks only the lists for this direction and language', () => {
  const lists = [
    list(['a1'], { id: 'in', direction: 'incoming' }),
    list(['a1'], { id: 'zh', locale: 'zh' }),
    list(['a1'], { id: 'en', locale: 'en' }),
  ]
  expect(look(lists, 'a1', asked).map((found) => found.list)).toEqual(['zh'])
  expect(look(lists, 'a1', { direction: 'incoming', locale: 'en-GB' }).map((found) => found.list)).toEqual(['in', 'en'])
})

it('finds exactly what a search word by word finds', () => {
  const letters = fc.constantFrom('赌', '博', '彩', '票', '网')
  const word = fc.array(letters, { minLength: 1, maxLength: 4 }).map((parts) => parts.join(''))
  fc.assert(
    fc.property(fc.uniqueArray(word, { maxLength: 30 }), fc.array(letters, { maxLength: 60 }), (words, text) => {
      const whole = text.join('')
      const expected = words.flatMap((one) =>
        Array.from(whole, (_, i) => i).flatMap((i) =>
          whole.startsWith(one, i) ? [`${i} ${i + one.length} ${one}`] : [],
        ),
      )
      const found = hits(words, whole).map(({ start, end, word: which }) => `${start} ${end} ${which}`)
      expect(found.sort()).toEqual(expected.sort())
    }),
  )
})
