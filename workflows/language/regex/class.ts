import { misread, type Reading } from './reading.ts'

export type CharacterSet = (codePoint: number) => boolean

export const anyCharacter: CharacterSet = () => true

const within =
  (...ranges: readonly (readonly [number, number])[]): CharacterSet =>
  (code) =>
    ranges.some(([first, last]) => code >= first && code <= last)
const not =
  (set: CharacterSet): CharacterSet =>
  (code) =>
    !set(code)

// As in RE2 these are ASCII; \p{…} is there for the rest.
const DIGIT = within([48, 57])
const WORD = within([48, 57], [65, 90], [95, 95], [97, 122])
const SPACE = within([9, 10], [12, 13], [32, 32])
const PERL: Readonly<Record<string, CharacterSet>> = {
  d: DIGIT,
  D: not(DIGIT),
  w: WORD,
  W: not(WORD),
  s: SPACE,
  S: not(SPACE),
}
const POSIX: Readonly<Record<string, CharacterSet>> = {
  alnum: within([48, 57], [65, 90], [97, 122]),
  alpha: within([65, 90], [97, 122]),
  ascii: within([0, 127]),
  blank: within([9, 9], [32, 32]),
  cntrl: within([0, 31], [127, 127]),
  digit: DIGIT,
  graph: within([33, 126]),
  lower: within([97, 122]),
  print: within([32, 126]),
  punct: within([33, 47], [58, 64], [91, 96], [123, 126]),
  space: within([9, 13], [32, 32]),
  upper: within([65, 90]),
  word: WORD,
  xdigit: within([48, 57], [65, 70], [97, 102]),
}
const CONTROL: Readonly<Record<string, number>> = { a: 7, f: 12, n: 10, r: 13, t: 9, v: 11 }

/** `[…]` at the reading's place, read to its end. */
export function parseClass(reading: Reading): CharacterSet {
  const { text, flags } = reading
  const negated = text[reading.at + 1] === '^'
  const sets: CharacterSet[] = []
  reading.at += negated ? 2 : 1
  for (let first = true; first || text[reading.at] !== ']'; first = false) {
    if (reading.at >= text.length) misread(reading, 'a class that does not end: ] is missing')
    sets.push(classMember(reading))
  }
  reading.at++
  const has: CharacterSet = (code) => sets.some((set) => set(code))
  const found = flags.ignoreCase ? (code: number) => has(code) || otherCases(code).some(has) : has
  return negated ? not(found) : found
}

function classMember(reading: Reading): CharacterSet {
  const posix = /^\[:(\^?)(\w+):\]/.exec(reading.text.slice(reading.at))
  if (posix) {
    const set = POSIX[posix[2] ?? '']
    if (!set) return misread(reading, `${posix[0]} is not a class`)
    reading.at += posix[0].length
    return posix[1] ? not(set) : set
  }
  const set = reading.text[reading.at] === '\\' ? escapedSet(reading) : undefined
  if (set) return set
  const first = classCharacter(reading)
  if (reading.text[reading.at] !== '-' || reading.text[reading.at + 1] === ']') return within([first, first])
  reading.at++
  const last = classCharacter(reading)
  if (last < first) misread(reading, 'a range that ends before it begins')
  return within([first, last])
}

function classCharacter(reading: Reading): number {
  if (reading.text[reading.at] === '\\') return readEscape(reading)
  const code = reading.text.codePointAt(reading.at)
  if (code === undefined) return misread(reading, 'a class that does not end: ] is missing')
  reading.at += code > 0xffff ? 2 : 1
  return code
}

/** `\d`, `\W`, `\pL`, `\P{Han}`…; undefined, and nothing read, when the escape is one character. */
export function escapedSet(reading: Reading): CharacterSet | undefined {
  const letter = reading.text[reading.at + 1] ?? ''
  const perl = Object.hasOwn(PERL, letter) ? PERL[letter] : undefined
  if (perl) {
    reading.at += 2
    return perl
  }
  if (letter !== 'p' && letter !== 'P') return undefined
  const property = /^\\[pP](?:\{(\^?)(\w+)\}|(\w))/.exec(reading.text.slice(reading.at))
  const set = property && unicodeSet(property[2] ?? property[3] ?? '')
  if (!set) return misread(reading, 'not a Unicode class')
  reading.at += property[0].length
  return (letter === 'P') !== (property[1] === '^') ? not(set) : set
}

/** The engine's own tables, asked about one character at a time, so nothing can backtrack. */
function unicodeSet(name: string): CharacterSet | undefined {
  for (const property of [name, `Script=${name}`]) {
    try {
      const one = new RegExp(`^\\p{${property}}$`, 'u')
      return (code) => one.test(String.fromCodePoint(code))
    } catch {
      // Not a general category: perhaps a script.
    }
  }
  return undefined
}

/** `\n`, `\x41`, `\x{1F600}`, `\.`: the one character it stands for. */
export function readEscape(reading: Reading): number {
  const rest = reading.text.slice(reading.at + 1)
  const hex = /^x(?:([0-9a-fA-F]{2})|\{([0-9a-fA-F]{1,6})\})/.exec(rest)
  if (hex) {
    const code = Number.parseInt(hex[1] ?? hex[2] ?? '', 16)
    if (code > 0x10ffff) misread(reading, 'not a character')
    reading.at += 1 + hex[0].length
    return code
  }
  const letter = rest[0] ?? ''
  if (/[1-9]/.test(letter)) misread(reading, 'back-references are not supported')
  const code = Object.hasOwn(CONTROL, letter)
    ? CONTROL[letter]
    : /[^0-9A-Za-z]/.test(letter)
      ? rest.codePointAt(0)
      : undefined
  if (code === undefined) return misread(reading, `\\${letter} means nothing`)
  reading.at += code > 0xffff ? 3 : 2
  return code
}

function otherCases(code: number): number[] {
  const text = String.fromCodePoint(code)
  return [text.toLowerCase(), text.toUpperCase()].map((other) => other.codePointAt(0) ?? code)
}
