import type { Json, JsonObject } from '../../schema/json.ts'
import { isJsonFault, type JsonReader, jsonFault, jsonReader, skipBlanks } from './json-reader.ts'
import { readLiteral, readString } from './json-tokens.ts'
import { placeOf } from './place.ts'
import { type Path, type Problem, pathText } from './problem.ts'

/** Where each value of a document stands, as offsets into its text. A member begins with its key. */
export type Places = ReadonlyMap<string, { key: number; value: number }>

export type ReadJson =
  | { kind: 'json'; value: Json; places: Places; problems: Problem[] }
  | { kind: 'problem'; problem: Problem }

const DEPTH_MAX = 64

/**
 * JSON (RFC 8259), remembering where everything stands. With `comments` also remarks and trailing commas, as people
 * write them in files. A key that is there twice is a problem, not a choice.
 */
export function readJson(text: string, { comments = false } = {}): ReadJson {
  const reader = jsonReader(text, comments)
  try {
    const value = readValue(reader, [])
    skipBlanks(reader)
    if (reader.at < text.length) throw jsonFault(reader, 'nothing may follow the document')
    return { kind: 'json', value, places: reader.places, problems: reader.problems }
  } catch (thrown) {
    if (!isJsonFault(thrown)) throw thrown
    const { message, hint, at } = thrown
    return { kind: 'problem', problem: { path: '', message, ...(hint && { hint }), ...placeOf(text, at) } }
  }
}

function readValue(reader: JsonReader, path: Path, key?: number): Json {
  skipBlanks(reader)
  reader.places.set(pathText(path), { key: key ?? reader.at, value: reader.at })
  switch (reader.text[reader.at]) {
    case '{':
      return readObject(reader, path)
    case '[':
      return readArray(reader, path)
    case '"':
      return readString(reader)
    default:
      return readLiteral(reader)
  }
}

function readArray(reader: JsonReader, path: Path): Json[] {
  const items: Json[] = []
  readList(reader, path, ']', () => items.push(readValue(reader, [...path, items.length])))
  return items
}

function readObject(reader: JsonReader, path: Path): JsonObject {
  const found: JsonObject = {}
  readList(reader, path, '}', () => {
    const at = reader.at
    if (reader.text[at] !== '"') throw jsonFault(reader, 'expected a field name in double quotes', keyHint(reader))
    const key = readString(reader)
    skipBlanks(reader)
    if (reader.text[reader.at] !== ':') throw jsonFault(reader, `expected \`:\` after \`${key}\``)
    reader.at += 1
    if (Object.hasOwn(found, key)) duplicate(reader, [...path, key], at)
    const value = readValue(reader, [...path, key], at)
    Object.defineProperty(found, key, { value, writable: true, enumerable: true, configurable: true })
  })
  return found
}

/** What stands between two brackets, separated by commas. */
function readList(reader: JsonReader, path: Path, close: ']' | '}', item: () => void): void {
  const { text } = reader
  if (path.length >= DEPTH_MAX) throw jsonFault(reader, `nested deeper than ${DEPTH_MAX}`)
  const opened = reader.at
  reader.at += 1
  skipBlanks(reader)
  while (text[reader.at] !== close) {
    if (reader.at >= text.length) throw unclosed(reader, opened)
    item()
    skipBlanks(reader)
    if (text[reader.at] === close) break
    if (reader.at >= text.length) throw unclosed(reader, opened)
    if (text[reader.at] !== ',') throw jsonFault(reader, `expected \`,\` or \`${close}\` here`)
    const comma = reader.at
    reader.at += 1
    skipBlanks(reader)
    if (text[reader.at] === close && !reader.comments)
      throw jsonFault({ ...reader, at: comma }, `a comma with nothing after it`, 'leave out the last comma')
  }
  reader.at += 1
}

function unclosed(reader: JsonReader, opened: number): unknown {
  const { line, column } = placeOf(reader.text, opened)
  const bracket = reader.text[opened]
  return jsonFault(reader, `the text ends here, but \`${bracket}\` of line ${line}, column ${column} is still open`)
}

function duplicate(reader: JsonReader, path: Path, at: number): void {
  const first = reader.places.get(pathText(path))
  const line = first && placeOf(reader.text, first.key).line
  reader.problems.push({
    path: pathText(path),
    message: `\`${path.at(-1)}\` is given twice`,
    ...(line !== undefined && { hint: `the first one is in line ${line}` }),
    ...placeOf(reader.text, at),
  })
}

function keyHint(reader: JsonReader): string | undefined {
  const next = reader.text[reader.at] ?? ''
  return /['‘’“”\w$]/.test(next) ? 'JSON takes only straight double quotes, also around names' : undefined
}
