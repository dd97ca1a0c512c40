import { SIMPLIFIED } from '../words/simplified.ts'
import { conceptWords, MANNER } from './concepts.ts'
import { stem } from './stem.ts'

/** A text as it is compared: its terms, each with how much it says by its kind (1 is a word). */
export type Terms = ReadonlyMap<string, number>

const CONCEPT = 1.6
const MANNER_WEIGHT = 1
const INSIDE = 0.25
const NUMBER = 1.2
const CHARACTER = 0.35
const BIGRAM = 0.8

const STOP_EN = new Set(
  `a an the is are am was were be been being do does did done to of in on at for with from by my your our his her its their i you
  we they he she it me us them this that these those there here and or but if so as what which who whom how can could would
  should will shall may might must have has had having get got gets getting please hi hello hey thanks thank want need like
  know tell let just any some about into than then too very really also still now ever yes no ok im ive id dont not
  possible way possible make take happen happens go going something anything thing things one where when question ask`.split(
    /\s+/,
  ),
)
/** What is asked with, or out of courtesy, says nothing of what is asked about. */
const STOP_ZH =
  /请问一下|请问|你好|您好|谢谢|麻烦|我想知道|想知道|想问一下|想问|问一下|咨询一下|怎么样|怎么办|怎么|怎样|如何|什么|是不是|能不能|可不可以|可以|能否|是否|有没有|咱们|你们|我们|他们|大家|这个|那个|现在|一下|已经|还是|还能|应该|需要|哪些|哪个|吗|呢|吧|啊|呀|嘛|了|的|地|得|我|你|您|他|她|它|在|把|被|给|跟|和|与|就|都|也|还|又|很|太|要|想|会|能|有|是|去|来|到|做|用|说|请|啥|么|里|上|下|些|个/gu

/** Operators' own words for the same, beside ours. */
export type Synonyms = readonly (readonly string[])[]

type Lexicon = {
  han: RegExp
  latin: RegExp
  terms: ReadonlyMap<string, readonly (readonly [term: string, weight: number])[]>
}

const lexicons = new Map<string, Lexicon>()
const LEXICONS_MAX = 10

function lexiconOf(synonyms: Synonyms): Lexicon {
  const key = JSON.stringify(synonyms)
  const known = lexicons.get(key)
  if (known) return known
  if (lexicons.size >= LEXICONS_MAX) lexicons.clear()
  const pairs = conceptWords(synonyms).map(([word, term]) => [plainText(word), term] as const)
  const terms = new Map<string, string[]>()
  for (const [word, of] of pairs) {
    const key = isHan(word) ? word : stemmed(word)
    const known = terms.get(key) ?? []
    if (!known.includes(of)) terms.set(key, [...known, of])
  }
  const longest = (test: (word: string) => boolean) =>
    [...terms.keys()]
      .filter(test)
      .sort((a, b) => b.length - a.length)
      .map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
      .join('|')
  const made = {
    han: new RegExp(longest(isHan), 'gu'),
    latin: new RegExp(`(?<![\\w'-])(?:${longest((word) => !isHan(word))})(?![\\w'-])`, 'g'),
    terms: new Map([...terms].map(([word, own]) => [word, weighed(word, own, terms)])),
  }
  lexicons.set(key, made)
  return made
}

/** A word with several meanings has a share of each; what stands inside of a longer word is meant a little as well. */
function weighed(word: string, own: readonly string[], terms: ReadonlyMap<string, readonly string[]>) {
  const found = new Map(own.map((term) => [term, weightOf(term) / Math.sqrt(own.length)]))
  for (const part of partsOf(word))
    for (const term of terms.get(part) ?? []) if (!found.has(term)) found.set(term, INSIDE * weightOf(term))
  return [...found]
}

function weightOf(term: string): number {
  return term.startsWith(MANNER) ? MANNER_WEIGHT : CONCEPT
}

/** Every shorter word that could stand inside: two signs at least, or whole English words. */
function partsOf(word: string): string[] {
  const [signs, glue] = isHan(word) ? [[...word], ''] : [word.split(' '), ' ']
  const least = isHan(word) ? 2 : 1
  const parts: string[] = []
  for (let size = least; size < signs.length; size++)
    for (let i = 0; i + size <= signs.length; i++) parts.push(signs.slice(i, i + size).join(glue))
  return parts
}

function isHan(text: string): boolean {
  return /\p{Script=Han}/u.test(text)
}

function plainText(text: string): string {
  const plain = text.normalize('NFKC').toLowerCase().replace(/[’‘]/g, "'")
  return [...plain].map((sign) => SIMPLIFIED.get(sign) ?? sign).join('')
}

/** Words by their stems, parted by single spaces. */
function stemmed(text: string): string {
  return (text.match(/[a-z0-9][a-z0-9'-]*/g) ?? []).map(stem).join(' ')
}

/**
 * The terms of a question or an answer: concepts of both languages, stems of the other English words, pairs of Chinese
 * characters and single ones, and numbers.
 */
export function termsOf(text: string, synonyms: Synonyms = []): Terms {
  const { han, latin, terms: known } = lexiconOf(synonyms)
  const terms = new Map<string, number>()
  const add = (name: string, weight: number) => terms.set(name, Math.max(weight, terms.get(name) ?? 0))
  const plain = plainText(text).slice(0, 2000)
  const concept = (found: string) => {
    for (const [name, weight] of known.get(found) ?? []) add(name, weight)
    return ' '
  }
  const english = stemmed(plain.replace(/\p{Script=Han}+/gu, ' ')).replace(latin, concept)
  for (const word of english.split(' ')) {
    if (word === '' || STOP_EN.has(word)) continue
    if (/^\d+$/.test(word)) add(`n${word}`, NUMBER)
    else add(word.replace(/[^a-z0-9]/g, ''), 1)
  }
  const chinese = plain
    .replace(/[^\p{Script=Han}]+/gu, ' ')
    .replace(han, concept)
    .replace(STOP_ZH, ' ')
  for (const run of chinese.split(' ')) {
    const signs = [...run]
    for (const sign of signs) add(sign, CHARACTER)
    for (let i = 0; i + 1 < signs.length; i++) add(`${signs[i]}${signs[i + 1]}`, BIGRAM)
  }
  terms.delete('')
  return terms
}
