import type { Faq } from '../../schema/faq.ts'
import { inLocale } from '../language/in-locale.ts'
import { type Indexed, isHan, namedIn } from './compare.ts'
import { type Side, sideOf, vectorOfAll } from './terms.ts'
import type { Words } from './words.ts'

/** An entry of the operators' list as questions are compared with it. */
export function indexedFaq(
  { id, questions, answer, tags }: Pick<Faq, 'id' | 'questions' | 'answer' | 'tags'>,
  words: Words,
): Indexed {
  const more = [...(typeof answer === 'string' ? [answer] : Object.values(answer)), ...tags].join('\n')
  const variants = questions.map((one) => sideOf(one, words))
  const beside = sideOf(more, words)
  const whole = vectorOfAll([...questions, more], words)
  return { id, variants, more: beside, named: namedIn(variants, beside), whole, han: variants.some(isHan) }
}

/** The terms by which an entry is found, parted by spaces; the words' mark is one of them. */
export function findable(faq: Faq, words: Words): string {
  const { variants, more } = indexedFaq(faq, words)
  return [...new Set([words.mark, ...[...variants, more].flatMap(namesOf)])].join(' ')
}

/** The terms of a question that entries are found by. */
export function sought(question: string, words: Words): string[] {
  return namesOf(sideOf(question, words))
}

/** Words, ideas and fields, as single words of letters and digits. */
function namesOf({ keys, ideas, fields }: Side): string[] {
  const names = [
    ...[...keys.keys()].map((key) => key.replace(/[^\p{L}\p{N}]/gu, '')),
    ...ideas.keys(),
    ...fields.keys(),
  ]
  return names.filter((name) => name !== '')
}

/** The answer in the language of the question, when that is plain, else in the contact's. */
export function answerIn(
  { answer }: Pick<Faq, 'answer'>,
  question: string,
  locale: string | null,
  community: string,
): string {
  if (typeof answer === 'string') return answer
  const han = /\p{Script=Han}/u.test(question) && !/[\p{Script=Hiragana}\p{Script=Katakana}]/u.test(question)
  const texts = new Map(Object.entries(answer))
  const wanted = han && !/^(?:zh|ja)/i.test(locale ?? '') ? 'zh' : locale
  return inLocale(texts, wanted, community) ?? ''
}
