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
    told: 1.58,
    wanted: 2.81,
    alike: 2.29,
    beside: 3.03,
    said: 3.15,
    missing: -1.9,
    missed: -1.96,
    letters: -0.5,
    lettersToo: 1.48,
    scene: 1.12,
    sceneBeside: 1.22,
    sceneWhole: 2.13,
    sameLanguage: 3.88,
    sameManner: 0.19,
  },
  confidence: {
    best: 0.3,
    margin: 1.35,
    likely: 1.74,
    chatter: -1.55,
    unknown: -0.13,
    length: 0.44,
    told: -0.81,
    wanted: 0.67,
    alike: 0.07,
    beside: 0.07,
    said: 1.0,
    missing: -1.11,
    missed: -0.0,
    letters: -0.31,
    scene: -0.13,
    sceneWhole: 0.85,
  },
  line: -3.55,
}
