import { anyCharacter, type CharacterSet, escapedSet, parseClass, readEscape } from './class.ts'
import { type Flags, isMisread, misread, type Reading } from './reading.ts'

/** What a pattern means. Groups leave no trace: nothing is captured. `max` undefined is without end. */
export type Node =
  | { readonly kind: 'take'; readonly accepts: CharacterSet }
  | { readonly kind: 'assert'; readonly holds: (before: number, after: number) => boolean }
  | { readonly kind: 'sequence' | 'either'; readonly parts: readonly Node[] }
  | { readonly kind: 'repeat'; readonly part: Node; readonly min: number; readonly max: number | undefined }

export type ParsedPattern =
  | { readonly kind: 'pattern'; readonly node: Node }
  | { readonly kind: 'problem'; readonly message: string; readonly at: number }

const REPEAT_MAX = 1_000
const DEPTH_MAX = 50
const NEWLINE = 10

/** RE2 syntax to nodes; a problem with its offset where the pattern is none. */
export function parsePattern(text: string): ParsedPattern {
  const reading: Reading = {
    text,
    at: 0,
    flags: { ignoreCase: false, multiline: false, dotAll: false },
    depth: 0,
  }
  try {
    const node = either(reading)
    if (reading.at < text.length) misread(reading, 'a ) too many')
    return { kind: 'pattern', node }
  } catch (thrown) {
    if (isMisread(thrown)) return thrown
    throw thrown
  }
}

/** The flags set inside an alternation end with it, as they do in RE2. */
function either(reading: Reading): Node {
  if (++reading.depth > DEPTH_MAX) misread(reading, 'too many groups inside each other')
  const { flags } = reading
  const parts = [sequence(reading)]
  while (reading.text[reading.at] === '|') {
    reading.at++
    parts.push(sequence(reading))
  }
  reading.flags = flags
  reading.depth--
  return parts.length === 1 && parts[0] ? parts[0] : { kind: 'either', parts }
}

function sequence(reading: Reading): Node {
  const parts: Node[] = []
  while (reading.at < reading.text.length && !'|)'.includes(reading.text[reading.at] ?? '')) {
    parts.push(quantified(reading, atom(reading)))
  }
  return { kind: 'sequence', parts }
}

function quantified(reading: Reading, part: Node): Node {
  const bounds = quantifier(reading)
  if (!bounds) return part
  // Lazy or greedy makes no difference to whether there is a match.
  if (reading.text[reading.at] === '?') reading.at++
  if (quantifier({ ...reading })) misread(reading, 'one quantifier after another')
  return { kind: 'repeat', part, ...bounds }
}

function quantifier(reading: Reading): { min: number; max: number | undefined } | undefined {
  const rest = reading.text.slice(reading.at)
  const simple = { '*': [0, undefined], '+': [1, undefined], '?': [0, 1] } as const
  const character = rest[0]
  if (character === '*' || character === '+' || character === '?') {
    reading.at++
    return { min: simple[character][0], max: simple[character][1] }
  }
  const counted = /^\{(\d{1,4})(,(\d{1,4})?)?\}/.exec(rest)
  if (!counted) return undefined
  const min = Number(counted[1])
  const max = counted[2] === undefined ? min : counted[3] === undefined ? undefined : Number(counted[3])
  if (min > REPEAT_MAX || (max ?? min) > REPEAT_MAX) misread(reading, `more than ${REPEAT_MAX} repetitions`)
  if ((max ?? min) < min) misread(reading, 'a repetition that ends before it begins')
  reading.at += counted[0].length
  return { min, max }
}

function atom(reading: Reading): Node {
  const { text, flags } = reading
  const character = text[reading.at]
  switch (character) {
    case '(':
      return group(reading)
    case '[':
      return { kind: 'take', accepts: parseClass(reading) }
    case '.':
      reading.at++
      return { kind: 'take', accepts: flags.dotAll ? anyCharacter : (code) => code !== NEWLINE }
    case '^':
      reading.at++
      return { kind: 'assert', holds: (before) => before < 0 || (flags.multiline && before === NEWLINE) }
    case '$':
      reading.at++
      return { kind: 'assert', holds: (_, after) => after < 0 || (flags.multiline && after === NEWLINE) }
    case '*':
    case '+':
    case '?':
      return misread(reading, `nothing before ${character} to repeat`)
    case '\\':
      return escaped(reading)
    default:
      return { kind: 'take', accepts: literal(reading) }
  }
}

function literal(reading: Reading): CharacterSet {
  const code = reading.text.codePointAt(reading.at) ?? 0
  reading.at += code > 0xffff ? 2 : 1
  return same(code, reading.flags)
}

function same(code: number, flags: Flags): CharacterSet {
  if (!flags.ignoreCase) return (other) => other === code
  const folded = fold(code)
  return (other) => other === code || fold(other) === folded
}

function fold(code: number): number {
  const lower = String.fromCodePoint(code).toLowerCase()
  return lower.codePointAt(0) ?? code
}

const isWord = (code: number): boolean =>
  (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || code === 95 || (code >= 97 && code <= 122)

function escaped(reading: Reading): Node {
  const letter = reading.text[reading.at + 1] ?? ''
  const holds = {
    b: (before: number, after: number) => isWord(before) !== isWord(after),
    B: (before: number, after: number) => isWord(before) === isWord(after),
    A: (before: number) => before < 0,
    z: (_: number, after: number) => after < 0,
  }
  if (letter === 'b' || letter === 'B' || letter === 'A' || letter === 'z') {
    reading.at += 2
    return { kind: 'assert', holds: holds[letter] }
  }
  if (letter === 'Q') return quoted(reading)
  const set = escapedSet(reading)
  return { kind: 'take', accepts: set ?? same(readEscape(reading), reading.flags) }
}

/** `\Q…\E`: everything between stands for itself. */
function quoted(reading: Reading): Node {
  const end = reading.text.indexOf('\\E', reading.at)
  const stop = end < 0 ? reading.text.length : end
  const parts: Node[] = []
  reading.at += 2
  while (reading.at < stop) parts.push({ kind: 'take', accepts: literal(reading) })
  reading.at = end < 0 ? stop : end + 2
  return { kind: 'sequence', parts }
}

function group(reading: Reading): Node {
  const head = /^\((?:\?(?:P?<[A-Za-z_]\w*>|([ims]*)(?:-([ims]+))?([:)])))?/.exec(reading.text.slice(reading.at))
  const opening = head?.[0] ?? '('
  if (opening === '(' && reading.text[reading.at + 1] === '?')
    return misread(reading, 'lookaround and this kind of group are not supported')
  const outer = reading.flags
  reading.at += opening.length
  reading.flags = changeFlags(outer, head?.[1] ?? '', head?.[2] ?? '')
  if (head?.[3] === ')') return { kind: 'sequence', parts: [] }
  const node = either(reading)
  if (reading.text[reading.at] !== ')') misread(reading, 'a group that does not end: ) is missing')
  reading.at++
  reading.flags = outer
  return node
}

function changeFlags(flags: Flags, on: string, off: string): Flags {
  const changed = (letter: string, was: boolean): boolean => (was || on.includes(letter)) && !off.includes(letter)
  return {
    ignoreCase: changed('i', flags.ignoreCase),
    multiline: changed('m', flags.multiline),
    dotAll: changed('s', flags.dotAll),
  }
}
