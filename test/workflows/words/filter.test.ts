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

describe('in ordinary text finds nothing', () => {
  const words = [
    'ass',
    'sex',
    'hell',
    'cum',
    'tit',
    'anal',
    'rape',
    'die',
    'kill',
    'spam',
    '赌博',
    '色情',
    '法轮功',
    '枪支',
    '台独',
  ]
  it.each([
    'The class will assess the passage; please assist the assistant and pass the glass.',
    'Hello from Michelle in Essex: the shell is in the shelter.',
    'Documents are accumulated; circumstances and cucumbers.',
    'A title, a constitution, and a competition of titans.',
    'We analyse the analogy in the canal; the grapes and drapes are ready for the skilled soldiers of the dietitian.',
    'Order 455 of 2026-01-05, 3.50 €, ref A15-H300, room 5E, call +49 30 901820.',
    'Meeting at 10:30 p.m., see https://example.com/a/page?d=1e9 🎉🎉 as soon as possible',
    '今天的课程已经开始，请大家准时签到；本周活动精彩不断，博览群书，色彩缤纷，人情味浓。',
    '他的做法轮到我来说明：先看法律，再轮流发言。枪声响起，支持他们；台湾独特的小吃。',
    '订单 2026 已发货 📦，积分 +100 👍，优惠券 9.5 折。',
  ])('%s', (text) => {
    const wrong = hits(words, text).map(({ word, start, end }) => `${word}: ${text.slice(start, end)}`)
    expect(wrong).toEqual([])
  })
})

it('finds a banned word that is written in any of its disguises, wherever it stands', () => {
  const traditional: Record<string, string> = { 赌: '賭', 网: '網', 枪: '槍', 药: '藥', 诈: '詐', 骗: '騙' }
  const chinese = ['赌博网', '枪药', '诈骗']
  const look_alike: Record<string, string> = { a: 'а', c: 'с', e: 'е', o: 'о', i: 'і', s: 'ѕ', p: 'р', x: 'х' }
  const latin = ['casino', 'viagra', 'escort']
  const wide = (one: string) => (/[!-~]/.test(one) ? String.fromCharCode(one.charCodeAt(0) + 0xfee0) : one)
  const disguise = fc.constantFrom(
    (one: string) => one,
    wide,
    (one: string) => one.toUpperCase(),
    (one: string) => traditional[one] ?? one,
    (one: string) => look_alike[one] ?? one,
    (one: string) => `${one}\u200b`,
    (one: string) => `${one}\ufe0f`,
  )
  const between = fc.constantFrom('', '', '*', '.', '-', '·', '_', '🎲', '…', '、')
  const around = fc.constantFrom('', '我们 ', 'see ', '， ', '(', '"', '🎉')
  const after = fc.constantFrom('', ' 吧', ' now', '，好', ')', '!', '🎉')
  fc.assert(
    fc.property(
      fc.constantFrom(...chinese, ...latin),
      fc.array(fc.tuple(disguise, between), { minLength: 6, maxLength: 6 }),
      around,
      after,
      (word, how, before, behind) => {
        const written = [...word]
          .map((one, i) => `${how[i]?.[0](one) ?? one}${i < word.length - 1 ? (how[i]?.[1] ?? '') : ''}`)
          .join('')
        const found = hits([...chinese, ...latin], before + written + behind)
        expect(
          found.map((one) => one.word),
          before + written + behind,
        ).toContain(word)
        expect(mask(before + written + behind, found)).not.toContain(written)
      },
    ),
    { numRuns: 1_500 },
  )
})

it('never fails, never tears a character, and masks what it found, whatever the text', () => {
  const words = ['casino', '赌博', 'a b', '1', '!!', '😀', 'ſ', 'ﬃ', 'İ']
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (text) => {
      const found = hits(words, text)
      for (const { start, end } of found) expect(start >= 0 && start < end && end <= text.length).toBe(true)
      expect(mask(text, found).isWellFormed()).toBe(text.isWellFormed())
      expect(hits(words, mask(text, found))).toEqual([])
    }),
    { numRuns: 500 },
  )
})

it('gets through very long texts of any kind', () => {
  const lists = [list(['casino', '赌博', '1111b', 'a1a1b', ...Array.from({ length: 2_000 }, (_, i) => `word${i}`)])]
  for (const unit of ['1', '@', 'a1', 'a ', '赌', '😀', '\u200b'])
    expect(look(lists, unit.repeat(100_000), asked), unit).toEqual([])
  const found = look(lists, `${'1'.repeat(50_000)}casino${'a '.repeat(50_000)}赌博`, asked)
  expect(found.flatMap((one) => one.hits.map(({ word }) => word))).toEqual(['赌博'])
})
