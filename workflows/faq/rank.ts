import { AMISS } from './concepts.ts'
import { type Synonyms, type Terms, termsOf } from './terms.ts'

/** A question with its variants, as it is compared. */
export type Indexed = { id: string; variants: readonly Terms[]; more: Terms }

/** How many entries there are, and in how many of them a term stands. */
export type Statistics = { total: number; holding: (term: string) => number }

export type Ranked = { id: string; score: number; confidence: number }

type Entry = { id: string; questions: readonly string[]; answers: readonly string[]; tags: readonly string[] }

export function indexed({ id, questions, answers, tags }: Entry, synonyms: Synonyms): Indexed {
  return {
    id,
    variants: questions.map((one) => termsOf(one, synonyms)),
    more: termsOf([...answers, ...tags].join('\n'), synonyms),
  }
}

/** Every term by which an entry can be found. */
export function allTerms({ variants, more }: Indexed): string[] {
  return [...new Set([...variants, more].flatMap((terms) => [...terms.keys()]))]
}

/** Statistics of a whole list, for whoever has it at hand. */
export function statisticsOf(all: readonly Indexed[]): Statistics {
  const holding = new Map<string, number>()
  for (const one of all) for (const term of allTerms(one)) holding.set(term, (holding.get(term) ?? 0) + 1)
  return { total: all.length, holding: (term) => holding.get(term) ?? 0 }
}

/** How much of the score comes from what the answer and the tags say. */
const MORE_SHARE = 0.2
/** What is asked about must be in the entry: this much of the question's weight that is nowhere in it halves the score. */
const UNKNOWN_HALVES = 0.6
const NUMBER_DIFFERS = 0.6
/** One asks how something is done, the other why it is not. */
const AMISS_DIFFERS = 0.8

/**
 * The entries that a question may be about, the best first. The score is the cosine of weighted terms with the nearest
 * variant, lowered by what the question names and the entry does not; the confidence says how likely the first one is
 * the right one, from its score and from how far the next one is behind.
 */
export function rank(
  question: string,
  entries: readonly Indexed[],
  statistics: Statistics,
  synonyms: Synonyms = [],
): Ranked[] {
  const asked = termsOf(question, synonyms)
  if (asked.size === 0) return []
  const weigh = weights(statistics)
  const scored = entries
    .map((entry) => ({ id: entry.id, score: scoreOf(asked, entry, weigh) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1))
  return scored.map(({ id, score }, i) => {
    const next = i === 0 ? (scored[1]?.score ?? 0) : (scored[0]?.score ?? 0)
    return { id, score, confidence: i === 0 ? confidenceOf(score, next) : 0 }
  })
}

/** In a short list every term is rare: it is taken for part of a longer one. */
const TOTAL_LEAST = 50

type Weigh = (term: string, kind: number) => number

function weights({ total, holding }: Statistics): Weigh {
  const all = Math.max(total, TOTAL_LEAST)
  const rare = Math.log(1 + all)
  return (term, kind) => kind * (0.25 + Math.log((all + 1) / (holding(term) + 0.5)) / Math.max(rare, 1))
}

function scoreOf(asked: Terms, { variants, more }: Indexed, weigh: Weigh): number {
  const best = Math.max(0, ...variants.map((variant) => likeness(asked, variant, weigh)))
  const known = new Set([...variants.flatMap((variant) => [...variant.keys()])])
  let all = 0
  let unknown = 0
  let told = 0
  for (const [term, kind] of asked) {
    const weight = weigh(term, kind) ** 2
    all += weight
    if (known.has(term)) told += weight
    else if (more.has(term)) told += weight * 0.5
    if (!known.has(term) && !more.has(term)) unknown += weight
  }
  const score = (1 - MORE_SHARE) * best + MORE_SHARE * (all === 0 ? 0 : told / all)
  const share = all === 0 ? 0 : unknown / all
  return score * 0.5 ** (share / UNKNOWN_HALVES) * (numbersDiffer(asked, known) ? NUMBER_DIFFERS : 1)
}

/** Both name numbers, and none is the same. */
function numbersDiffer(asked: Terms, known: ReadonlySet<string>): boolean {
  const numbers = (terms: Iterable<string>) => [...terms].filter((term) => /^n\d+$/.test(term))
  const [ours, theirs] = [numbers(asked.keys()), numbers(known)]
  return ours.length > 0 && theirs.length > 0 && !ours.some((number) => theirs.includes(number))
}

function likeness(asked: Terms, variant: Terms, weigh: Weigh): number {
  let [shared, own, other] = [0, 0, 0]
  for (const [term, kind] of asked) {
    const weight = weigh(term, kind)
    own += weight ** 2
    const there = variant.get(term)
    if (there !== undefined) shared += weight * weigh(term, there)
  }
  for (const [term, kind] of variant) other += weigh(term, kind) ** 2
  const same = isAmiss(asked) === isAmiss(variant) ? 1 : AMISS_DIFFERS
  return own === 0 || other === 0 ? 0 : (same * shared) / Math.sqrt(own * other)
}

function isAmiss(terms: Terms): boolean {
  return [...terms.keys()].some((term) => term.startsWith(AMISS))
}

/** A logistic curve, fitted to the questions of test/workflows/faq that are for tuning. */
function confidenceOf(score: number, next: number): number {
  const margin = score === 0 ? 0 : (score - next) / score
  return 1 / (1 + Math.exp(-(12 * (score + 0.2 * margin - 0.42) + 0.405)))
}

/** From here on an answer is given, unless an operator or a step says otherwise. */
export const CONFIDENCE_DEFAULT = 0.6
