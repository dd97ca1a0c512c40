import { comparisonsOf, type Group, quoted, type Row, type Rows } from './rows.ts'

/** What is missing or wrong in a row; its place is `group.row`. */
export type RowProblem = { place: string; why: 'value' | 'number' | 'date' | 'key' | 'field' }

export type WrittenRows = { kind: 'cel'; source: string } | { kind: 'wrong'; problems: RowProblem[] }

/** Rows as the expression that says the same. */
export function writeRows({ join, groups }: Rows): WrittenRows {
  const problems: RowProblem[] = []
  const said: { group: Group; cels: string[] }[] = []
  for (const [g, group] of groups.entries()) {
    const cels: string[] = []
    for (const [r, row] of group.rows.entries()) {
      const cel = writeRow(row)
      if (typeof cel === 'string') cels.push(cel)
      else problems.push({ place: `${g}.${r}`, why: cel.why })
    }
    if (cels.length > 0) said.push({ group, cels })
  }
  if (problems.length > 0) return { kind: 'wrong', problems }
  const source = joined(
    join,
    said.map(({ group, cels }) => (said.length === 1 ? inGroup(group, cels) : beside(group, cels, join))),
  )
  return { kind: 'cel', source: source || 'true' }
}

function inGroup({ join }: Group, cels: readonly string[]): string {
  return joined(
    join,
    cels.map((cel) => (cel.includes(' || ') && cels.length > 1 ? `(${cel})` : cel)),
  )
}

/** A group among others stands in parentheses, unless it is joined as they are. */
function beside(group: Group, cels: readonly string[], join: Rows['join']): string {
  const [only = ''] = cels
  if (cels.length === 1) return only.includes(' || ') ? `(${only})` : only
  return group.join === join ? inGroup(group, cels) : `(${inGroup(group, cels)})`
}

function joined(by: Rows['join'], parts: readonly string[]): string {
  return parts.join(by === 'all' ? ' && ' : ' || ')
}

/** One row in CEL, or what it lacks. */
export function writeRow({ field, key, is, value }: Row): string | Pick<RowProblem, 'why'> {
  const comparison = comparisonsOf(field)[is]
  if (!comparison) return { why: 'field' }
  if (field === 'attribute' && key.trim() === '') return { why: 'key' }
  const it = field === 'attribute' ? memberOf('contact.traits', key.trim()) : `contact.${NAMED[field] ?? field}`
  switch (comparison.takes) {
    case undefined:
      return comparison.cel(it, '', key.trim())
    case 'text':
      return value.trim() === '' ? { why: 'value' } : comparison.cel(it, quoted(value.trim()), key.trim())
    case 'number':
      return /^-?\d{1,15}(\.\d{1,9})?$/.test(value.trim())
        ? comparison.cel(it, value.trim(), key.trim())
        : { why: 'number' }
    case 'days':
      return /^\d{1,5}$/.test(value.trim()) ? comparison.cel(it, value.trim(), '') : { why: 'number' }
    case 'instant':
      return Number.isNaN(Date.parse(value)) ? { why: 'date' } : comparison.cel(it, quoted(value.trim()), '')
    default:
      return comparison.takes satisfies never
  }
}

const NAMED: Readonly<Record<string, string>> = { channel: 'identities' }

function memberOf(map: string, key: string): string {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(key) && !RESERVED.has(key) ? `${map}.${key}` : `${map}[${quoted(key)}]`
}

const RESERVED: ReadonlySet<string> = new Set([
  'in',
  'true',
  'false',
  'null',
  'as',
  'break',
  'const',
  'continue',
  'else',
  'for',
  'function',
  'if',
  'import',
  'let',
  'loop',
  'package',
  'namespace',
  'return',
  'var',
  'void',
  'while',
])
