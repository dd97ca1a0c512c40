import { type Side, shared, type Term } from './terms.ts'
import { cosine, type Vector } from './vectors.ts'
import { ASKING, IDEA, OWN } from './words.ts'

/** An entry of the list, as questions are compared with it. */
export type Indexed = {
  id: string
  variants: readonly Side[]
  /** The answer and the tags. */
  more: Side
  /** What its variants name, what only its answer and tags do, and the letters of all. */
  named: { asked: ReadonlySet<string>; beside: readonly string[]; grams: ReadonlySet<string> }
  /** Where all of it in one points. */
  whole: Vector
  han: boolean
}

/** What a question and an entry have in common. */
export type Likeness = {
  /** How much of what is asked the variants say, how much of the nearest variant is asked, and both at once. */
  told: number
  wanted: number
  alike: number
  /** How much only the answer says. */
  beside: number
  /** What is said of what is asked, as a sum. */
  said: number
  /** What is asked and nobody says: the weightiest of it, and all. */
  missing: number
  missed: number
  /** Letters and characters: with the nearest variant, and with the whole. */
  letters: number
  lettersToo: number
  /** Whether they point the same way: with the nearest variant, with the answer, with the whole. */
  way: number
  wayBeside: number
  wayWhole: number
  /** Both in Chinese or neither; both ask when, say. */
  sameLanguage: number
  sameManner: number
}

/** How much a word or an idea says among these entries, and how much letters do. */
export type Weights = { term: (key: string) => number; gram: (gram: string) => number }

/** In a short list everything is rare: it is taken for part of a longer one. */
const TOTAL_LEAST = 50

/** What is rare among these entries says more. What only an answer has counts half. */
export function weightsOf(entries: readonly Indexed[]): Weights {
  const terms = new Map<string, number>()
  const grams = new Map<string, number>()
  const count = (all: Map<string, number>, keys: Iterable<string>, by = 1) => {
    for (const key of keys) all.set(key, (all.get(key) ?? 0) + by)
  }
  for (const { named } of entries) {
    count(terms, named.asked)
    count(terms, named.beside, 0.5)
    count(grams, named.grams)
  }
  const all = Math.max(entries.length, TOTAL_LEAST) + 1
  const rarity = (holding: number) => Math.log(all / (holding + 0.5))
  return {
    term: (key) => 0.25 + rarity(terms.get(key) ?? 0) / Math.log(all),
    gram: (gram) => rarity(grams.get(gram) ?? 0),
  }
}

/** The words, ideas and letters of an entry, each once. */
export function namedIn(variants: readonly Side[], more: Side): Indexed['named'] {
  const names = ({ keys, ideas, fields }: Side) => [...keys.keys(), ...ideas.keys(), ...fields.keys()]
  const asked = new Set(variants.flatMap(names))
  const grams = new Set([...variants, more].flatMap((side) => [...side.grams]))
  return { asked, beside: names(more).filter((name) => !asked.has(name)), grams }
}

/** What each term of a question weighs. How something is asked weighs nothing. */
export function weighed(asked: Side, weights: Weights): Weighed {
  return asked.terms.map((term) => ({ term, weight: weightOf(term, weights) }))
}

type Weighed = readonly { term: Term; weight: number }[]

function weightOf({ key, kind, ideas }: Term, weights: Weights): number {
  if (ideas[0]?.startsWith(ASKING)) return 0
  const own = weights.term(key)
  const idea = ideas.length === 0 ? own : Math.min(...ideas.map(weights.term))
  return (kind * (own + idea)) / 2
}

/** What a question has in common with an entry. `terms` are the question's, weighed. */
export function likenessOf(asked: Side, terms: Weighed, entry: Indexed, weights: Weights): Likeness {
  const inVariants = terms.map(() => 0)
  let [wanted, alike] = [0, 0]
  for (const variant of entry.variants) {
    const met = terms.map(({ term }) => nearness(term, variant))
    met.forEach((near, i) => {
      inVariants[i] = Math.max(near, inVariants[i] ?? 0)
    })
    const theirs = weighed(variant, weights)
    const covered = share(
      theirs,
      theirs.map(({ term }) => nearness(term, asked)),
    )
    wanted = Math.max(wanted, covered)
    alike = Math.max(alike, Math.sqrt(covered * share(terms, met)))
  }
  const anywhere = terms.map(({ term }, i) => Math.max(nearness(term, entry.more), inVariants[i] ?? 0))
  const told = share(terms, inVariants)
  const lacks = terms.map(({ weight }, i) => weight * (1 - (anywhere[i] ?? 0)))
  return {
    ...{ told, wanted, alike, beside: share(terms, anywhere) - told },
    said: Math.log(1 + sum(terms.map(({ weight }, i) => weight * (inVariants[i] ?? 0)))),
    missing: Math.max(0, ...lacks),
    missed: Math.log(1 + sum(lacks)),
    letters: most(entry.variants, (variant) => gramCosine(asked.grams, variant.grams, weights)),
    lettersToo: gramShare(asked.grams, entry, weights),
    way: most(entry.variants, ({ vector }) => cosine(asked.vector, vector)),
    wayBeside: cosine(asked.vector, entry.more.vector),
    wayWhole: cosine(asked.vector, entry.whole),
    sameLanguage: isHan(asked) === entry.han ? 1 : 0,
    sameManner: sharesManner(asked, entry) ? 1 : 0,
  }
}

/** Whether a text is in Chinese. */
export function isHan({ grams }: Pick<Side, 'grams'>): boolean {
  for (const gram of grams) if (/\p{Script=Han}/u.test(gram)) return true
  return false
}

function sharesManner({ ideas }: Side, { variants }: Indexed): boolean {
  for (const idea of ideas.keys())
    if (idea.startsWith(ASKING) && variants.some((one) => one.ideas.has(idea))) return true
  return false
}

const SAME_IDEA = 0.85
const SAME_GENERAL = 0.6
const SAME_FIELD = 0.3
const MISSPELT = 0.7

/** From 0 to 1: the same word or what operators say is the same, one of the same idea, one of the same field, or one that is written much the same. */
function nearness({ key, ideas, fields, known }: Term, { keys, ideas: theirs, fields: theirFields }: Side): number {
  if (keys.has(key)) return 1
  let near = 0
  for (const idea of ideas) {
    const there = theirs.get(idea)
    if (there === undefined) continue
    if (idea.startsWith(OWN)) return 1
    const most = idea.startsWith(IDEA) ? SAME_IDEA : SAME_GENERAL
    near = Math.max(near, most * Math.min(1, there) * shared(ideas))
  }
  if (near < SAME_FIELD)
    for (const field of fields)
      near = Math.max(near, SAME_FIELD * Math.min(1, theirFields.get(field) ?? 0) * shared(fields))
  if (near > 0 || known) return near
  for (const other of keys.keys()) near = Math.max(near, MISSPELT * spelling(key, other))
  return near
}

/** How likely two English words are one: the same but for their ends, or for one letter. */
function spelling(a: string, b: string): number {
  if (a.length < 4 || b.length < 4 || !/^[a-z]/.test(a)) return 0
  let start = 0
  while (start < a.length && start < b.length && a[start] === b[start]) start++
  if (start >= 5 && start >= Math.max(a.length, b.length) - 4) return 0.7
  let [endA, endB] = [a.length, b.length]
  while (endA > start && endB > start && a[endA - 1] === b[endB - 1]) {
    endA--
    endB--
  }
  const other = Math.max(endA, endB) - start
  const turned = endA === endB && other === 2 && a[start] === b[start + 1] && a[start + 1] === b[start]
  return a.length >= 5 && (other <= 1 || turned) ? 0.8 : 0
}

function share(terms: Weighed, near: readonly number[]): number {
  const all = sum(terms.map(({ weight }) => weight))
  return all === 0 ? 0 : sum(terms.map(({ weight }, i) => weight * (near[i] ?? 0))) / all
}

function sum(all: readonly number[]): number {
  return all.reduce((total, one) => total + one, 0)
}

function most<One>(all: readonly One[], of: (one: One) => number): number {
  return all.reduce((best, one) => Math.max(best, of(one)), 0)
}

function gramCosine(asked: ReadonlySet<string>, theirs: ReadonlySet<string>, { gram }: Weights): number {
  const square = (grams: Iterable<string>) => sum([...grams].map((one) => gram(one) ** 2))
  const [own, other] = [square(asked), square(theirs)]
  return own === 0 || other === 0 ? 0 : square([...asked].filter((one) => theirs.has(one))) / Math.sqrt(own * other)
}

function gramShare(asked: ReadonlySet<string>, { variants, more }: Indexed, { gram }: Weights): number {
  const all = sum([...asked].map(gram))
  const there = [...asked].filter((one) => more.grams.has(one) || variants.some(({ grams }) => grams.has(one)))
  return all === 0 ? 0 : sum(there.map(gram)) / all
}
