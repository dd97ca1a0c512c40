import { isRefusal } from './problem.ts'
import {
  columnOf,
  constantOf,
  inside,
  isPlain,
  KEY,
  quantity,
  type Scalar,
  type Sql,
  type SqlSurroundings,
  scalarOf,
  type Translating,
  textValue,
} from './sql-parts.ts'
import { type ASTNode, parseSyntax } from './syntax.ts'

/** What an expression says of a row: `exact` when the SQL says all of it, else it holds for every row that is meant, and others. */
export type SqlFilter = Sql & { exact: boolean /** What must hold together. */; parts: readonly Sql[] }

const PARAMS_MAX = 90
const SQL_LENGTH_MAX = 50_000

/**
 * An expression over a contact as SQL. A part that fails in the evaluator is NULL in SQL, and `&&`, `||` and `!` treat a
 * failure as SQL treats NULL: what absorbs it there absorbs it here. Of a conjunction the parts that SQL cannot say are
 * left to the evaluator.
 */
export function toSql(source: string, surroundings: SqlSurroundings): SqlFilter {
  const tree = syntaxOf(source)
  const translating = { ...surroundings, source }
  const kept: Sql[] = []
  let exact = tree !== undefined
  for (const part of tree ? conjuncts(tree) : []) {
    const said = condition(part, translating)
    const params = kept.reduce((sum, one) => sum + one.params.length, said?.params.length ?? 0)
    const length = kept.reduce((sum, one) => sum + one.sql.length, said?.sql.length ?? 0)
    if (said && params <= PARAMS_MAX && length <= SQL_LENGTH_MAX) kept.push(said)
    else exact = false
  }
  if (kept.length === 0) return { sql: '1', params: [], exact, parts: [] }
  return { ...all(kept, ' AND '), exact, parts: kept }
}

function syntaxOf(source: string): ASTNode | undefined {
  try {
    return parseSyntax(source)
  } catch (thrown) {
    if (isRefusal(thrown)) return undefined
    throw thrown
  }
}

function conjuncts(node: ASTNode): ASTNode[] {
  return node.op === '&&' ? [...conjuncts(node.args[0]), ...conjuncts(node.args[1])] : [node]
}

function all(parts: readonly Sql[], by: string): Sql {
  return { sql: `(${parts.map(({ sql }) => sql).join(by)})`, params: parts.flatMap(({ params }) => params) }
}

function condition(node: ASTNode, at: Translating): Sql | undefined {
  const known = constantOf(node, at)
  if (known) return known.value === undefined ? say('NULL') : bool(known.value)
  switch (node.op) {
    case '&&':
    case '||':
      return both(node.args, at, node.op === '&&' ? ' AND ' : ' OR ')
    case '!_': {
      const inside = condition(node.args, at)
      return inside && { sql: `(NOT ${inside.sql})`, params: inside.params }
    }
    case '==':
    case '!=':
      return equality(node.args, node.op, at)
    case '<':
    case '<=':
    case '>':
    case '>=':
      return ordering(node.args, node.op, at)
    case 'in':
      return membership(node.args, at)
    case 'call':
      return called(node.args, at)
    default:
      return undefined
  }
}

function both(args: readonly [ASTNode, ASTNode], at: Translating, by: string): Sql | undefined {
  const [left, right] = [condition(args[0], at), condition(args[1], at)]
  return left && right && all([left, right], by)
}

function say(sql: string, ...params: (string | number)[]): Sql {
  return { sql, params }
}

function bool(value: unknown): Sql | undefined {
  return typeof value === 'boolean' ? say(value ? '1' : '0') : undefined
}

function equality([left, right]: readonly [ASTNode, ASTNode], op: '==' | '!=', at: Translating): Sql | undefined {
  const [first, second] = [constantOf(left, at), constantOf(right, at)]
  const [side, constant] = first ? [right, first] : [left, second]
  const scalar = constant && scalarOf(constant.value)
  if (!scalar) return undefined
  const is = equals(side, scalar, at)
  return is && (op === '==' ? is : { sql: `(NOT ${is.sql})`, params: is.params })
}

function equals(side: ASTNode, scalar: Scalar, at: Translating): Sql | undefined {
  const path = inside(side, at)
  if (path) return memberEquals(path, scalar)
  const known = quantity(side, at)
  if (!known) return undefined
  if (scalar.kind === 'null') return known.kind === 'time' && known.bare ? say(`(${known.sql} IS NULL)`) : undefined
  if (scalar.kind !== known.kind) return undefined
  const by = known.kind === 'time' && known.bare ? 'IS' : '='
  const leads = typeof scalar.value === 'string' && scalar.value !== '' ? known.leads?.(scalar.value) : undefined
  const said = { sql: `(${known.sql} ${by} ?)`, params: [...known.params, scalar.value] }
  return leads === undefined ? said : { ...said, term: leads }
}

function memberEquals({ json, path }: { json: string; path: string }, { kind, value }: Scalar): Sql | undefined {
  const type = `json_type(${json}, '${path}')`
  const when = (is: string, ...params: (string | number)[]) =>
    say(`(CASE WHEN ${type} IS NULL THEN NULL WHEN ${is} ELSE 0 END)`, ...params)
  switch (kind) {
    case 'text':
      return when(`${type} = 'text' THEN ${json}->>'${path}' = ?`, value)
    case 'number':
      return when(`${type} IN ('integer', 'real') THEN ${json}->>'${path}' = ?`, value)
    case 'bool':
      return when(`${type} = '${value === 1 ? 'true' : 'false'}' THEN 1`)
    case 'null':
      return when(`${type} = 'null' THEN 1`)
    default:
      return undefined
  }
}

const TURNED = { '<': '>', '<=': '>=', '>': '<', '>=': '<=' } as const

function ordering(
  [left, right]: readonly [ASTNode, ASTNode],
  op: keyof typeof TURNED,
  at: Translating,
): Sql | undefined {
  const [first, second] = [constantOf(left, at), constantOf(right, at)]
  if (!first && !second) return betweenColumns([left, right], op, at)
  const [side, constant, by] = first ? [right, first, TURNED[op]] : [left, second, op]
  const scalar = constant && scalarOf(constant.value)
  if (!scalar) return undefined
  const path = inside(side, at)
  if (path) {
    const type = `json_type(${path.json}, '${path.path}')`
    const compared = `${path.json}->>'${path.path}' ${by} ?`
    if (scalar.kind !== 'number') return undefined
    return say(`(CASE WHEN ${type} IN ('integer', 'real') THEN ${compared} ELSE NULL END)`, scalar.value)
  }
  const known = quantity(side, at)
  // Texts are ordered by UTF-16 there and by UTF-8 here.
  if (!known || known.kind === 'text' || known.kind !== scalar.kind) return undefined
  return { sql: `(${known.sql} ${by} ?)`, params: [...known.params, scalar.value] }
}

function betweenColumns([left, right]: readonly [ASTNode, ASTNode], op: string, at: Translating): Sql | undefined {
  const [first, second] = [quantity(left, at), quantity(right, at)]
  if (!first || !second || first.kind !== second.kind || first.kind === 'text') return undefined
  return { sql: `(${first.sql} ${op} ${second.sql})`, params: [...first.params, ...second.params] }
}

function membership([item, list]: readonly [ASTNode, ASTNode], at: Translating): Sql | undefined {
  const column = columnOf(list, at)
  const wanted = constantOf(item, at)
  if (column?.kind === 'texts') {
    const text = typeof wanted?.value === 'string' && isPlain(wanted.value) ? wanted.value : undefined
    if (text === undefined) return undefined
    const said = say(`EXISTS (SELECT 1 FROM json_each(${column.sql}) WHERE value = ?)`, text)
    return column.term ? { ...said, term: column.term(text) } : said
  }
  if (column?.kind === 'json' && typeof wanted?.value === 'string' && KEY.test(wanted.value))
    return say(`(json_type(${column.sql}, '$."${wanted.value}"') IS NOT NULL)`)
  const among = constantOf(list, at)?.value
  const known = quantity(item, at)
  if (!Array.isArray(among) || !known || known.kind === 'time' || known.kind === 'span') return undefined
  const scalars = among.map(scalarOf)
  if (scalars.some((scalar) => scalar === undefined)) return undefined
  const values = scalars.flatMap((scalar) => (scalar?.kind === known.kind ? [scalar.value] : []))
  return { sql: `(${known.sql} IN (${values.map(() => '?').join(', ')}))`, params: [...known.params, ...values] }
}

function called([name, args]: readonly [string, readonly ASTNode[]], at: Translating): Sql | undefined {
  const [only, ...others] = args
  if (!only || others.length > 0) return undefined
  if (name === 'segment') {
    const wanted = textValue(only)
    const said = wanted === undefined ? undefined : at.segment(wanted)
    // Of a segment that cannot be told nobody is a member.
    return said && { ...said, sql: `coalesce(${said.sql}, 0)` }
  }
  if (name !== 'has') return undefined
  const column = columnOf(only, at)
  if (column?.kind === 'time') return say(`(${column.sql} IS NOT NULL)`)
  if (column) return say('1')
  const path = inside(only, at)
  return path?.depth === 1 ? say(`(json_type(${path.json}, '${path.path}') IS NOT NULL)`) : undefined
}
