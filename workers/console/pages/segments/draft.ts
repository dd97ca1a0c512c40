import { readRows } from '../../../../workflows/segments/read-rows.ts'
import {
  comparisonsOf,
  GROUPS_MAX,
  type Group,
  type Joined,
  ROWS_MAX,
  type Row,
  type Rows,
} from '../../../../workflows/segments/rows.ts'
import { type RowProblem, writeRows } from '../../../../workflows/segments/write-rows.ts'
import type { Form } from '../../form.ts'
import { instantOf, wallOf } from '../../wall-clock.ts'

/** A segment while it is written: as rows, or as the expression itself. Times in rows are on the reader's clock. */
export type Draft = { name: string; source: string; rows: Rows | undefined }

export const EMPTY_ROW: Row = { field: 'tags', key: '', is: 'has', value: '' }
const ONE_ROW: Rows = { join: 'all', groups: [{ join: 'all', rows: [EMPTY_ROW] }] }

/** What is kept, as it is shown: rows where rows can say it. */
export function draftOf(kept: { name: string; if: string } | undefined, zone: string): Draft {
  if (!kept) return { name: '', source: '', rows: ONE_ROW }
  return { name: kept.name, source: kept.if, rows: rowsOf(kept.if, zone) }
}

function rowsOf(source: string, zone: string): Rows | undefined {
  const rows = readRows(source)
  return rows && withTimes(rows, (value) => wallOf(value, zone))
}

/** What a form holds, and then what one of its buttons asks for. */
export function draftFrom(form: Form, zone: string): Draft {
  const [name, source] = [form.text('name'), form.text('if')]
  const [verb = '', at = ''] = form.text('verb').split(':')
  if (verb === 'rows') return { name, source, rows: source === '' ? ONE_ROW : rowsOf(source, zone) }
  if (form.text('mode') === 'expert') return { name, source, rows: undefined }
  const rows = changed(writtenRows(form), verb, at)
  if (verb !== 'expert') return { name, source, rows }
  const said = sourceOf({ name, source, rows }, zone)
  return said.kind === 'cel' ? { name, source: said.source, rows: undefined } : { name, source, rows }
}

function writtenRows(form: Form): Rows {
  const groups: Group[] = []
  for (let g = 0; g < GROUPS_MAX && form.text(`g${g}.join`) !== ''; g++) {
    const rows: Row[] = []
    for (let r = 0; r < ROWS_MAX && form.text(`g${g}.r${r}.field`) !== ''; r++)
      rows.push(writtenRow(form, `g${g}.r${r}`))
    groups.push({ join: joinFrom(form.text(`g${g}.join`)), rows })
  }
  return { join: joinFrom(form.text('join')), groups }
}

/** When another field was chosen, its first comparison stands for one that it does not know, without the value. */
function writtenRow(form: Form, at: string): Row {
  const [field, is, value] = [form.text(`${at}.field`), form.text(`${at}.is`), form.text(`${at}.value`)]
  const comparisons = comparisonsOf(field)
  const isOther = form.text(`${at}.was`) !== '' && form.text(`${at}.was`) !== field
  const known = comparisons[is] && !isOther ? is : (Object.keys(comparisons)[0] ?? '')
  return { field, key: form.text(`${at}.key`), is: known, value: isOther ? '' : value }
}

function joinFrom(text: string): Joined {
  return text === 'any' ? 'any' : 'all'
}

function changed({ join, groups }: Rows, verb: string, at: string): Rows {
  const [g = -1, r = -1] = at.split('.').map(Number)
  switch (verb) {
    case 'add':
      return {
        join,
        groups: groups.map((one, i) => (i === g ? { ...one, rows: [...one.rows, EMPTY_ROW].slice(0, ROWS_MAX) } : one)),
      }
    case 'group':
      return { join, groups: [...groups, { join: 'all' as const, rows: [EMPTY_ROW] }].slice(0, GROUPS_MAX) }
    case 'drop': {
      const left = groups.map((one, i) => (i === g ? { ...one, rows: one.rows.filter((_, j) => j !== r) } : one))
      const some = left.filter(({ rows }) => rows.length > 0)
      return some.length > 0 ? { join, groups: some } : ONE_ROW
    }
    default:
      return groups.length > 0 ? { join, groups } : ONE_ROW
  }
}

type Said = { kind: 'cel'; source: string } | { kind: 'wrong'; problems: RowProblem[] }

/** The expression that a draft stands for. */
export function sourceOf({ source, rows }: Draft, zone: string): Said {
  if (!rows) return { kind: 'cel', source }
  return writeRows(
    withTimes(rows, (value) => instantOf(value.length === 10 ? `${value}T00:00` : value.slice(0, 16), zone)),
  )
}

function withTimes({ join, groups }: Rows, change: (value: string) => string): Rows {
  const timed = (row: Row) =>
    comparisonsOf(row.field)[row.is]?.takes === 'instant' ? { ...row, value: change(row.value) } : row
  return { join, groups: groups.map((group) => ({ ...group, rows: group.rows.map(timed) })) }
}
