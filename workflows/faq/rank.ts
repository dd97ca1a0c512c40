import { isChatter } from './chatter.ts'
import { type Indexed, type Likeness, likenessOf, weighed, weightsOf } from './compare.ts'
import { FITTED } from './fitted.ts'
import { type Side, sideOf } from './terms.ts'
import type { Words } from './words.ts'

export type Ranked = { id: string; score: number; confidence: number }

/**
 * The entries that a question may be about, the best first. The confidence says how likely the first one is the right
 * one: from what both have in common, how far the next one is behind, and what is asked that nobody knows.
 */
export function rank(question: string, entries: readonly Indexed[], words: Words): Ranked[] {
  const compared = compare(question, entries, words)
  const scored = compared.likenesses
    .map(({ id, likeness }) => ({ id, likeness, score: dot(likeness, FITTED.score) }))
    .sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1))
  const [best] = scored
  if (!best || (best.likeness.said + best.likeness.beside + best.likeness.lettersToo === 0 && best.likeness.way <= 0))
    return []
  const signs = signsOf(
    best.likeness,
    scored.map(({ score }) => score),
    compared,
  )
  const asks = /[\p{L}\p{N}].*[\p{L}\p{N}]/su.test(question)
  const confidence = asks ? 1 / (1 + Math.exp(-(FITTED.line + dot(signs, FITTED.confidence)))) : 0
  return scored.map(({ id, score }, i) => ({ id, score, confidence: i === 0 ? confidence : 0 }))
}

type Compared = { question: string; asked: Side; likenesses: readonly { id: string; likeness: Likeness }[] }

/** A question beside each entry. */
export function compare(question: string, entries: readonly Indexed[], words: Words): Compared {
  const asked = sideOf(question, words)
  const weights = weightsOf(entries)
  const terms = weighed(asked, weights)
  return {
    ...{ question, asked },
    likenesses: entries.map((entry) => ({ id: entry.id, likeness: likenessOf(asked, terms, entry, weights) })),
  }
}

const SCORE_MOST = 20
const MARGIN_MOST = 6

/** What tells how sure we may be, beside what the best entry has in common with the question. */
export type Signs = Likeness & {
  best: number
  margin: number
  /** The best entry's share of all. */
  likely: number
  chatter: number
  /** How much is said in words that we do not know, and how much is said at all. */
  unknown: number
  length: number
  /** How many entries there are to mistake it for. */
  many: number
}

export function signsOf(
  likeness: Likeness,
  scores: readonly number[],
  { question, asked }: Pick<Compared, 'question' | 'asked'>,
): Signs {
  const [best = 0, next = 0] = scores
  const said = asked.terms.reduce((sum, { kind }) => sum + kind, 0)
  const strange = asked.terms.filter(({ known, kind }) => !known && kind >= 0.5)
  return {
    ...likeness,
    best: Math.min(best, SCORE_MOST) / 5,
    margin: Math.min(best - next, MARGIN_MOST) / 3,
    likely: 1 / scores.reduce((sum, score) => sum + Math.exp(score - best), 0),
    chatter: isChatter(question) ? 1 : 0,
    unknown: said === 0 ? 1 : strange.reduce((sum, { kind }) => sum + kind, 0) / said,
    length: Math.log(1 + said),
    many: Math.log(scores.length),
  }
}

function dot<Of extends Record<string, number>>(of: Of, weights: Partial<Record<keyof Of, number>>): number {
  return Object.entries<number>(weights as Record<string, number>).reduce(
    (sum, [part, weight]) => sum + weight * (of[part] ?? 0),
    0,
  )
}

/** From here on an answer is given, unless an operator or a step says otherwise. */
export const CONFIDENCE_DEFAULT = 0.6
