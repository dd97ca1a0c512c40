import type { Faq } from '../../schema/faq.ts'
import { inLocale } from '../language/in-locale.ts'
import { allTerms, type Indexed, indexed } from './rank.ts'
import type { Synonyms } from './terms.ts'

/** An entry of the operators' list as questions are compared with it. */
export function indexedFaq({ id, questions, answer, tags }: Faq, synonyms: Synonyms): Indexed {
  const answers = typeof answer === 'string' ? [answer] : Object.values(answer)
  return indexed({ id, questions, answers, tags }, synonyms)
}

/** The terms by which an entry is found, parted by spaces. */
export function findable(faq: Faq, synonyms: Synonyms): string {
  return allTerms(indexedFaq(faq, synonyms)).join(' ')
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
