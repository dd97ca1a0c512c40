import { type Compiled, type Compiling, expectKind } from './compiling.ts'
import { boundedList, type Failure, type Frame, fail, isFailure, spend } from './frame.ts'
import { refuse } from './problem.ts'
import { BOOL, DYN, listOf, mayBe, STRING, type StaticType, spoken } from './static-type.ts'
import { type NodeOf, nameOf } from './syntax.ts'
import { keysOf, kindOf } from './value.ts'

const NESTED_MAX = 3

type Form = 'all' | 'exists' | 'exists_one' | 'map' | 'filter'
/** What runs over a list: its items, the place of the bound name, and the parts that see it. */
type Loop = {
  readonly items: Compiled
  readonly slot: number
  /** What one turn costs at least. */
  readonly weight: number
  readonly condition: Compiled | undefined
  readonly result: Compiled | undefined
}

const FORMS: ReadonlySet<string> = new Set<Form>(['all', 'exists', 'exists_one', 'map', 'filter'])
const isForm = (name: string): name is Form => FORMS.has(name)

export function isComprehension(node: NodeOf<'rcall'>): boolean {
  const [name, , args] = node.args
  return isForm(name) && (args.length === 2 || (name === 'map' && args.length === 3))
}

/** `list.exists(x, condition)` and its like, over the items of a list or the keys of a map. */
export function comprehension(node: NodeOf<'rcall'>, compiling: Compiling): Compiled {
  const [name, target, [variable, first, second]] = node.args
  if (!isForm(name) || variable?.op !== 'id' || !first) return refuse(node, `\`${name}\` needs a name and a condition`)
  const slot = compiling.locals.length
  if (slot >= NESTED_MAX) refuse(node, `lists may be gone through ${NESTED_MAX} levels deep`)
  const items = compiling.compile(target, compiling)
  const inner = {
    ...compiling,
    locals: [...compiling.locals, { name: nameOf(variable), type: itemType(node, items.type) }],
  }
  const before = compiling.counted.nodes
  const mapping = name === 'map'
  const condition = mapping && !second ? undefined : compiling.compile(first, inner)
  const result = mapping ? compiling.compile(second ?? first, inner) : undefined
  if (condition) expectKind(first, condition.type, 'bool', `the condition of \`${name}\``)
  const loop = { items, slot, weight: compiling.counted.nodes - before + 1, condition, result }
  return build(name, loop)
}

function itemType(node: NodeOf<'rcall'>, type: StaticType): StaticType {
  if (type.kind === 'list') return type.of
  if (type.kind === 'object') return STRING
  if (mayBe(type, 'map')) return DYN
  return refuse(node, `\`${node.args[0]}\` goes through a list, not ${spoken(type.kind)}`)
}

function build(form: Form, loop: Loop): Compiled {
  switch (form) {
    case 'exists':
      return { type: BOOL, run: (frame) => quantify(loop, frame, true) }
    case 'all':
      return { type: BOOL, run: (frame) => quantify(loop, frame, false) }
    case 'exists_one':
      return { type: BOOL, run: (frame) => count(loop, frame) === 1 }
    case 'filter':
    case 'map': {
      const { result, items } = loop
      return {
        type: listOf(result ? result.type : items.type.kind === 'list' ? items.type.of : DYN),
        run: (frame) => collect(loop, frame),
      }
    }
  }
}

function itemsOf({ items }: Loop, frame: Frame): readonly unknown[] {
  const value = items.run(frame)
  if (Array.isArray(value)) return boundedList(value)
  return kindOf(value) === 'map' ? boundedList(keysOf(value)) : fail('only lists and maps can be gone through')
}

function turn({ slot, weight }: Loop, frame: Frame, item: unknown): void {
  spend(frame, weight)
  frame.locals[slot] = item
}

function asks(loop: Loop, frame: Frame): boolean {
  if (!loop.condition) return true
  const answer = loop.condition.run(frame)
  return typeof answer === 'boolean' ? answer : fail('the condition on an item is neither true nor false')
}

/** One item that decides is enough, whatever the others do; a failure counts only when none decides. */
function quantify(loop: Loop, frame: Frame, deciding: boolean): boolean {
  let failure: Failure | undefined
  for (const item of itemsOf(loop, frame)) {
    turn(loop, frame, item)
    try {
      if (asks(loop, frame) === deciding) return deciding
    } catch (thrown) {
      if (!isFailure(thrown) || thrown.final) throw thrown
      failure ??= thrown
    }
  }
  if (failure) throw failure
  return !deciding
}

function count(loop: Loop, frame: Frame): number {
  let found = 0
  for (const item of itemsOf(loop, frame)) {
    turn(loop, frame, item)
    if (asks(loop, frame)) found++
  }
  return found
}

function collect(loop: Loop, frame: Frame): readonly unknown[] {
  const kept: unknown[] = []
  for (const item of itemsOf(loop, frame)) {
    turn(loop, frame, item)
    if (asks(loop, frame)) kept.push(loop.result ? loop.result.run(frame) : item)
  }
  return kept
}
