import { access, hasField } from './access.ts'
import { call, methodCall } from './call.ts'
import { type Compiled, type Compiling, expectKind } from './compiling.ts'
import { fail, isFailure } from './frame.ts'
import { arithmetic, equality, membership, negation, ordering } from './operator.ts'
import { refuse } from './problem.ts'
import { BOOL, BYTES, DYN, join, listOf, mapOf, NULL, NUMBER, STRING, type StaticType, TYPE } from './static-type.ts'
import { suggest } from './suggest.ts'
import { type ASTNode, type NodeOf, nameOf } from './syntax.ts'
import { mapKey, NAMED_TYPES, typeName, uint } from './value.ts'
import { isVariable, type VariableName, variableType } from './variables.ts'

const DEPTH_MAX = 400
const INT_MAX = 2n ** 63n - 1n

/** Check an expression against what it may see and turn it into a function of a frame. Refuses the first mistake. */
export function compileExpression(source: string, tree: ASTNode, allows: readonly VariableName[]): Compiled {
  return compile(tree, { source, allows, locals: [], depth: 0, counted: { nodes: 0 }, compile })
}

function compile(node: ASTNode, outer: Compiling): Compiled {
  const compiling = deeper(node, outer)
  switch (node.op) {
    case 'value':
      return literal(node)
    case 'id':
      return name(node, compiling)
    case '.':
    case '.?':
    case '[]':
    case '[?]':
      return access(node, compiling)
    case 'call':
      return node.args[0] === 'has' && node.args[1].length === 1 ? hasField(node, compiling) : call(node, compiling)
    case 'rcall':
      return methodCall(node, compiling)
    case 'list':
      return list(node, compiling)
    case 'map':
      return map(node, compiling)
    case '?:':
      return choice(node, compiling)
    case '||':
    case '&&':
      return logic(node, compiling)
    case '!_':
      return not(node, compiling)
    case '-_':
      return negation(node, compiling)
    case '==':
    case '!=':
      return equality(node, compiling)
    case '<':
    case '<=':
    case '>':
    case '>=':
      return ordering(node, compiling)
    case 'in':
      return membership(node, compiling)
    case '+':
    case '-':
    case '*':
    case '/':
    case '%':
      return arithmetic(node, compiling)
    default:
      return node satisfies never
  }
}

function deeper(node: ASTNode, outer: Compiling): Compiling {
  if (outer.depth > DEPTH_MAX) refuse(node, 'the expression is nested too deeply')
  outer.counted.nodes++
  return { ...outer, depth: outer.depth + 1 }
}

function literal(node: NodeOf<'value'>): Compiled {
  const value = node.args
  const constant = (type: StaticType, given: unknown): Compiled => ({ type, run: () => given, literal: given })
  switch (typeof value) {
    case 'string':
      return constant(STRING, value)
    case 'boolean':
      return constant(BOOL, value)
    case 'bigint':
      return value > INT_MAX ? refuse(node, 'a whole number out of range') : constant(NUMBER, value)
    case 'number':
      return constant(NUMBER, value)
    default:
      if (value === null) return constant(NULL, null)
      return value instanceof Uint8Array ? constant(BYTES, value) : constant(NUMBER, uint(value.value))
  }
}

function name(node: NodeOf<'id'>, { allows, locals }: Compiling): Compiled {
  const wanted = nameOf(node)
  const slot = locals.findLastIndex((local) => local.name === wanted)
  const local = locals[slot]
  if (local) return { type: local.type, run: (frame) => frame.locals[slot] }
  if (isVariable(wanted) && allows.includes(wanted)) {
    const missing = `\`${wanted}\` is not there`
    return { type: variableType(wanted), run: ({ scope }) => scope[wanted] ?? fail(missing) }
  }
  if (NAMED_TYPES.has(wanted)) return { type: TYPE, run: () => typeName(wanted) }
  const known = [...locals.map((each) => each.name), ...allows]
  if (isVariable(wanted)) refuse(node, `\`${wanted}\` is not available here`, `available: ${known.join(', ')}`)
  const near = suggest(wanted, known)
  return refuse(node, `\`${wanted}\` does not exist${near ? `; did you mean \`${near}\`?` : ''}`, near)
}

function list(node: NodeOf<'list'>, compiling: Compiling): Compiled {
  const items = node.args.map((item) => compile(item, compiling))
  const of = items.map((item) => item.type).reduce(join, items[0]?.type ?? DYN)
  return { type: listOf(of), run: (frame) => items.map((item) => item.run(frame)) }
}

function map(node: NodeOf<'map'>, compiling: Compiling): Compiled {
  const entries = node.args.map(([key, value]) => ({ key: compile(key, compiling), value: compile(value, compiling) }))
  const of = entries.map((entry) => entry.value.type).reduce(join, entries[0]?.value.type ?? DYN)
  return {
    type: mapOf(of),
    run: (frame) => {
      const made = new Map<unknown, unknown>()
      for (const entry of entries) {
        const key = mapKey(entry.key.run(frame))
        if (!['string', 'bigint', 'boolean'].includes(typeof key))
          fail('the key of a map must be a text or a whole number')
        if (made.has(key)) fail(`the key ${key} comes twice`)
        made.set(key, entry.value.run(frame))
      }
      return made
    },
  }
}

function choice(node: NodeOf<'?:'>, compiling: Compiling): Compiled {
  const [condition, yes, no] = node.args
  const asked = compile(condition, compiling)
  expectKind(condition, asked.type, 'bool', 'what stands before `?`')
  const then = compile(yes, compiling)
  const otherwise = compile(no, compiling)
  return {
    type: join(then.type, otherwise.type),
    run: (frame) => {
      const answer = asked.run(frame)
      if (typeof answer !== 'boolean') fail('what stands before `?` is neither true nor false')
      return answer ? then.run(frame) : otherwise.run(frame)
    },
  }
}

/** `||` and `&&`: the deciding value wins from either side, even over a failure of the other. */
function logic(node: NodeOf<'||'> | NodeOf<'&&'>, compiling: Compiling): Compiled {
  const deciding = node.op === '||'
  const [left, right] = node.args.map((side) => {
    const compiled = compile(side, compiling)
    expectKind(side, compiled.type, 'bool', `each side of \`${node.op}\``)
    return compiled
  })
  if (!left || !right) return refuse(node, 'a side is missing')
  const wrong = `a side of \`${node.op}\` is neither true nor false`
  return {
    type: BOOL,
    run: (frame) => {
      let first: unknown
      try {
        first = left.run(frame)
      } catch (thrown) {
        if (!isFailure(thrown) || thrown.final || right.run(frame) !== deciding) throw thrown
        return deciding
      }
      if (first === deciding) return deciding
      const second = right.run(frame)
      if (second === deciding) return deciding
      return first === !deciding && second === !deciding ? second : fail(wrong)
    },
  }
}

function not(node: NodeOf<'!_'>, compiling: Compiling): Compiled {
  const inner = compile(node.args, compiling)
  expectKind(node.args, inner.type, 'bool', 'what `!` turns around')
  return {
    type: BOOL,
    run: (frame) => {
      const value = inner.run(frame)
      return typeof value === 'boolean' ? !value : fail('what `!` turns around is neither true nor false')
    },
  }
}
