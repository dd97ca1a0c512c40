import type { Json } from '../../schema/json.ts'
import { optionValue, type Question, type Survey } from '../../schema/survey.ts'
import { bucket } from '../language/bucket.ts'

const CODES = 2 ** 32

/** What buttons carry instead of the long key of a step: platforms allow them few characters. */
export function codeOf(key: string): string {
  return bucket(key, 'survey', CODES).toString(36)
}

export type Click = { code: string; index: number; option: number }

export function readClick(value: unknown): Click | undefined {
  const found = typeof value === 'string' ? /^sv:([a-z0-9]{1,8}):(\d{1,2}):(\d{1,2})$/.exec(value) : null
  return found ? { code: found[1] ?? '', index: Number(found[2]), option: Number(found[3]) } : undefined
}

/** What a button of this question says. */
export function clickedAnswer(question: Question, option: number): Json | undefined {
  switch (question.type) {
    case 'nps':
      return option <= 10 ? option : undefined
    case 'rating':
      return option < 5 ? option + 1 : undefined
    case 'yes_no':
      return option === 0
    case 'choice': {
      const chosen = question.options?.[option]
      return chosen === undefined ? undefined : optionValue(chosen)
    }
    case 'multi':
    case 'text':
      return undefined
    default:
      return question.type satisfies never
  }
}

/** Of answers by question: the one to the first that was answered, and the score and group of the first that has one. */
export function summary(
  survey: Survey,
  answers: Readonly<Record<string, Json>>,
): { question?: string; answer?: Json; score?: number; group?: string } {
  const first = survey.questions.find(({ id }) => Object.hasOwn(answers, id))
  const graded = survey.questions.find(({ id, type }) => isGraded(type) && typeof answers[id] === 'number')
  const score = graded && Number(answers[graded.id])
  return {
    ...(first && { question: first.id, answer: answers[first.id] ?? null }),
    ...(score !== undefined && { score }),
    ...(graded?.type === 'nps' && score !== undefined && { group: groupOf(score) }),
  }
}

function isGraded(type: Question['type']): boolean {
  return type === 'nps' || type === 'rating'
}

/** Who recommends us: https://en.wikipedia.org/wiki/Net_promoter_score */
export function groupOf(score: number): 'promoter' | 'passive' | 'detractor' {
  if (score >= 9) return 'promoter'
  return score >= 7 ? 'passive' : 'detractor'
}
