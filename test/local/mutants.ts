import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { isObject } from '../../schema/json.ts'
import { checkDefinition } from '../../workflows/check/check.ts'
import { readScenario } from '../../workflows/simulate/read-scenario.ts'
import { rehearse } from '../../workflows/templates/rehearse.ts'

/**
 * `node test/local/mutants.ts [TEMPLATE…]`: changes one thing of a template at a time (a number, a condition, a branch, a
 * step, a time) and asks whether its own scenarios notice. Exits with 1 when a template notices less than 80 %.
 */
const SHARE_MIN = 0.8
const folder = join(import.meta.dirname, '../../templates')

/** What decides nothing in a simulation is left as it is: what people read beside it, and limits of what may be given. */
const LEFT_OUT = new Set([
  '$schema',
  'id',
  'version',
  'template',
  'name',
  'description',
  'title',
  'texts',
  'min',
  'max',
  'pattern',
  'options',
])

const CEL_KEYS = new Set(['if', 'when', 'expr', 'for_each', 'segment', 'until', 'while', 'already', 'date', 'key'])

type Mutant = { what: string; definition: unknown }

const named = process.argv.slice(2).filter((one) => !one.startsWith('--'))
const all = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory())
let weak = 0
for (const { name } of all.filter((entry) => named.length === 0 || named.includes(entry.name))) {
  const { caught, missed, invalid } = judge(name)
  const share = caught / Math.max(1, caught + missed.length)
  if (share < SHARE_MIN) weak += 1
  console.log(
    `${name}: ${Math.round(share * 100)} % of ${caught + missed.length} noticed (${invalid} were refused by the check)`,
  )
  if (named.length > 0) for (const what of missed) console.log(`  not noticed: ${what}`)
}
process.exit(weak > 0 ? 1 : 0)

function judge(id: string): { caught: number; missed: string[]; invalid: number } {
  const files = readdirSync(join(folder, id)).filter((file) => file.endsWith('.scenario.json'))
  const scenarios = files.flatMap((file) => {
    const read = readScenario(readFileSync(join(folder, id, file), 'utf8'))
    return read.kind === 'scenario' ? [{ file, scenario: read.scenario }] : []
  })
  const definition: unknown = JSON.parse(readFileSync(join(folder, id, 'template.json'), 'utf8'))
  const missed: string[] = []
  let [caught, invalid] = [0, 0]
  for (const mutant of mutantsOf(definition)) {
    if (checkDefinition(mutant.definition, {}).kind === 'problems') invalid += 1
    else if (scenarios.some((one) => !rehearse({ written: mutant.definition, scenarios: [one] })[0]?.passed))
      caught += 1
    else missed.push(mutant.what)
  }
  return { caught, missed, invalid }
}

type Path = (string | number)[]

function mutantsOf(definition: unknown): Mutant[] {
  const mutants: Mutant[] = []
  const put = (path: Path, what: string, value: unknown): void => {
    mutants.push({ what: `${path.join('.')}: ${what}`, definition: replaced(definition, path, value) })
  }
  const visit = (value: unknown, path: Path): void => {
    const key = path.at(-1)
    if (typeof key === 'string' && LEFT_OUT.has(key)) return
    if (typeof value === 'number') put(path, `${value} → ${value + 1}`, value + 1)
    if (typeof value === 'boolean') put(path, `${value} → ${!value}`, !value)
    if (typeof value === 'string') for (const other of otherTexts(value, path)) put(path, `${value} → ${other}`, other)
    if (isObject(value)) mutateObject(value, path, put)
    if (Array.isArray(value) && isList(key))
      for (const [i] of value.entries()) put(path, `without ${i}`, value.toSpliced(i, 1))
    if (Array.isArray(value)) for (const [i, one] of value.entries()) visit(one, [...path, i])
    else if (isObject(value)) for (const [name, one] of Object.entries(value)) visit(one, [...path, name])
  }
  visit(definition, [])
  return mutants
}

/** Steps, conditions, triggers and exits: each of them is left out once. */
function isList(key: string | number | undefined): boolean {
  return ['actions', 'then', 'else', 'steps', 'conditions', 'triggers', 'exit', 'on_error', 'any'].includes(String(key))
}

function mutateObject(
  value: Record<string, unknown>,
  path: Path,
  put: (path: Path, what: string, value: unknown) => void,
): void {
  if (value.when !== undefined) put(path, 'without `when`', omit(value, 'when'))
  if (Array.isArray(value.then) && Array.isArray(value.else))
    put(path, 'branches swapped', { ...value, then: value.else, else: value.then })
  if (typeof value.if === 'string' && !('then' in value)) put(path, 'without `if`', omit(value, 'if'))
}

function omit(value: Record<string, unknown>, key: string): object {
  return Object.fromEntries(Object.entries(value).filter(([name]) => name !== key))
}

function otherTexts(text: string, path: Path): string[] {
  const key = path.at(-1)
  const within = typeof key === 'number' ? path.at(-2) : key
  if (CEL_KEYS.has(String(key)) || within === 'conditions') return otherExpressions(text)
  if (/^\d{2}:\d{2}$/.test(text)) return [text === '11:17' ? '12:34' : '11:17']
  const duration = /^(\d+)([wdhms])$/.exec(text)
  if (duration) return [`${Number(duration[1]) + 1}${duration[2]}`]
  if (key === 'tag') return [`${text}-x`]
  return []
}

/** Numbers one more, comparisons turned, `and` for `or`, and the opposite of all of it. */
function otherExpressions(source: string): string[] {
  const found: string[] = []
  for (const match of source.matchAll(/(?<![\w.'-])(\d+)(?![\w.'-])/g))
    found.push(`${source.slice(0, match.index)}${Number(match[1]) + 1}${source.slice(match.index + match[0].length)}`)
  const turned: Record<string, string> = {
    '>=': '<',
    '<=': '>',
    '==': '!=',
    '!=': '==',
    '>': '<=',
    '<': '>=',
    '&&': '||',
    '||': '&&',
  }
  for (const match of source.matchAll(/>=|<=|==|!=|&&|\|\||[<>]/g))
    found.push(`${source.slice(0, match.index)}${turned[match[0]]}${source.slice(match.index + match[0].length)}`)
  return found
}

function replaced(value: unknown, [key, ...rest]: Path, by: unknown): unknown {
  if (key === undefined) return by
  if (Array.isArray(value)) return value.map((one, i) => (i === key ? replaced(one, rest, by) : one))
  if (!isObject(value)) return value
  return { ...value, [key]: replaced(value[String(key)], rest, by) }
}
