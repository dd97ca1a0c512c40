import type { Json, JsonObject } from '../../schema/json.ts'
import { optionValue, type Question, type Survey } from '../../schema/survey.ts'
import { TEXT_ANSWER_CHARS_MAX } from './read-answer.ts'

export type FormRead = { answers: JsonObject; missing: string[] }

/** What a form says, by question: `q.<id>`, several times for `multi`. `missing` are required questions without an answer. */
export function readForm({ questions }: Survey, fields: ReadonlyMap<string, readonly string[]>): FormRead {
  const answers: JsonObject = {}
  const missing: string[] = []
  for (const question of questions) {
    const answer = formAnswer(question, fields.get(`q.${question.id}`) ?? [])
    if (answer !== undefined) answers[question.id] = answer
    else if (question.required) missing.push(question.id)
  }
  return { answers, missing }
}

function formAnswer(question: Question, values: readonly string[]): Json | undefined {
  const [value = ''] = values
  switch (question.type) {
    case 'nps':
      return whole(value, 0, 10)
    case 'rating':
      return whole(value, 1, 5)
    case 'yes_no':
      return value === 'yes' ? true : value === 'no' ? false : undefined
    case 'choice':
      return (question.options ?? []).map(optionValue).find((option) => option === value)
    case 'multi': {
      const chosen = (question.options ?? []).map(optionValue).filter((option) => values.includes(option))
      return chosen.length > 0 ? chosen : undefined
    }
    case 'text':
      return value.trim() === '' ? undefined : value.trim().slice(0, TEXT_ANSWER_CHARS_MAX)
    default:
      return question.type satisfies never
  }
}

function whole(text: string, least: number, most: number): number | undefined {
  const value = /^\d{1,2}$/.test(text) ? Number(text) : Number.NaN
  return value >= least && value <= most ? value : undefined
}
