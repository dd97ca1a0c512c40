import Papa from 'papaparse'
import { isObject } from '../../schema/json.ts'
import { parseJsonText } from '../channels/json-body.ts'

/** A record of an import: its values by column, and the line on which it begins. */
export type ImportRecord = { line: number; values: Record<string, unknown> } | { line: number; problem: string }

export type ReadRecords = {
  records: ImportRecord[] /** Characters that were read. */
  consumed: number /** The line on which the next begins. */
  line: number
}

type Reading = { text: string; line: number; max: number }

/** The first records of a text that goes on or ends, each whole. The names of the columns are those of the first row. */
export function readCsv({ text, line: first, max }: Reading, { header, newline }: Columns): ReadRecords {
  const records: ImportRecord[] = []
  let [consumed, line] = [0, first]
  Papa.parse<string[]>(text, {
    preview: max,
    newline,
    // Papa's way for texts without quotes tells a cursor that is a line too far, or too near.
    fastMode: false,
    step: ({ data, errors, meta }) => {
      const at = line
      line += linesIn(text.slice(consumed, meta.cursor))
      consumed = meta.cursor
      if (data.length === 1 && data[0]?.trim() === '') return
      const [wrong] = errors.filter(({ type }) => type === 'Quotes')
      if (wrong) records.push({ line: at, problem: wrong.message })
      else if (data.length > header.length)
        records.push({ line: at, problem: `${data.length} values, but ${header.length} columns` })
      else records.push({ line: at, values: Object.fromEntries(data.map((value, i) => [header[i] ?? '', value])) })
    },
  })
  return { records, consumed, line }
}

/** The names of the columns, and how lines end. */
export type Columns = { header: readonly string[]; newline: '\n' | '\r\n' }

/** The names of the columns, and where they end. Lines end as the first one does, whatever stands inside of quotes. */
export function readHeader(written: string): Columns & { consumed: number; line: number } {
  const mark = written.startsWith('\uFEFF') ? 1 : 0
  const text = written.slice(mark)
  const newline = text.charAt(text.indexOf('\n') - 1) === '\r' ? '\r\n' : '\n'
  const { data, meta } = Papa.parse<string[]>(text, { preview: 1, newline, fastMode: false })
  const header = (data[0] ?? []).map((name) => name.trim())
  return { header, newline, consumed: mark + meta.cursor, line: 1 + linesIn(text.slice(0, meta.cursor)) }
}

export function readNdjson({ text, line: first, max }: Reading): ReadRecords {
  const records: ImportRecord[] = []
  let [consumed, line] = [0, first]
  for (let read = 0; read < max && consumed < text.length; read++) {
    const end = text.indexOf('\n', consumed)
    const written = text
      .slice(consumed, end < 0 ? text.length : end)
      .replace(/^\uFEFF/, '')
      .trim()
    consumed = end < 0 ? text.length : end + 1
    if (written !== '') records.push(recordOf(written, line))
    line += 1
  }
  return { records, consumed, line }
}

function recordOf(written: string, line: number): ImportRecord {
  const read = parseJsonText(written)
  if (read.kind === 'unreadable') return { line, problem: `not valid JSON: ${read.why}` }
  return isObject(read.value) ? { line, values: { ...read.value } } : { line, problem: 'not a JSON object' }
}

function linesIn(text: string): number {
  return text.split('\n').length - 1
}
