import { isRefusal } from '../language/expressions/problem.ts'
import { type ASTNode, parseSyntax } from '../language/expressions/syntax.ts'
import {
  comparisonsOf,
  FIELDS,
  type FieldName,
  GROUPS_MAX,
  type Group,
  type Joined,
  ROWS_MAX,
  type Row,
  type Rows,
} from './rows.ts'
import { writeRow } from './write-rows.ts'

/**
 * The rows that say what an expression says; undefined where rows cannot say it. What is read is tried by writing it
 * again: only a row that comes out as the same tree stands for a part.
 */
export function readRows(source: string): Rows | undefined {
  const tree = treeOf(source)
  if (!tree) return undefined
  const alone = rowOf(tree)
  if (alone) return { join: 'all', groups: [{ join: 'all', rows: [alone] }] }
  const join = joinOf(tree)
  if (!join) return undefined
  const groups: Group[] = []
  let plain: Row[] = []
  const close = () => {
    if (plain.length > 0) groups.push({ join, rows: plain })
    plain = []
  }
  for (const part of partsOf(tree, join)) {
    const row = rowOf(part)
    if (row) {
      plain.push(row)
      continue
    }
    close()
    const group = groupOf(part)
    if (!group) return undefined
    groups.push(group)
  }
  close()
  const fits = groups.length <= GROUPS_MAX && groups.every(({ rows }) => rows.length <= ROWS_MAX)
  return fits ? { join: groups.length === 1 ? 'all' : join, groups } : undefined
}

function groupOf(node: ASTNode): Group | undefined {
  const join = joinOf(node)
  if (!join) return undefined
  const rows = partsOf(node, join).map(rowOf)
  return rows.every((row) => row !== undefined) ? { join, rows } : undefined
}

function joinOf({ op }: ASTNode): Joined | undefined {
  return op === '&&' ? 'all' : op === '||' ? 'any' : undefined
}

/** What is joined the same way, from left to right; a row that consists of two parts stays one. */
function partsOf(node: ASTNode, join: Joined): ASTNode[] {
  if ((node.op !== '&&' && node.op !== '||') || joinOf(node) !== join || rowOf(node)) return [node]
  return [...partsOf(node.args[0], join), ...partsOf(node.args[1], join)]
}

function treeOf(source: string): ASTNode | undefined {
  try {
    return parseSyntax(source)
  } catch (thrown) {
    if (isRefusal(thrown)) return undefined
    throw thrown
  }
}

const LITERALS_MAX = 3

function rowOf(node: ASTNode): Row | undefined {
  const { names, literals } = mentioned(node)
  if (literals.length > LITERALS_MAX || names.length > 6) return undefined
  const wanted = shapeOf(node)
  for (const field of fieldsIn(names)) {
    const keys = field === 'attribute' ? [...new Set([...names.slice(1), ...literals])] : ['']
    for (const is of Object.keys(comparisonsOf(field)))
      for (const key of keys)
        for (const value of new Set([...literals, ''])) {
          const row = { field, key, is, value }
          const cel = writeRow(row)
          const tree = typeof cel === 'string' ? treeOf(cel) : undefined
          if (tree && shapeOf(tree) === wanted) return { ...row, value: comparisonsOf(field)[is]?.takes ? value : '' }
        }
  }
  return undefined
}

function fieldsIn(names: readonly string[]): FieldName[] {
  return (Object.keys(FIELDS) as FieldName[]).filter((field) => names.includes(MENTIONED_AS[field] ?? field))
}

const MENTIONED_AS: Readonly<Partial<Record<FieldName, string>>> = {
  attribute: 'traits',
  channel: 'identities',
}

/** The names and the constants in a part, each once, in the order in which they stand. */
function mentioned(node: ASTNode): { names: string[]; literals: string[] } {
  const [names, literals] = [new Set<string>(), new Set<string>()]
  const visit = (one: unknown, of: string): void => {
    if (Array.isArray(one)) {
      for (const part of one) visit(part, of)
    } else if (typeof one === 'string') names.add(one)
    else if (isNode(one)) {
      if (one.op === 'value') literals.add(String(one.args))
      else if (one.op === '-_' && isNode(one.args) && one.args.op === 'value') literals.add(`-${String(one.args.args)}`)
      else visit(one.args, one.op)
    }
  }
  visit(node, '')
  return { names: [...names].filter((name) => name !== 'contact'), literals: [...literals] }
}

function isNode(one: unknown): one is ASTNode {
  return typeof one === 'object' && one !== null && 'op' in one && 'args' in one
}

/** A tree without where it stands; `a["b"]` and `a.b` are the same. */
function shapeOf(one: unknown): string {
  if (Array.isArray(one)) return `[${one.map(shapeOf).join(' ')}]`
  if (!isNode(one)) return JSON.stringify(one) ?? String(one)
  if (one.op === 'value') return `${typeof one.args}:${String(one.args)}`
  if (one.op === '[]' && one.args[1].op === 'value' && typeof one.args[1].args === 'string')
    return `(. [${shapeOf(one.args[0])} ${JSON.stringify(one.args[1].args)}])`
  return `(${one.op} ${shapeOf(one.args)})`
}
