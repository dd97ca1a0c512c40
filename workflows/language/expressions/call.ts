import { compileRegex } from '../regex.ts'
import { spokenKind } from './compare.ts'
import { type Compiled, type Compiling, expectKind } from './compiling.ts'
import { comprehension, isComprehension } from './comprehension.ts'
import { type Frame, fail, spend } from './frame.ts'
import { accepts, type FunctionTable, type Overload, overload, staticKind } from './function.ts'
import { conversions } from './functions/conversions.ts'
import { domain } from './functions/domain.ts'
import { test, textMethods, texts } from './functions/texts.ts'
import { timeMethods, times } from './functions/times.ts'
import { refuse } from './problem.ts'
import { BOOL, DYN, join, mayBe, optionalOf, type StaticType, spoken } from './static-type.ts'
import { suggest } from './suggest.ts'
import type { ASTNode, NodeOf } from './syntax.ts'
import { isOptional, optional } from './value.ts'

const FUNCTIONS: FunctionTable = { ...conversions, ...times, ...texts, ...domain }
const METHODS: FunctionTable = {
  ...textMethods,
  ...timeMethods,
  hasValue: [overload(['optional'], BOOL, ([value]) => value.value !== undefined)],
  value: [overload(['optional'], DYN, ([value]) => value.value ?? unwrapNull(value.value))],
}
/** Forms that are no functions, for the hints. */
const FORMS = ['has', 'all', 'exists', 'exists_one', 'map', 'filter', 'orValue', 'or']

/** What other languages call it. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  any: 'exists',
  every: 'all',
  includes: 'contains',
  len: 'size',
  length: 'size',
  some: 'exists',
  toLowerCase: 'lower',
  toUpperCase: 'upper',
}

export function call(node: NodeOf<'call'>, compiling: Compiling): Compiled {
  const [name, args] = node.args
  const called = { name, table: FUNCTIONS, other: METHODS }
  find(node, called)
  const compiled = args.map((arg) => compiling.compile(arg, compiling))
  return name === 'matches' && args[1] ? matching(node, compiled, args[1]) : apply(node, called, compiled)
}

export function methodCall(node: NodeOf<'rcall'>, compiling: Compiling): Compiled {
  const [name, target, args] = node.args
  const bound = namespaced(node, compiling)
  if (bound) return bound
  if (isComprehension(node)) return comprehension(node, compiling)
  const receiver = compiling.compile(target, compiling)
  const [first] = args
  if ((name === 'orValue' || name === 'or') && first && args.length === 1)
    return alternative(node, receiver, compiling.compile(first, compiling))
  const called = { name, table: METHODS, other: FUNCTIONS }
  find(node, called)
  const compiled = [receiver, ...args.map((arg) => compiling.compile(arg, compiling))]
  return name === 'matches' && first ? matching(node, compiled, first) : apply(node, called, compiled)
}

/** `optional.of(x)` and `optional.none()`: `optional` is no variable. */
function namespaced(node: NodeOf<'rcall'>, compiling: Compiling): Compiled | undefined {
  const [name, target, [first]] = node.args
  if (target.op !== 'id' || target.args !== 'optional' || compiling.locals.some((local) => local.name === 'optional'))
    return undefined
  if (name === 'none' && !first) return { type: optionalOf(DYN), run: () => optional(undefined) }
  if (name !== 'of' || !first) return refuse(node, `\`optional.${name}()\` does not exist`)
  const inner = compiling.compile(first, compiling)
  return { type: optionalOf(inner.type), run: (frame) => optional(inner.run(frame)) }
}

/** `a.orValue(b)`, `a.or(b)`: the other is asked only when there is no value. */
function alternative(node: NodeOf<'rcall'>, receiver: Compiled, other: Compiled): Compiled {
  const [name] = node.args
  expectKind(node, receiver.type, 'optional', `what stands before \`.${name}\``)
  const inner = receiver.type.kind === 'optional' ? receiver.type.of : DYN
  const plain = name === 'orValue'
  return {
    type: join(plain ? inner : receiver.type, other.type),
    run: (frame) => {
      const value = receiver.run(frame)
      if (!isOptional(value)) return fail(`\`.${name}\` needs an optional value, as \`a.?b\` gives it`)
      if (value.value === undefined) return other.run(frame)
      return plain ? value.value : value
    },
  }
}

function unwrapNull(value: unknown): null {
  return value === null ? null : fail('the optional value is none')
}

/** `matches` with its pattern written out: compiled once, and a wrong pattern is refused when the workflow is saved. */
function matching(node: NodeOf<'call'> | NodeOf<'rcall'>, args: readonly Compiled[], pattern: ASTNode): Compiled {
  const applied = apply(node, { name: 'matches', table: METHODS, other: FUNCTIONS }, args)
  const [subject, written] = args
  if (!subject || typeof written?.literal !== 'string') return applied
  const compiled = compileRegex(written.literal)
  if (compiled.kind === 'problem') return refuse(pattern, `the pattern is wrong: ${compiled.message}`)
  return {
    type: BOOL,
    run: (frame) => {
      const text = subject.run(frame)
      return typeof text === 'string'
        ? test(compiled.regex, text, frame)
        : fail(`only a text matches, not ${spokenKind(text)}`)
    },
  }
}

type Called = { readonly name: string; readonly table: FunctionTable; readonly other: FunctionTable }

function apply(node: ASTNode, called: Called, args: readonly Compiled[]): Compiled {
  const overloads = find(node, called)
  const fitting = overloads.filter(
    ({ takes }) =>
      takes.length === args.length && takes.every((parameter, at) => fits(args[at], staticKind(parameter))),
  )
  if (fitting.length === 0) return refuseArguments(node, called, overloads, args)
  const gives = fitting.map((each) => each.gives).reduce(join, fitting[0]?.gives ?? DYN)
  const { name } = called
  return {
    type: gives,
    run: (frame) =>
      invoke(
        name,
        fitting,
        args.map((arg) => arg.run(frame)),
        frame,
      ),
  }
}

const fits = (arg: Compiled | undefined, kind: Parameters<typeof mayBe>[1]): boolean => !!arg && mayBe(arg.type, kind)

function invoke(name: string, overloads: readonly Overload[], args: readonly unknown[], frame: Frame): unknown {
  spend(frame, weigh(args))
  const chosen = overloads.find((each) => accepts(each, args))
  return chosen ? chosen.run(args, frame) : fail(`\`${name}()\` cannot take ${args.map(spokenKind).join(' and ')}`)
}

function weigh(args: readonly unknown[]): number {
  let steps = 1
  for (const arg of args) {
    if (typeof arg === 'string') steps += arg.length >> 3
    else if (Array.isArray(arg)) steps += arg.length >> 3
  }
  return steps
}

function find(node: ASTNode, { name, table, other }: Called): readonly Overload[] {
  const overloads = Object.hasOwn(table, name) ? table[name] : undefined
  if (overloads) return overloads
  const method = table === METHODS
  if (Object.hasOwn(other, name))
    return refuse(
      node,
      method ? `\`${name}\` is called as ${name}(…)` : `\`${name}\` is called on a value, as in text.${name}(…)`,
    )
  const near = (Object.hasOwn(ELSEWHERE, name) && ELSEWHERE[name]) || suggest(name, [...Object.keys(table), ...FORMS])
  return refuse(node, `\`${name}()\` does not exist${near ? `; did you mean \`${near}()\`?` : ''}`, near)
}

function refuseArguments(
  node: ASTNode,
  { name, table }: Called,
  overloads: readonly Overload[],
  args: readonly Compiled[],
): never {
  const method = table === METHODS
  const forms = overloads.map(({ takes }) => {
    const spokenTakes = takes.map((parameter) => spoken(staticKind(parameter)))
    const [receiver, ...rest] = spokenTakes
    return method ? `${receiver}.${name}(${rest.join(', ')})` : `${name}(${spokenTakes.join(', ')})`
  })
  const given = args.map((arg): StaticType['kind'] => arg.type.kind).map(spoken)
  return refuse(node, `\`${name}\` cannot take ${given.join(' and ') || 'nothing'}`, [...new Set(forms)].join(' or '))
}
