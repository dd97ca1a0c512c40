import type { Build } from './build.ts'
import type { Bag, Evaluate, Frame } from './frame.ts'
import { blockParamSlot, blockParamsAt, contextAt, isScoped, readPath } from './paths.ts'
import type { Expression, Hash, Path } from './tree.ts'

/** One argument of a helper, and what the old options `trackIds` and `stringParams` tell the helper about it. */
type Argument = { value: Evaluate; id: Evaluate; context: Evaluate; type: string }

export type Arguments = {
  params(frame: Frame): unknown[]
  /** The properties of a helper's `options` that describe its arguments. */
  describe(frame: Frame): Bag
}

type Given = { params: Expression[]; hash?: Hash }

export function readArguments(build: Build, given: Given): Arguments {
  const { trackIds, stringParams } = build.options
  const params = given.params.map((param) => readArgument(build, param))
  const hash = given.hash && readHash(build, given.hash)
  // A key given the word `undefined` is left out of handlebars' code.
  const values = stringParams ? hash : hash?.filter(([, argument]) => argument.type !== 'UndefinedLiteral')
  return {
    params: (frame) => params.map((param) => param.value(frame)),
    describe: (frame) => ({
      ...(values && { hash: pick(values, (argument) => argument.value(frame)) }),
      ...(trackIds && { hashIds: pick(hash ?? [], (argument) => argument.id(frame)) }),
      ...(stringParams && {
        hashTypes: pick(hash ?? [], (argument) => argument.type),
        hashContexts: pick(hash ?? [], (argument) => argument.context(frame)),
        types: params.map((param) => param.type),
        contexts: params.map((param) => param.context(frame)),
      }),
      ...(trackIds && { ids: params.map((param) => param.id(frame)) }),
    }),
  }
}

// Handlebars evaluates a hash from its end, so helpers see its keys in reverse and the first of two equal keys counts.
function readHash(build: Build, hash: Hash): [string, Argument][] {
  const byKey: Record<string, Argument> = {}
  const pairs = hash.pairs.map(({ key, value }) => ({ key, argument: readArgument(build, value) }))
  for (const { key, argument } of pairs.toReversed()) {
    if (key !== '__proto__') byKey[key] = argument
  }
  return Object.entries(byKey)
}

function pick(hash: [string, Argument][], read: (argument: Argument) => unknown): Bag {
  const picked: Bag = {}
  for (const [key, argument] of hash) picked[key] = read(argument)
  return picked
}

function readArgument(build: Build, node: Expression): Argument {
  return {
    value: build.options.stringParams && node.type !== 'SubExpression' ? spelling(node) : readExpression(build, node),
    id: idOf(build, node),
    context: contextAt(build, node.type === 'PathExpression' ? node.depth : 0),
    type: node.type,
  }
}

export function readExpression(build: Build, node: Expression): Evaluate {
  switch (node.type) {
    case 'PathExpression':
      return readPath(build, node, 'value')
    case 'SubExpression':
      return build.readSubexpression(node)
    case 'NumberLiteral':
      // Handlebars prints the number into its code, where -0 becomes 0.
      return () => node.value + 0
    case 'StringLiteral':
    case 'BooleanLiteral':
      return () => node.value
    case 'UndefinedLiteral':
      return () => undefined
    case 'NullLiteral':
      return () => null
    default:
      return node satisfies never
  }
}

/** With `stringParams`, what a helper gets in place of a value. */
function spelling(node: Exclude<Expression, { type: 'SubExpression' }>): Evaluate {
  const value = 'value' in node ? node.value : node.original || ''
  if (typeof value !== 'string') return () => value
  const spelled = value.replace(/^(\.?\.\/)*/g, '').replace(/\//g, '.')
  return () => spelled
}

/** With `trackIds`, the path an argument was read from. */
function idOf(build: Build, node: Expression): Evaluate {
  if (node.type === 'SubExpression') return () => true
  if (node.type !== 'PathExpression') return () => null
  const slot = build.options.trackIds && !isScoped(node) && !node.depth && blockParamSlot(build, node.parts[0])
  if (slot) {
    build.usesBlockParams = true
    const below = node.parts.slice(1).map((part) => `.${part}`)
    return (frame) => {
      const { path } = blockParamsAt(frame, slot.up) as unknown as { path: unknown[] }
      return below.length ? `${path[slot.index]}${below.join('')}` : path[slot.index]
    }
  }
  const id = idFrom(node)
  return () => id
}

const idFrom = (path: Path) =>
  path.original
    .replace(/^this(?:\.|$)/, '')
    .replace(/^\.\//, '')
    .replace(/^\.$/, '')
