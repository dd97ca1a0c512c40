import { CHINESE_CHARS_MAX, chinese, emoji, english } from './sentiment/lexicon.ts'

const CHARS_MAX = 4_000

/** A word that says how somebody feels, as it was meant where it stands. */
type Felt = { at: number; weight: number }

/**
 * How a text speaks of what it speaks of: from -1 (against it) over 0 to 1 (for it). By words of our own lists in Chinese
 * and English, with what turns them around, strengthens or weakens them; what follows a "but" counts more. The sum is
 * brought into bounds as in VADER (Hutto and Gilbert 2014): x / sqrt(x² + 8). Only the first 4 000 characters are read.
 */
export function sentiment(text: string): number {
  const read = text.slice(0, CHARS_MAX).normalize('NFKC').toLowerCase()
  const felt = [...inChinese(read), ...inEnglish(read), ...inEmoji(read)]
  if (felt.length === 0) return 0
  const turn = Math.max(
    ...[...read.matchAll(/但是|但|可是|不过|然而|\bbut\b|\bhowever\b/g)].map(({ index }) => index),
    -1,
  )
  const sum = felt.reduce((total, { at, weight }) => total + weight * (turn < 0 ? 1 : at > turn ? 1.5 : 0.5), 0)
  const loud = sum === 0 ? 0 : Math.sign(sum) * Math.min(3, (read.match(/!/g) ?? []).length) * 0.3
  const score = (sum + loud) / Math.sqrt((sum + loud) ** 2 + 8)
  return Math.round(score * 1000) / 1000
}

const TURNED = -0.75

const NOT_ZH =
  /(谈不上|算不上|称不上|不是很|不是|不太|不够|不怎么|不会|不能|不算|不再|并不|毫不|毫无|没有|没啥|没什么|没|不|未|无|别|甭|非)(?:那么|这么|很|太|特别|觉得|感到|任何|什么|一点)?$/
const MUCH_ZH = /(非常|特别|十分|极其|极度|超级|超|太|真的|真|很|好|最|尤其|实在|相当|巨|贼|死)(?:的|地|是)?$/
const LITTLE_ZH = /(有点儿?|有些|稍微|略微|略|一点|比较|还算)$/
/** So many characters before a word can change what it says. */
const BEFORE_CHARS = 6

/** The longest word first, from left to right. */
function inChinese(text: string): Felt[] {
  const felt: Felt[] = []
  for (let at = 0; at < text.length; ) {
    const word = longestAt(text, at)
    const weight = word === undefined ? 0 : (chinese.get(word) ?? 0)
    const strengthens = word === '好' && longestAt(text, at + 1) !== undefined
    if (weight !== 0 && !strengthens)
      felt.push({ at, weight: weight * changedBy(text.slice(Math.max(0, at - BEFORE_CHARS), at)) })
    at += word?.length ?? 1
  }
  return felt
}

function longestAt(text: string, at: number): string | undefined {
  for (let length = Math.min(CHINESE_CHARS_MAX, text.length - at); length > 0; length--) {
    const word = text.slice(at, at + length)
    if (chinese.has(word)) return word
  }
  return undefined
}

/** What stands right before a word, in the same clause. "不但" and the like turn nothing around. */
function changedBy(before: string): number {
  const clause = before.split(/[，。！？；、,.!?;\s]/).at(-1) ?? ''
  const near = [...clause].some((_, i) => chinese.get(clause.slice(i)) === 0) ? '' : clause
  const much = MUCH_ZH.exec(near)
  const rest = much ? near.slice(0, near.length - much[0].length) : near
  const strength = much ? 1.4 : LITTLE_ZH.test(near) ? 0.6 : 1
  return strength * (NOT_ZH.test(rest) || NOT_ZH.test(near) ? TURNED : 1)
}

const NOT_EN = new Set([
  'not',
  'no',
  'never',
  'without',
  'hardly',
  'barely',
  'nothing',
  'none',
  'cannot',
  'neither',
  'nor',
  'isnt',
  'dont',
  'cant',
  'wont',
  'didnt',
])
const MUCH_EN = new Set([
  'very',
  'really',
  'so',
  'extremely',
  'super',
  'absolutely',
  'totally',
  'too',
  'completely',
  'incredibly',
  'such',
  'most',
  'truly',
  'highly',
])
const LITTLE_EN = new Set(['slightly', 'somewhat', 'bit', 'little', 'kinda', 'rather', 'fairly', 'mildly'])
const BEFORE_WORDS = 3
/** What cannot be better is as good as can be; "not only" and the like turn nothing around. */
const BEST =
  /(?:could(?:n['’]t| not)|cannot|can['’]t) (?:be|have been|get) (?:any )?(?:better|happier)|never been (?:better|happier)/g
const NOT_ONLY = /\bnot (?:only|just|merely)\b/g

function inEnglish(text: string): Felt[] {
  const said = text
    .replace(BEST, (found) => 'excellent'.padEnd(found.length))
    .replace(NOT_ONLY, (found) => ' '.repeat(found.length))
  const tokens = [...said.matchAll(/[a-z][a-z'’]*|[.,;!?]/g)]
  return tokens.flatMap(({ 0: token, index }, i): Felt[] => {
    const weight = weightOf(token)
    if (weight === 0) return []
    const before: string[] = []
    for (let j = i - 1; j >= 0 && j >= i - BEFORE_WORDS; j--) {
      const word = tokens[j]?.[0] ?? ''
      if (/[.,;!?]/.test(word)) break
      before.push(word)
    }
    const near = before[0] ?? ''
    const strength = MUCH_EN.has(near) ? 1.4 : LITTLE_EN.has(near) ? 0.6 : 1
    const turned = before.some((word) => NOT_EN.has(word) || /n['’]t$/.test(word)) && token !== 'no'
    return [{ at: index, weight: weight * strength * (turned ? TURNED : 1) }]
  })
}

const ENDINGS: readonly [string, string][] = [
  ['', ''],
  ['s', ''],
  ['es', ''],
  ['d', ''],
  ['ed', ''],
  ['ing', ''],
  ['ing', 'e'],
  ['ly', ''],
  ['ied', 'y'],
  ['ies', 'y'],
  ['er', ''],
  ['est', ''],
]

/** A word as it stands in the list, or as it is when an ending is taken away. */
function weightOf(token: string): number {
  const word = token.replace(/['’]s$/, '')
  for (const [ending, instead] of ENDINGS) {
    if (!word.endsWith(ending) || word.length - ending.length < 3) continue
    const weight = english.get(word.slice(0, word.length - ending.length) + instead)
    if (weight !== undefined) return weight
  }
  return english.get(word) ?? 0
}

function inEmoji(text: string): Felt[] {
  return [...text.matchAll(/\p{Extended_Pictographic}/gu)].flatMap(({ 0: sign, index }) => {
    const weight = emoji.get(sign)
    return weight === undefined ? [] : [{ at: index, weight }]
  })
}
