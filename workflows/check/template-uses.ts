import Handlebars from 'handlebars'
import { TEMPLATE_CHARS_MAX } from '../../schema/text.ts'
import { suggest } from '../language/expressions/suggest.ts'
import { parseBounded } from '../language/handlebars/nesting.ts'
import {
  type Block,
  type Call,
  type Expression,
  insideOf,
  type Literal,
  type Partial,
  type Path,
  type Program,
  type Statement,
} from '../language/handlebars/tree.ts'
import { vocabulary } from '../language/text/vocabulary.ts'
import type { Use } from './readings.ts'

export type TemplateUses = {
  uses: Use[]
  /** What can never work, whatever the data. */
  faults: { message: string; hint?: string; line?: number; column?: number }[]
  /** Other texts that it names, with the variables that it hands to them. */
  says: { name: string; given: string[]; line?: number; column?: number }[]
}

const BUILT_IN = ['if', 'unless', 'each', 'with', 'lookup', 'log', 'blockHelperMissing', 'helperMissing']
const HELPERS: readonly string[] = [...Object.keys(vocabulary), ...BUILT_IN]
/** Helpers that expect that what they are given may be absent. */
const ASKING: ReadonlySet<string> = new Set(['if', 'unless', 'with', 'each', 'default', 'and', 'or', 'not'])

/**
 * `outside` is where the variables of the workflow are; `inside` an item or whatever `#with` opened; `digest` an item of a
 * digest, which has an event, inputs, variables and steps of its own.
 */
type Context = 'outside' | 'inside' | 'digest'
type Visit = TemplateUses & {
  contexts: readonly Context[]
  bound: ReadonlySet<string>
  partials: ReadonlySet<string>
  guarded: Set<string>
}

/** What a template reads of the workflow's variables. One that does not parse reads nothing: compiling it says why. */
export function templateUses(source: string): TemplateUses {
  const tree = parse(source)
  if (!tree) return { uses: [], faults: [], says: [] }
  const guarded = new Set<string>()
  const visit: Visit = {
    uses: [],
    faults: [],
    says: [],
    contexts: ['outside'],
    bound: new Set(),
    partials: inlinePartials(tree),
    guarded,
  }
  visitNode(tree, visit)
  const isGuarded = ({ names }: Use): boolean => guarded.has(names.slice(0, 2).join('.'))
  return {
    uses: visit.uses.map((use) => ({ ...use, guarded: isGuarded(use) })),
    faults: visit.faults,
    says: visit.says,
  }
}

function parse(source: string): Program | undefined {
  if (source.length > TEMPLATE_CHARS_MAX) return undefined
  try {
    return parseBounded(Handlebars, source) as Program
  } catch {
    return undefined
  }
}

function inlinePartials(tree: Program): Set<string> {
  const names = new Set<string>()
  const look = (node: Program | Statement | Expression): void => {
    if (node.type === 'DecoratorBlock' && node.params[0]?.type === 'StringLiteral') names.add(node.params[0].value)
    for (const inside of insideOf(node)) look(inside)
  }
  look(tree)
  return names
}

function visitNode(node: Program | Statement | Expression, visit: Visit): void {
  switch (node.type) {
    case 'MustacheStatement':
    case 'SubExpression':
      visitCall(node, visit)
      return
    case 'BlockStatement':
      visitBlock(node, visit)
      return
    case 'PathExpression':
      visitPath(node, visit)
      return
    case 'PartialStatement':
      checkPartial(node, visit)
      break
    default:
  }
  for (const inside of insideOf(node)) if (inside !== nameOf(node)) visitNode(inside, visit)
}

/** The name of a partial is no variable. */
function nameOf(node: Program | Statement | Expression): unknown {
  const isPartial = node.type === 'PartialStatement' || node.type === 'PartialBlockStatement'
  return isPartial && node.name.type !== 'SubExpression' ? node.name : undefined
}

function checkPartial(node: Partial, visit: Visit): void {
  if (node.name.type === 'SubExpression') return
  const name = String(node.name.original ?? '')
  if (!visit.partials.has(name))
    visit.faults.push({ message: `there is no partial \`${name}\` in this text`, ...startOf(node) })
}

function visitCall(call: Call & { type: string }, visit: Visit): void {
  const helper = helperName(call.path)
  const called = call.type === 'SubExpression' || call.params.length > 0 || call.hash !== undefined
  if (helper === undefined || (!called && !HELPERS.includes(helper))) visitTarget(call.path, visit)
  else if (!HELPERS.includes(helper) && !visit.bound.has(helper)) unknownHelper(helper, call, visit)
  visitArguments(call, visit, helper)
}

function unknownHelper(name: string, call: Call, visit: Visit): void {
  const near = suggest(name, HELPERS)
  visit.faults.push({
    message: `there is no helper \`${name}\``,
    hint: near ? `did you mean \`${near}\`?` : `the helpers are ${HELPERS.slice(0, -2).sort().join(', ')}`,
    ...startOf(call.path),
  })
}

function visitArguments(call: Call, visit: Visit, helper: string | undefined): void {
  const [named] = call.params
  if (helper === 't' && named?.type === 'StringLiteral')
    visit.says.push({
      name: named.value,
      given: call.hash?.pairs.map(({ key }) => key) ?? [],
      ...startOf(call.path),
    })
  const given: Expression[] = [...call.params, ...(call.hash?.pairs.map((pair) => pair.value) ?? [])]
  for (const one of given) {
    if (one.type === 'PathExpression' && helper !== undefined && ASKING.has(helper))
      visit.guarded.add(
        one.parts
          .slice(one.data ? 1 : 0)
          .slice(0, 2)
          .join('.'),
      )
    visitNode(one, visit)
  }
}

function visitBlock(block: Block, visit: Visit): void {
  const helper = helperName(block.path)
  const isHelper = helper !== undefined && HELPERS.includes(helper)
  visitCall(block, visit)
  const opens = !isHelper || helper === 'each' || helper === 'with'
  const bound = new Set([...visit.bound, ...(block.program?.blockParams ?? [])])
  const contexts: readonly Context[] = opens ? [...visit.contexts, openedBy(block)] : visit.contexts
  if (block.program) visitNode(block.program, { ...visit, contexts, bound })
  if (block.inverse) visitNode(block.inverse, visit)
}

function openedBy({ params: [over] }: Block): Context {
  return over?.type === 'PathExpression' && over.parts[0] === 'digest' && over.depth === 0 ? 'digest' : 'inside'
}

function visitTarget(path: Path | Literal, visit: Visit): void {
  if (path.type === 'PathExpression') visitPath(path, visit)
}

/** Only names of the workflow's own variables are noted; what an item holds is known when it runs. */
function visitPath(path: Path, visit: Visit): void {
  if (path.data) {
    if (path.parts[0] === 'root' && path.parts.length > 1) use(path, path.parts.slice(1), visit)
    return
  }
  const [first] = path.parts
  if (first === undefined || (path.depth === 0 && visit.bound.has(first))) return
  const context = visit.contexts[visit.contexts.length - 1 - path.depth]
  if (context === 'outside') use(path, path.parts, visit)
  else if (
    context === 'inside' &&
    path.depth === 0 &&
    OPENED.has(first) &&
    path.parts.length > 1 &&
    !/^this\b|^\.\//.test(path.original)
  )
    visit.faults.push({
      message: `inside a block, \`${path.original}\` is a field of its item`,
      hint: `write \`${'../'.repeat(visit.contexts.length - 1)}${path.original}\``,
      ...startOf(path),
    })
}

const OPENED: ReadonlySet<string> = new Set(['contact', 'event', 'inputs', 'steps', 'vars', 'run'])

function use(path: Path, names: readonly string[], visit: Visit): void {
  visit.uses.push({ names, guarded: false, ...startOf(path) })
}

/** The name under which a helper would be called. */
function helperName(path: Path | Literal): string | undefined {
  if (path.type !== 'PathExpression' || path.data || path.depth > 0 || path.parts.length !== 1) return undefined
  return /^this\b|^\.\//.test(path.original) ? undefined : path.parts[0]
}

function startOf(node: { loc?: { start: { line: number; column: number } } }): { line?: number; column?: number } {
  return node.loc ? { line: node.loc.start.line, column: node.loc.start.column + 1 } : {}
}
