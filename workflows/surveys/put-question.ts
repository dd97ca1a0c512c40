import type { Button, WrittenExtras } from '../../schema/content.ts'
import type { LocalText, Question, Survey } from '../../schema/survey.ts'
import { inLocale } from '../language/in-locale.ts'

/** Stands in a message for the link to its page, until it goes out. */
export const PAGE_PLACE = '[[survey page]]'

export type Speaking = { locale: string | null; community: string }

/** One text for everybody, or the one for this locale. */
export function localText(text: LocalText, { locale, community }: Speaking): string {
  return typeof text === 'string' ? text : (inLocale(new Map(Object.entries(text)), locale, community) ?? '')
}

/** Our own words are in Chinese for whoever reads Chinese, and in English for everybody else. */
export function isChinese({ locale, community }: Speaking): boolean {
  return /^zh\b/i.test(locale ?? community)
}

type Put = { survey: Survey; index: number; code: string; reminding: 'first' | 'again' }

/** How a question is asked in chat: what it says, and its buttons. */
export function putQuestion(
  { survey, index, code, reminding }: Put,
  speaking: Speaking,
): { text: string; shows: WrittenExtras } {
  const question = survey.questions[index]
  const zh = isChinese(speaking)
  const again = reminding === 'again' ? [localText(survey.reminder ?? REMINDER, speaking)] : []
  if (survey.anonymous || !question) {
    const said = survey.name ? [localText(survey.name, speaking)] : []
    return { text: [...again, ...said, localText(ANONYMOUS, speaking), PAGE_PLACE].join('\n'), shows: {} }
  }
  const buttons = buttonsOf(question, `sv:${code}:${index}:`, speaking)
  const scale = question.type === 'nps' || question.type === 'rating'
  const text = [
    ...[...again, localText(question.text, speaking), ...listed(question, speaking), ...hint(question, zh)],
    ...(survey.page && index === 0 ? [`${zh ? '也可在网页填写：' : 'Or answer here: '}${PAGE_PLACE}`] : []),
  ].join('\n')
  return { text, shows: buttons.length === 0 ? {} : { buttons, ...(scale && { scale }) } }
}

const REMINDER = { en: 'A reminder, in case you missed it:', zh: '温馨提醒，期待您的回答：' }
const ANONYMOUS = {
  en: 'Please answer on this page. Nobody will know who answered:',
  zh: '请在此页面填写，您的回答是匿名的：',
}

function listed(question: Question, speaking: Speaking): string[] {
  if (question.type !== 'multi') return []
  return (question.options ?? []).map((option, i) => `${i + 1}. ${optionText(option, speaking)}`)
}

/** How to answer in words, where no list of numbered words says it. */
function hint({ type }: Question, zh: boolean): string[] {
  switch (type) {
    case 'nps':
      return [zh ? '（请回复 0 到 10 的数字，10 分最高）' : '(Reply with a number from 0 to 10; 10 is best.)']
    case 'rating':
      return [zh ? '（请回复 1 到 5 的数字，5 分最高）' : '(Reply with a number from 1 to 5; 5 is best.)']
    case 'multi':
      return [zh ? '（可多选，请回复序号，例如 1、3）' : '(Reply with one or more numbers, such as 1, 3.)']
    case 'choice':
      return [zh ? '（请选择一项，或回复序号）' : '(Choose one, or reply with its number.)']
    case 'yes_no':
      return [zh ? '（请回复“是”或“否”）' : '(Reply yes or no.)']
    case 'text':
      return []
    default:
      return type satisfies never
  }
}

function buttonsOf(question: Question, prefix: string, speaking: Speaking): Button[] {
  const zh = isChinese(speaking)
  const button = (text: string, i: number): Button => ({ text, value: `${prefix}${i}` })
  switch (question.type) {
    case 'nps':
      return Array.from({ length: 11 }, (_, i) => button(String(i), i))
    case 'rating':
      return Array.from({ length: 5 }, (_, i) => button(String(i + 1), i))
    case 'yes_no':
      return [button(zh ? '是' : 'Yes', 0), button(zh ? '否' : 'No', 1)]
    case 'choice':
      return (question.options ?? []).map((option, i) => button(optionText(option, speaking), i))
    case 'multi':
    case 'text':
      return []
    default:
      return question.type satisfies never
  }
}

export function optionText(option: NonNullable<Question['options']>[number], speaking: Speaking): string {
  return typeof option === 'string' ? option : localText(option.text, speaking)
}
