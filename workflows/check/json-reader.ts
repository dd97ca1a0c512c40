import type { Problem } from './problem.ts'

/** A text being read as JSON: how far, and what was found on the way. */
export type JsonReader = {
  readonly text: string
  readonly comments: boolean
  at: number
  readonly places: Map<string, { key: number; value: number }>
  readonly problems: Problem[]
}

export function jsonReader(text: string, comments: boolean): JsonReader {
  return { text, comments, at: text.startsWith('\uFEFF') ? 1 : 0, places: new Map(), problems: [] }
}

const FAULT = Symbol('fault')
export type JsonFault = {
  readonly [FAULT]: true
  readonly message: string
  readonly hint?: string
  readonly at: number
}

/** Thrown where the text is no JSON; `readJson` catches it, and nothing else does. */
export function jsonFault(reader: JsonReader, message: string, hint?: string): JsonFault {
  return { [FAULT]: true, message, at: reader.at, ...(hint !== undefined && { hint }) }
}

export function isJsonFault(thrown: unknown): thrown is JsonFault {
  return typeof thrown === 'object' && thrown !== null && FAULT in thrown
}

const BLANKS = /[ \t\r\n]*/y
const REMARK = /\/\/[^\n]*|\/\*[\s\S]*?\*\//y

export function skipBlanks(reader: JsonReader): void {
  for (;;) {
    reader.at += lengthAt(reader, BLANKS)
    if (reader.text[reader.at] !== '/') return
    if (!reader.comments) throw jsonFault(reader, 'a remark cannot stand here', 'JSON knows no remarks')
    const length = lengthAt(reader, REMARK)
    if (length === 0) throw jsonFault(reader, 'this remark never ends')
    reader.at += length
  }
}

/** How much of the text at this place the pattern (sticky) matches. */
export function lengthAt(reader: JsonReader, pattern: RegExp): number {
  pattern.lastIndex = reader.at
  return pattern.exec(reader.text)?.[0].length ?? 0
}
