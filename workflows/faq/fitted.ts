import type { Likeness } from './compare.ts'
import type { Signs } from './rank.ts'

export type Fitted = {
  /** What each thing in common adds to the score of an entry. */
  score: Partial<Record<keyof Likeness, number>>
  /** What each sign adds to how sure we are, from `line`: a logistic curve. */
  confidence: Partial<Record<keyof Signs, number>>
  line: number
}

/** Made by `node test/local/faq-fit.ts --learn`, see decision 0018. */
export const FITTED: Fitted = {
  score: {
    told: 0.67,
    wanted: 0.13,
    alike: 0.49,
    beside: 2.37,
    said: 0.51,
    missing: 0.34,
    missed: -1.18,
    letters: -0.75,
    lettersToo: 1.76,
    sameLanguage: -0.32,
    sameManner: 0.34,
    way: 5.93,
    wayBeside: 3.06,
    wayWhole: 5.12,
  },
  confidence: {
    best: 1.23,
    margin: 1.41,
    likely: 1.11,
    chatter: -0.88,
    unknown: -0.01,
    length: 0.46,
    many: 0.37,
    told: -0.32,
    wanted: -0.51,
    alike: 0.57,
    beside: -0.49,
    said: -0.48,
    missing: -0.56,
    missed: 0.16,
    letters: -0.33,
    way: -0.14,
    wayBeside: -1.47,
    wayWhole: 3.17,
  },
  line: -4.98,
}
