import * as v from 'valibot'
import { isObject } from '../../schema/json.ts'
import { Step } from '../../schema/step.ts'
import { suggest } from '../language/expressions/suggest.ts'
import { type Path, type Problem, pathText } from './problem.ts'
import { alternatives, isOptional, kindOf, meant, type ShapeNode, shapeNode, takes, unwrapped } from './shape-node.ts'
import { issueWords, refusal } from './shape-words.ts'
import { stepProblem, Trigger, triggerProblem } from './verbs.ts'

/** Everything in which a document differs from its shape, with paths, in our words, and with the nearest known names. */
export function misshapen(schema: v.GenericSchema, written: unknown): Problem[] {
  return misshapenAt(schema, written).map(({ path, ...found }) => ({ path: pathText(path), ...found }))
}

/** The same, for what lies inside of something larger: paths as lists. */
export function misshapenAt(schema: v.GenericSchema, written: unknown): (Omit<Problem, 'path'> & { path: Path })[] {
  const problems: (Omit<Problem, 'path'> & { path: Path })[] = []
  visit(shapeNode(schema), written, [], (path, found) => problems.push({ path, ...found }))
  if (problems.length > 0) return problems
  const parsed = v.safeParse(schema, written)
  return parsed.success ? [] : parsed.issues.map((issue) => ({ path: keysOf(issue), message: issueWords(issue) }))
}

type Report = (path: Path, found: Omit<Problem, 'path'>) => void

/** Reports and answers whether this value was fine. */
function visit(node: ShapeNode, value: unknown, path: Path, report: Report): boolean {
  if (value === null && (node.type === 'nullish' || node.type === 'nullable')) return true
  const special = node === Step ? stepProblem(value) : node === Trigger ? triggerProblem(value) : undefined
  if (special) {
    report([...path, ...special.path], special.found)
    return false
  }
  const shape = unwrapped(node, value)
  if (shape.type === 'union') return visitUnion(shape, value, path, report)
  const wanted = takes(shape)
  if (wanted !== undefined && wanted !== kindOf(value)) {
    report(path, refusal(shape, value))
    return false
  }
  return insideFits(shape, value, path, report) && fits(shape, value, path, report)
}

function insideFits(shape: ShapeNode, value: unknown, path: Path, report: Report): boolean {
  if (shape.entries && isObject(value)) return visitFields(shape.entries, value, path, report)
  if (shape.item && Array.isArray(value)) {
    const { item } = shape
    return value.map((one, i) => visit(item, one, [...path, i], report)).every(Boolean)
  }
  if (shape.type === 'record' && isObject(value)) return visitRecord(shape, value, path, report)
  return true
}

/** What the shape itself demands, beyond its parts. */
function fits(shape: ShapeNode, value: unknown, path: Path, report: Report): boolean {
  const parsed = v.safeParse(shape, value)
  if (parsed.success) return true
  const inside = shape.entries !== undefined || shape.item !== undefined || shape.type === 'record'
  const own = inside ? parsed.issues.filter((issue) => issue.path === undefined) : parsed.issues
  for (const issue of own.slice(0, 1))
    report(
      [...path, ...keysOf(issue)],
      issue.type === 'picklist' ? refusal(shape, value) : { message: issueWords(issue) },
    )
  return own.length === 0
}

function keysOf(issue: v.BaseIssue<unknown>): Path {
  return issue.path?.map((item) => item.key as string | number) ?? []
}

function visitUnion(shape: ShapeNode, value: unknown, path: Path, report: Report): boolean {
  const chosen = meant(shape, value)
  if (chosen) return visit(chosen, withoutForeign(shape, chosen, value, path, report), path, report)
  const options = alternatives(shape).filter((option) => option.entries)
  const fields = options.flatMap((option) => Object.keys(option.entries ?? {}))
  if (!isObject(value) || fields.length === 0) report(path, refusal(shape, value))
  else if (Object.keys(value).length === 0) report(path, { message: `needs one of ${quoted(options.flatMap(needed))}` })
  else for (const key of Object.keys(value)) report([...path, key], unknownField(key, fields))
  return false
}

/** Fields of another alternative are no unknown ones: they do not go together. */
function withoutForeign(shape: ShapeNode, chosen: ShapeNode, value: unknown, path: Path, report: Report): unknown {
  if (!isObject(value) || !chosen.entries || v.is(chosen, value)) return value
  const others = alternatives(shape).flatMap((option) => Object.keys(option.entries ?? {}))
  const own = chosen.entries
  const foreign = Object.keys(value).filter((key) => !Object.hasOwn(own, key) && others.includes(key))
  for (const key of foreign)
    report([...path, key], {
      message: `\`${key}\` does not go with ${quoted(Object.keys(value).filter((name) => Object.hasOwn(own, name)))}`,
    })
  return Object.fromEntries(Object.entries(value).filter(([key]) => !foreign.includes(key)))
}

function needed({ entries = {} }: ShapeNode): string[] {
  return Object.keys(entries).filter((name) => entries[name] && !isOptional(entries[name]))
}

function visitFields(
  entries: Readonly<Record<string, ShapeNode>>,
  value: Record<string, unknown>,
  path: Path,
  report: Report,
): boolean {
  let fine = true
  const fail = (at: Path, found: Omit<Problem, 'path'>): void => {
    fine = false
    report(at, found)
  }
  for (const key of Object.keys(value))
    if (!Object.hasOwn(entries, key)) fail([...path, key], unknownField(key, Object.keys(entries)))
  for (const [key, entry] of Object.entries(entries)) {
    if (value[key] === undefined) {
      if (!isOptional(entry)) fail([...path, key], { message: `\`${key}\` is missing` })
    } else if (!visit(entry, value[key], [...path, key], report)) fine = false
  }
  return fine
}

function visitRecord(shape: ShapeNode, value: Record<string, unknown>, path: Path, report: Report): boolean {
  const { key: name, value: item } = shape
  let fine = true
  for (const [key, one] of Object.entries(value)) {
    if (name && !fits(name, key, [...path, key], report)) fine = false
    if (item && !visit(item, one, [...path, key], report)) fine = false
  }
  return fine
}

function unknownField(name: string, known: readonly string[]): Omit<Problem, 'path'> {
  const near = suggest(name, known)
  const hint = near ? `did you mean \`${near}\`?` : `known here: ${[...new Set(known)].join(', ')}`
  return { message: `there is no field \`${name}\` here`, hint }
}

function quoted(names: readonly string[]): string {
  return [...new Set(names)].map((name) => `\`${name}\``).join(', ')
}
