import { isChatter } from './chatter.ts'
import { AMISS, MANNER } from './concepts.ts'
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

/** What two texts have in common, each part from 0 to 1. */
type Likeness = {
  /** The cosine with the nearest variant, and with the next: the same in another language, say. */
  nearest: number
  next: number
  /** How much of what is asked the variants say, and the nearest variant's share that is asked. */
  told: number
  wanted: number
  /** How much only the answer or the tags say; what nobody says: ideas that we know, and other words. */
  beside: number
  strange: number
  unknown: number
  /** Both ask when, say; one asks when and the other where; one is about something amiss, the other is not. */
  sameManner: 0 | 1
  otherManner: 0 | 1
  otherwise: 0 | 1
}

/** What each part adds to the score. Fitted, as is `CONFIDENCE`, to questions that are for tuning: see decision 0018. */
const SCORE: Partial<Record<keyof Likeness, number>> = {
  ...{ nearest: 2.95, next: 3.65, told: 1.9, wanted: 2.5, beside: 1, strange: -2.85 },
  ...{ sameManner: 2, otherManner: -1.2, otherwise: -1 },
}

/**
 * The entries that a question may be about, the best first. The confidence says how likely the first one is the right
 * one: from how near it is, how far the next one is behind, and what is asked that nobody knows.
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
    .map((entry) => ({ id: entry.id, likeness: likenessOf(asked, entry, weigh) }))
    .filter(({ likeness }) => likeness.nearest > 0 || likeness.beside > 0)
    .map(({ id, likeness }) => ({ id, likeness, score: scoreOf(likeness) }))
    .sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1))
  const [best] = scored
  const sure = best ? confidenceOf(best.likeness, { scores: scored.map(({ score }) => score), question }) : 0
  return scored.map(({ id, score }, i) => ({ id, score, confidence: i === 0 ? sure : 0 }))
}

/** In a short list every term is rare: it is taken for part of a longer one. */
const TOTAL_LEAST = 50

type Weigh = (term: string, kind: number) => number

function weights({ total, holding }: Statistics): Weigh {
  const all = Math.max(total, TOTAL_LEAST)
  const rare = Math.log(1 + all)
  return (term, kind) => kind * (0.25 + Math.log((all + 1) / (holding(term) + 0.5)) / Math.max(rare, 1))
}

function likenessOf(asked: Terms, { variants, more }: Indexed, weigh: Weigh): Likeness {
  const known = new Set(variants.flatMap((variant) => [...variant.keys()]))
  const cosines = variants.map((variant) => cosine(asked, variant, weigh)).sort((a, b) => b - a)
  const { told, beside, strange, unknown } = sharesOf(asked, { known, more }, weigh)
  return {
    ...{ nearest: cosines[0] ?? 0, next: cosines[1] ?? 0, told, beside, strange, unknown },
    wanted: Math.max(0, ...variants.map((variant) => sharesOf(variant, { known: asked, more: NONE }, weigh).told)),
    ...mannersOf(asked, known),
    otherwise: isAmiss(asked.keys()) === isAmiss(known) ? 0 : 1,
  }
}

const NONE: Terms = new Map()

/** What of these terms' weight is known, by whom; how something is asked does not count. */
function sharesOf(
  terms: Terms,
  { known, more }: { known: Pick<ReadonlySet<string>, 'has'>; more: Terms },
  weigh: Weigh,
) {
  const sums = { told: 0, beside: 0, strange: 0, unknown: 0 }
  let all = 0
  for (const [term, kind] of terms) {
    if (term.startsWith(MANNER)) continue
    const weight = weigh(term, kind) ** 2
    all += weight
    if (known.has(term)) sums.told += weight
    else if (more.has(term)) sums.beside += weight
    else if (isIdea(term)) sums.strange += weight
    else sums.unknown += weight
  }
  const share = (sum: number) => (all === 0 ? 0 : sum / all)
  return {
    ...{ told: share(sums.told), beside: share(sums.beside), strange: share(sums.strange) },
    unknown: share(sums.unknown),
  }
}

function isIdea(term: string): boolean {
  return /^[cop]x\d/.test(term)
}

function mannersOf(asked: Terms, known: ReadonlySet<string>): Pick<Likeness, 'sameManner' | 'otherManner'> {
  const ours = [...asked.keys()].filter((term) => term.startsWith(MANNER))
  const theirs = [...known].some((term) => term.startsWith(MANNER))
  const same = ours.some((term) => known.has(term))
  return { sameManner: same ? 1 : 0, otherManner: !same && ours.length > 0 && theirs ? 1 : 0 }
}

function isAmiss(terms: Iterable<string>): boolean {
  return [...terms].some((term) => term.startsWith(AMISS))
}

function cosine(asked: Terms, variant: Terms, weigh: Weigh): number {
  let [shared, own, other] = [0, 0, 0]
  for (const [term, kind] of asked) {
    const weight = weigh(term, kind)
    own += weight ** 2
    const there = variant.get(term)
    if (there !== undefined) shared += weight * weigh(term, there)
  }
  for (const [term, kind] of variant) other += weigh(term, kind) ** 2
  return own === 0 || other === 0 ? 0 : shared / Math.sqrt(own * other)
}

function scoreOf(likeness: Likeness): number {
  const parts = Object.entries(SCORE) as [keyof Likeness, number][]
  return parts.reduce((sum, [part, weight]) => sum + weight * likeness[part], 0)
}

const MARGIN_MOST = 5
const SCORE_MOST = 10
const CONFIDENCE = {
  margin: 0.35,
  score: 0.41,
  likely: 1.87,
  beside: 1.36,
  unknown: -1.22,
  chatter: -1.94,
  line: -2.35,
}

/** A logistic curve. `likely` is the share of the best among all, as far as it is near. */
function confidenceOf(
  { nearest, beside, unknown }: Likeness,
  { scores, question }: { scores: readonly number[]; question: string },
): number {
  const [best = 0, next = 0] = scores
  const likely = nearest / scores.reduce((sum, score) => sum + Math.exp(score - best), 0)
  const sum =
    CONFIDENCE.line +
    CONFIDENCE.margin * Math.min(best - next, MARGIN_MOST) +
    CONFIDENCE.score * Math.min(best, SCORE_MOST) +
    CONFIDENCE.likely * likely +
    CONFIDENCE.beside * beside +
    CONFIDENCE.unknown * unknown +
    (isChatter(question) ? CONFIDENCE.chatter : 0)
  return 1 / (1 + Math.exp(-sum))
}

/** From here on an answer is given, unless an operator or a step says otherwise. */
export const CONFIDENCE_DEFAULT = 0.6
