import type { Json } from '../../schema/json.ts'

export const DEPTH_MAX = 64
export const FORBIDDEN_KEYS: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype'])

type ParsedBody = { kind: 'json'; value: Json } | { kind: 'unreadable'; why: string }

/** Reads a request body as JSON, refusing what could hurt whoever reads it later. */
export function parseJsonBody(body: Uint8Array): ParsedBody {
  try {
    return parseJsonText(new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(body))
  } catch {
    return unreadable('the body is not UTF-8')
  }
}

/** As `parseJsonBody`, for JSON that arrives inside a form field or a decrypted envelope. */
export function parseJsonText(text: string): ParsedBody {
  if (isTooDeep(text)) return unreadable(`the JSON is nested deeper than ${DEPTH_MAX}`)
  try {
    const value: Json = JSON.parse(text, hasLongNumber(text) ? keepLongIntegers : undefined)
    const key = forbiddenKey(value)
    return key === undefined ? { kind: 'json', value } : unreadable(`the key "${key}" is not allowed`)
  } catch {
    return unreadable('the body is not JSON')
  }
}

/** Counts brackets outside strings before anything is built, so depth costs nothing but one pass. */
function isTooDeep(text: string): boolean {
  let depth = 0
  let inString = false
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (inString) {
      if (code === BACKSLASH) at++
      else if (code === QUOTE) inString = false
    } else if (code === QUOTE) inString = true
    else if (code === OPEN_BRACE || code === OPEN_BRACKET) {
      if (++depth > DEPTH_MAX) return true
    } else if (code === CLOSE_BRACE || code === CLOSE_BRACKET) depth--
  }
  return false
}

const QUOTE = 0x22
const BACKSLASH = 0x5c
const OPEN_BRACKET = 0x5b
const CLOSE_BRACKET = 0x5d
const OPEN_BRACE = 0x7b
const CLOSE_BRACE = 0x7d

function hasLongNumber(text: string): boolean {
  return /\d{16}/.test(text)
}

/** Ids beyond 2^53 sent as bare numbers become text: as numbers, two people could become one. */
function keepLongIntegers(_key: string, value: unknown, context?: { source?: string }): unknown {
  const source = typeof value === 'number' && !Number.isSafeInteger(value) ? context?.source : undefined
  return source !== undefined && /^-?\d+$/.test(source) ? source : value
}

/** The nesting is bounded by now, so recursion is too. */
function forbiddenKey(value: Json): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  for (const [key, inner] of Object.entries(value)) {
    const found = FORBIDDEN_KEYS.has(key) && !Array.isArray(value) ? key : forbiddenKey(inner)
    if (found !== undefined) return found
  }
  return undefined
}

function unreadable(why: string): ParsedBody {
  return { kind: 'unreadable', why }
}
