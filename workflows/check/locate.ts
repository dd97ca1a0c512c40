import { isObject, type Json } from '../../schema/json.ts'
import { offsetInString } from './json-tokens.ts'
import { offsetOf, placeOf } from './place.ts'
import type { Problem } from './problem.ts'
import type { Places } from './read-json.ts'

/** A document with the text it was read from. */
export type Written = { text: string; value: Json; places: Places }

/**
 * Problems with the line and column in the whole text, of the field they are about or, inside an expression or a
 * template, of the character. What is missing is reported where its surroundings begin.
 */
export function locate(problems: readonly Problem[], written: Written): Problem[] {
  return problems.map((problem) => ({ ...problem, ...placeIn(problem, written) }))
}

function placeIn({ path, line, column }: Problem, { text, value, places }: Written): { line: number; column: number } {
  const found = nearest(path, places)
  const inside = line === undefined || found.path !== path ? undefined : valueAt(value, path)
  if (line === undefined || typeof inside !== 'string') return placeOf(text, found.key)
  return placeOf(text, offsetInString(text, found.value, offsetOf(inside, line, column ?? 1)))
}

/** The place of a path or, where the document has none, of what surrounds it. */
function nearest(path: string, places: Places): { path: string; key: number; value: number } {
  for (let shorter = path; shorter !== ''; shorter = shorter.slice(0, Math.max(0, shorter.search(LAST_KEY)))) {
    const place = places.get(shorter)
    if (place) return { path: shorter, ...place }
  }
  return { path: '', key: 0, value: 0, ...places.get('') }
}

const LAST_KEY = /(?:^|\.)[^.[\]]*$|\[\d+\]$/

/** The value at `a.b[0].c`. Names may hold dots: the longest name that is there is the one that is meant. */
function valueAt(value: unknown, path: string): unknown {
  if (path === '') return value
  if (Array.isArray(value)) {
    const [whole = '', index = ''] = /^\[(\d+)\]\.?/.exec(path) ?? []
    return whole === '' ? undefined : valueAt(value[Number(index)], path.slice(whole.length))
  }
  if (!isObject(value)) return undefined
  const names = Object.keys(value).filter(
    (name) => path === name || path.startsWith(`${name}.`) || path.startsWith(`${name}[`),
  )
  const name = names.sort((a, b) => b.length - a.length)[0]
  return name === undefined ? undefined : valueAt(value[name], path.slice(name.length).replace(/^\./, ''))
}
