/**
 * The normal and the chi-square distribution, to about twelve digits. The incomplete gamma function by its series and
 * its continued fraction (Numerical Recipes, 6.2; Abramowitz and Stegun 6.5.29 and 6.5.31); the rest follows from it.
 */

const ROUNDS_MAX = 500
const EPSILON = 1e-15
const TINY = 1e-300

/** How likely a standard normal value is at most `z`. */
export function normalCdf(z: number): number {
  const tail = gammaTail(0.5, (z * z) / 2) / 2
  return z < 0 ? tail : 1 - tail
}

/** How likely a standard normal value is further from 0 than `z`, on either side. */
export function normalTails(z: number): number {
  return gammaTail(0.5, (z * z) / 2)
}

/** The value that a standard normal one stays below with probability `p`, 0 < p < 1. */
export function normalQuantile(p: number): number {
  let [low, high] = [-40, 40]
  for (let i = 0; i < 200 && high - low > 1e-13; i++) {
    const middle = (low + high) / 2
    if (normalCdf(middle) < p) low = middle
    else high = middle
  }
  return (low + high) / 2
}

/** How likely a chi-square value with so many degrees of freedom is at least `x`. */
export function chiSquareTail(x: number, degrees: number): number {
  return x <= 0 ? 1 : gammaTail(degrees / 2, x / 2)
}

/** The regularised upper incomplete gamma function Q(a, x). */
function gammaTail(a: number, x: number): number {
  if (x <= 0) return 1
  const scale = Math.exp(-x + a * Math.log(x) - logGamma(a))
  return x < a + 1 ? 1 - scale * series(a, x) : scale * fraction(a, x)
}

function series(a: number, x: number): number {
  let term = 1 / a
  let sum = term
  for (let i = 1; i < ROUNDS_MAX && Math.abs(term) > Math.abs(sum) * EPSILON; i++) {
    term *= x / (a + i)
    sum += term
  }
  return sum
}

/** By Lentz's method. */
function fraction(a: number, x: number): number {
  let b = x + 1 - a
  let c = 1 / TINY
  let d = 1 / b
  let product = d
  for (let i = 1; i < ROUNDS_MAX; i++) {
    const factor = -i * (i - a)
    b += 2
    d = 1 / atLeastTiny(factor * d + b)
    c = atLeastTiny(b + factor / c)
    product *= d * c
    if (Math.abs(d * c - 1) < EPSILON) break
  }
  return product
}

function atLeastTiny(value: number): number {
  return Math.abs(value) < TINY ? TINY : value
}

/** Lanczos, g = 7, n = 9. */
const LANCZOS = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
  12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
] // biome-ignore format: one list

function logGamma(a: number): number {
  if (a < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * a)) - logGamma(1 - a)
  const x = a - 1
  const t = x + 7.5
  const sum = LANCZOS.reduce((total, one, i) => total + (i === 0 ? one : one / (x + i)), 0)
  return 0.5 * Math.log(2 * Math.PI) + (x + 0.5) * Math.log(t) - t + Math.log(sum)
}
