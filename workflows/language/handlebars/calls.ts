import { readArguments } from './arguments.ts'
import type { Build } from './build.ts'
import type { Bag, Callable, Evaluate, Frame } from './frame.ts'
import { blockParamSlot, isSimple, pathOf, readPath, registered } from './paths.ts'
import type { Block, Call, Mustache, Path, Program, Subexpression } from './tree.ts'

type Named = Mustache | Block | Subexpression

/** How a name is meant: surely a helper, a plain value, or whichever of the two is found when it runs. */
export function meaningOf(build: Build, node: Named): 'helper' | 'value' | 'ambiguous' {
  const path = pathOf(node.path)
  const [name = ''] = path.parts
  const simple = isSimple(path)
  if (simple && blockParamSlot(build, name)) return 'value'
  if (node.type === 'SubExpression' || node.params.length > 0 || node.hash) return 'helper'
  if (!simple) return 'value'
  if (build.knownHelpers[name]) return 'helper'
  return build.options.knownHelpersOnly ? 'value' : 'ambiguous'
}

/** The value of a mustache or a subexpression. */
export function readCall(build: Build, node: Mustache | Subexpression): Evaluate {
  switch (meaningOf(build, node)) {
    case 'helper':
      return callHelper(build, node)
    case 'ambiguous':
      return callIfFunction(build, node)
    case 'value':
      return readSubject(build, node)
  }
}

/** The text of a block: its helper's result, or what blockHelperMissing makes of its value. */
export function readBlock(build: Build, node: Block): Evaluate {
  switch (meaningOf(build, node)) {
    case 'helper':
      return callHelper(build, node)
    case 'ambiguous':
      return callBlockIfFunction(build, node)
    case 'value': {
      const bodies = readBodies(build, node)
      const subject = readSubject(build, node)
      const options = readOptions(build, { node, name: pathOf(node.path).original, bodies })
      return (frame) => blockOfValue(frame, subject(frame), options(frame))
    }
  }
}

function callHelper(build: Build, node: Named): Evaluate {
  const path = pathOf(node.path)
  const name = String(path.parts[0])
  const known = build.knownHelpers[name]
  const bodies = readBodies(build, node)
  const { params, describe } = readArguments(build, node)
  if (!known && build.options.knownHelpersOnly) {
    const message = `You specified knownHelpersOnly, but used the unknown helper ${name}`
    throw new build.handlebars.Exception(message, asNode(node))
  }
  const find: Evaluate = known ? (frame) => registered(frame, frame.helpers, name) : findHelper(build, path)
  const options = readOptions(build, { node, name: known ? name : path.original, bodies, describe })
  return (frame) => {
    // `.call` whatever was found: what is no function fails with the TypeError it has in handlebars.
    const helper = find(frame) as Callable
    return helper.call(selfOf(frame), ...params(frame), options(frame))
  }
}

function findHelper(build: Build, path: Path): Evaluate {
  const simple = isSimple(path)
  const inContext = readPath(build, path, 'helper')
  const find: Evaluate = (frame) => (simple && registered(frame, frame.helpers, path.original)) || inContext(frame)
  return build.options.strict ? find : (frame) => find(frame) || frame.container.hooks.helperMissing
}

function callIfFunction(build: Build, node: Mustache | Subexpression): Evaluate {
  const find = findAmbiguous(build, node)
  const options = readOptions(build, { node, name: String(pathOf(node.path).parts[0]) })
  return (frame) => {
    const found = find(frame)
    return isFunction(found) ? found.call(selfOf(frame), options(frame)) : found
  }
}

function callBlockIfFunction(build: Build, node: Block): Evaluate {
  const name = String(pathOf(node.path).parts[0])
  const find = findAmbiguous(build, node)
  const options = readOptions(build, { node, name, bodies: readBodies(build, node) })
  return (frame) => {
    const found = find(frame)
    const given = options(frame)
    const value = isFunction(found) ? found.call(selfOf(frame), given) : found
    return registered(frame, frame.helpers, name) ? value : blockOfValue(frame, value, given)
  }
}

/** The helper or, failing that, the value of the context with that name. */
function findAmbiguous(build: Build, node: Named): Evaluate {
  const path = pathOf(node.path)
  const name = String(path.parts[0])
  const inContext = readPath(build, path, 'subject')
  const find: Evaluate = (frame) => registered(frame, frame.helpers, name) || inContext(frame)
  return build.options.strict ? find : (frame) => find(frame) ?? frame.container.hooks.helperMissing
}

/** A value that is no helper; a function in the context is called with the context as its `this`. */
function readSubject(build: Build, node: Named): Evaluate {
  const read = readPath(build, pathOf(node.path), 'subject')
  return (frame) => frame.container.lambda(read(frame), frame.context)
}

const blockOfValue = (frame: Frame, value: unknown, options: Bag): unknown =>
  frame.container.hooks.blockHelperMissing.call(frame.context, value, options)

const selfOf = (frame: Frame): unknown => frame.context ?? frame.container.nullContext

const isFunction = (value: unknown): value is Callable => typeof value === 'function'

type Optioned = { node: Call; name: string; bodies?: (frame: Frame) => Bag; describe?: (frame: Frame) => Bag }

/** The last argument of a helper, made anew for every call. */
export function readOptions(build: Build, { node, name, bodies, describe = nothing(build) }: Optioned) {
  return (frame: Frame): Bag => ({
    name,
    hash: {},
    ...describe(frame),
    ...bodies?.(frame),
    ...surroundings(build, frame),
    loc: node.loc,
  })
}

const nothing = (build: Build) => readArguments(build, { params: [] }).describe

/** What helpers and partials are told of where they run. */
export const surroundings = (build: Build, frame: Frame): Bag => ({
  ...(build.usesData && { data: frame.data }),
  ...(build.usesBlockParams && { blockParams: frame.blockParams }),
})

type Bodies = { program?: Program; inverse?: Program }

/** `fn` and `inverse`, when there is either. */
export function readBodies(build: Build, { program, inverse }: { type: string } & Bodies): (frame: Frame) => Bag {
  if (!program && !inverse) return () => ({})
  const fn = readBody(build, program)
  const otherwise = readBody(build, inverse)
  return (frame) => ({ fn: fn(frame), inverse: otherwise(frame) })
}

function readBody(build: Build, program: Program | undefined): Evaluate {
  if (!program) return ({ container }) => container.noop
  const index = build.addProgram(program)
  const declared = program.blockParams?.length ?? 0
  return ({ container, data, blockParams, depths }) => container.program(index, data, declared, blockParams, depths)
}

/** A node as handlebars' exceptions take it, to say where it stands. */
export const asNode = (node: { type: string; loc?: unknown }) => node as unknown as hbs.AST.Node
