import { chiSquareTail } from './normal.ts'

/** Below this somebody should look: read daily for months, an honest split comes here less than once in a hundred times. */
export const RATIO_ALPHA = 0.0005
/** Fewer expected in a branch say nothing. */
const EXPECTED_MIN = 10

export type RatioCheck = { chi_square: number; p: number; off: boolean }

/**
 * Do members stand in the branches as the weights say? Pearson's chi-square test. Null while there are too few to say.
 */
export function checkRatio(branches: readonly { exposed: number; expected: number }[]): RatioCheck | null {
  const open = branches.filter(({ expected, exposed }) => expected > 0 || exposed > 0)
  if (open.length < 2 || open.some(({ expected }) => expected < EXPECTED_MIN)) return null
  const chiSquare = open.reduce((sum, { exposed, expected }) => sum + (exposed - expected) ** 2 / expected, 0)
  const p = chiSquareTail(chiSquare, open.length - 1)
  return { chi_square: chiSquare, p, off: p < RATIO_ALPHA }
}
