import type { Json } from '../../schema/json.ts'
import { optionValue, type Question } from '../../schema/survey.ts'
import { SIMPLIFIED } from '../words/simplified.ts'
import { plain, readNumber } from './read-number.ts'
import { likelyInWords, ratedInWords } from './read-words.ts'

export const TEXT_ANSWER_CHARS_MAX = 4000

const YES = new Set(
  '是 是的 是啊 是滴 对 对的 对啊 好 好的 好啊 可以 行 行的 会 会的 有 有的 愿意 要 嗯 嗯嗯 当然 没错 同意 满意 解决了 已解决 1 a y yes yes please yeah yep yup yea sure ok okay of course definitely absolutely correct true i do i am i will 👍 ✅ ✔'.split(
    ' ',
  ),
)
for (const phrase of ['yes please', 'of course', 'i do', 'i am', 'i will', 'it is', 'it does']) YES.add(phrase)
const NO = new Set(
  '否 不 不是 不是的 不对 不好 不可以 不行 不会 没有 没 不愿意 不要 不用 不了 不同意 不满意 没解决 未解决 还没 没有解决 2 b n no nope nah never false 👎 ❌'.split(
    ' ',
  ),
)
for (const phrase of ['no thanks', 'no thank you', 'not really', 'of course not', 'not at all', "i don't", 'i do not'])
  NO.add(phrase)
for (const loose of ['please', 'of', 'course', 'i', 'do', 'am', 'will']) YES.delete(loose)

/**
 * What a message says as an answer to this question; undefined when the whole of it cannot be read as one: then it is
 * not for us. Numbers are read in digits of any width and in words of both languages, options by their text, their
 * place or their letter.
 */
export function readAnswer(question: Question, text: string): Json | undefined {
  switch (question.type) {
    case 'nps':
      return scored(text, 0, 10) ?? likelyInWords(text)
    case 'rating':
      return scored(text, 1, 5) ?? ratedInWords(text)
    case 'yes_no':
      return yesOrNo(text)
    case 'choice':
      return place(question, text)
    case 'multi':
      return places(question, text)
    case 'text': {
      const said = text.trim()
      return said === '' || said.startsWith('/') ? undefined : said.slice(0, TEXT_ANSWER_CHARS_MAX)
    }
    default:
      return question.type satisfies never
  }
}

function scored(text: string, least: number, most: number): number | undefined {
  const said = plain(text)
  if (/^(?:满分|滿分|full marks)$/.test(said)) return most
  const stars = /^(?:⭐|★|🌟)+$/u.test(said) ? [...said].length : undefined
  const value = stars ?? readNumber(text, most)
  return value !== undefined && value >= least && value <= most ? value : undefined
}

function yesOrNo(text: string): boolean | undefined {
  const said = simple(text)
  if (YES.has(said)) return true
  if (NO.has(said)) return false
  const number = readNumber(text)
  return number === 1 ? true : number === 2 ? false : undefined
}

function simple(text: string): string {
  return [...plain(text)].map((sign) => SIMPLIFIED.get(sign) ?? sign).join('')
}

function place(question: Question, text: string): string | undefined {
  const index = indexOf(question, text)
  const option = index === undefined ? undefined : question.options?.[index]
  return option === undefined ? undefined : optionValue(option)
}

/** Which option a text means: by what it says in any locale, by its place, or by its letter. */
function indexOf({ options = [] }: Question, text: string): number | undefined {
  const said = simple(text)
  const named = options.findIndex((option) => namesOf(option).some((name) => simple(name) === said))
  if (named >= 0) return named
  const listed = /^(\d{1,2})[.):、\s]\s*(.+)$/u.exec(said)
  if (listed) {
    const index = Number(listed[1]) - 1
    const option = options[index]
    return option !== undefined && namesOf(option).some((name) => simple(name) === listed[2]) ? index : undefined
  }
  const letter = /^(?:我?选|option |选项)?\s*([a-t])$/u.exec(said)?.[1]
  const number = letter === undefined ? readNumber(text) : letter.charCodeAt(0) - 96
  return number !== undefined && number >= 1 && number <= options.length ? number - 1 : undefined
}

function namesOf(option: NonNullable<Question['options']>[number]): string[] {
  if (typeof option === 'string') return [option]
  return [option.value, ...(typeof option.text === 'string' ? [option.text] : Object.values(option.text))]
}

const BETWEEN = /\s*(?:[,，、;；/&+]|\band\b|和|与|跟|以及)\s*/u

/** All parts must be options, or none of it is an answer. */
function places(question: Question, text: string): string[] | undefined {
  const whole = place(question, text)
  if (whole !== undefined) return [whole]
  const said = text.normalize('NFKC')
  const parts = BETWEEN.test(said) ? said.split(BETWEEN) : said.trim().split(/\s+/)
  const found = parts.filter((part) => part.trim() !== '').map((part) => place(question, part))
  if (found.length === 0 || found.includes(undefined)) return undefined
  const values = new Set(found)
  return (question.options ?? []).map(optionValue).filter((value) => values.has(value))
}
