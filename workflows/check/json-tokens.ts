import { type JsonReader, jsonFault, lengthAt } from './json-reader.ts'

const PLAIN = /(?:[^"\\\p{Cc}]|[\u007f-\u009f])*/uy
const ESCAPES: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
}

/** A text in double quotes, the reader standing on the first one. */
export function readString(reader: JsonReader): string {
  const { text } = reader
  const opened = reader.at
  let found = ''
  reader.at += 1
  for (;;) {
    const length = lengthAt(reader, PLAIN)
    found += text.slice(reader.at, reader.at + length)
    reader.at += length
    const next = text[reader.at]
    if (next === '"') break
    if (next !== '\\') throw unfinished({ ...reader, at: next === undefined ? opened : reader.at }, next)
    const escaped = escapeAt(text, reader.at)
    if (!escaped) throw jsonFault(reader, `\`${text.slice(reader.at, reader.at + 2)}\` means nothing in a JSON text`)
    found += escaped.means
    reader.at += escaped.length
  }
  reader.at += 1
  return found
}

function unfinished(reader: JsonReader, next: string | undefined): unknown {
  if (next === undefined || next === '\n' || next === '\r')
    return jsonFault(reader, 'the quotes of this text are never closed on its line', 'a line break is written \\n')
  return jsonFault(reader, 'a control character must be escaped', next === '\t' ? 'a tab is written \\t' : undefined)
}

function escapeAt(text: string, at: number): { means: string; length: number } | undefined {
  const letter = text[at + 1] ?? ''
  if (letter === 'u') {
    const digits = text.slice(at + 2, at + 6)
    return /^[0-9a-fA-F]{4}$/.test(digits)
      ? { means: String.fromCharCode(Number.parseInt(digits, 16)), length: 6 }
      : undefined
  }
  const means = Object.hasOwn(ESCAPES, letter) ? ESCAPES[letter] : undefined
  return means === undefined ? undefined : { means, length: 2 }
}

/** Where in the document character `index` of the text stands that begins (with its quote) at `start`. */
export function offsetInString(text: string, start: number, index: number): number {
  let at = start + 1
  for (let passed = 0; passed < index && at < text.length && text[at] !== '"'; passed++)
    at += text[at] === '\\' ? (escapeAt(text, at)?.length ?? 2) : 1
  return at
}

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y
const WORD = /[^\s,:[\]{}"]+/y
const WORDS: ReadonlyMap<string, boolean | null> = new Map([
  ['true', true],
  ['false', false],
  ['null', null],
])
const MEANT: ReadonlyMap<string, string> = new Map([
  ['True', 'true'],
  ['False', 'false'],
  ['None', 'null'],
  ['undefined', 'null'],
])

/** A number, `true`, `false` or `null`. */
export function readLiteral(reader: JsonReader): number | boolean | null {
  const { text, at } = reader
  const length = lengthAt(reader, WORD)
  const word = text.slice(at, at + length)
  if (length > 0 && lengthAt(reader, NUMBER) === length) {
    reader.at += length
    return Number(word)
  }
  const value = WORDS.get(word)
  if (value === undefined) throw noValue(reader, word)
  reader.at += length
  return value
}

function noValue(reader: JsonReader, word: string): unknown {
  const next = reader.text[reader.at]
  if (next === undefined) return jsonFault(reader, 'the text ends where a value is needed')
  const meant = MEANT.get(word)
  if (meant !== undefined) return jsonFault(reader, `\`${word}\` is no JSON`, `write \`${meant}\``)
  if (/['‘’“”]/.test(next)) return jsonFault(reader, 'expected a value', 'JSON takes only straight double quotes')
  return jsonFault(reader, `expected a value, found \`${word === '' ? next : word.slice(0, 40)}\``)
}
