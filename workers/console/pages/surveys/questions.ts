import type * as v from 'valibot'
import type { SurveyAnswerShape } from '../../../../schema/api/surveys.ts'
import { optionValue } from '../../../../schema/survey.ts'
import type { Form } from '../../form.ts'
import { localFrom } from '../../parts/local-fields.tsx'

export type Question = v.InferOutput<typeof SurveyAnswerShape>['questions'][number]
/** A question while it is written: what is missing may come. */
export type Draft = Partial<Question>

export const QUESTIONS_MAX = 20
export const TYPES = ['nps', 'rating', 'choice', 'multi', 'text', 'yes_no'] as const

/** Whether a question offers choices. */
export function offers(type: string | undefined): boolean {
  return type === 'choice' || type === 'multi'
}

/** The questions as the form has them, in their order. Each keeps its id wherever it goes. */
export function questionsFrom(form: Form, before: readonly Question[]): Draft[] {
  const asked: Draft[] = []
  for (let i = 0; i < QUESTIONS_MAX && form.text(`q${i}.type`) !== ''; i++) {
    const type = form.text(`q${i}.type`) as Question['type']
    const id = form.text(`q${i}.id`)
    const was = before.find((one) => one.id === id)
    asked.push({
      id,
      type,
      text: localFrom(form, `q${i}.text`) ?? '',
      required: form.text(`q${i}.required`) === 'true',
      ...(offers(type) && { options: optionsFrom(form, i, was) }),
    })
  }
  return named(asked)
}

/** What a button asks for: `add`, `drop:2`, `up:2`, `down:2`. */
export function changed(questions: readonly Draft[], verb: string): Draft[] {
  const [what = '', at = ''] = verb.split(':')
  const i = Number(at)
  if (what === 'add') return named([...questions, { type: 'rating' as const }].slice(0, QUESTIONS_MAX))
  if (what === 'drop') return questions.filter((_, j) => j !== i)
  const other = what === 'up' ? i - 1 : what === 'down' ? i + 1 : i
  const [one, two] = [questions[i], questions[other]]
  if (!one || !two) return [...questions]
  return questions.map((question, j) => (j === i ? two : j === other ? one : question))
}

/** A new question is named by the first number that is free: what was answered before stays under its own. */
function named(questions: readonly Draft[]): Draft[] {
  const taken = new Set(questions.flatMap(({ id }) => id || []))
  return questions.map((question) => {
    if (question.id) return question
    let n = 1
    while (taken.has(`q${n}`)) n++
    taken.add(`q${n}`)
    return { ...question, id: `q${n}` }
  })
}

type Option = NonNullable<Question['options']>[number]

/** Choices, one a line in each language; one that was there before keeps what it is kept as. */
function optionsFrom(form: Form, i: number, was: Question | undefined): Option[] {
  const columns = Object.entries(form.under(`q${i}.options:`)).map(([locale, text]) => ({
    locale,
    lines: linesOf(text),
  }))
  const count = Math.max(0, ...columns.map(({ lines }) => lines.length))
  return Array.from({ length: count }, (_, n) => {
    const said = columns.flatMap(({ locale, lines }) => (lines[n] ? [[locale, lines[n]] as const] : []))
    const texts = new Set(said.map(([, text]) => text))
    const before = was?.options?.find((one) => textsOf(one).some((text) => texts.has(text)))
    const value = before === undefined ? (said[0]?.[1] ?? '') : optionValue(before)
    return texts.size === 1 && texts.has(value) ? value : { value, text: Object.fromEntries(said) }
  })
}

/** The lines of choices in a language. */
export function optionLines(options: Draft['options'], locale: string): string {
  return (options ?? [])
    .map((one) => (typeof one === 'string' ? one : typeof one.text === 'string' ? one.text : (one.text[locale] ?? '')))
    .join('\n')
}

function linesOf(text: string): string[] {
  const lines = text.split(/\r?\n/).map((line) => line.trim())
  while (lines.length > 0 && lines.at(-1) === '') lines.pop()
  return lines.filter((line, n) => line !== '' || n < lines.length - 1)
}

function textsOf(option: Option): string[] {
  if (typeof option === 'string') return [option]
  return typeof option.text === 'string' ? [option.text] : Object.values(option.text)
}
