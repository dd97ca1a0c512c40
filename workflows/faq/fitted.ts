import type { Likeness } from './compare.ts'
import type { Signs } from './rank.ts'

type Fitted = {
  /** What each thing in common adds to the score of an entry. */
  score: Partial<Record<keyof Likeness, number>>
  /** What each sign adds to how sure we are, from `line`: a logistic curve. */
  confidence: Partial<Record<keyof Signs, number>>
  line: number
}

/** Made by `node test/local/faq-fit.ts --write`, see decision 0018. */
export const FITTED: Fitted = {
  score: {
    told: 1.54,
    wanted: 2.81,
    alike: 2.32,
    beside: 3.24,
    said: 3.15,
    missing: -1.9,
    missed: -1.97,
    letters: -0.36,
    lettersToo: 1.48,
    scene: 1.23,
    sceneBeside: 1.31,
    sceneWhole: 1.98,
    sameLanguage: 3.87,
    sameManner: 0.2,
  },
  confidence: {
    best: 0.26,
    margin: 1.41,
    likely: 1.61,
    chatter: -1.41,
    unknown: 0.15,
    length: 0.54,
    told: -0.67,
    wanted: 0.68,
    alike: 0.16,
    beside: 0.2,
    said: 1.03,
    missing: -1.08,
    missed: -0.09,
    letters: -0.24,
    scene: -0.24,
    sceneWhole: 0.89,
  },
  line: -3.52,
}
