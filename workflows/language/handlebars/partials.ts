import { readArguments } from './arguments.ts'
import { nested } from './budget.ts'
import type { Build } from './build.ts'
import { asNode, readBodies, surroundings } from './calls.ts'
import type { Evaluate, Frame } from './frame.ts'
import { registered } from './paths.ts'
import type { Partial, Path } from './tree.ts'

/** The text of a partial, indented as `indent` says. */
export function readPartial(build: Build, node: Partial, indent: string): Evaluate {
  build.usesPartials = true
  if (node.params.length > 1) {
    const message = `Unsupported number of partial arguments: ${node.params.length}`
    throw new build.handlebars.Exception(message, asNode(node))
  }
  const bodies = readBodies(build, node)
  const find = findPartial(build, node)
  const { params, describe } = readArguments(build, { params: contextOf(build, node), hash: node.hash })
  return (frame) => {
    const { name, partial } = find(frame)
    const [context] = params(frame)
    const options = {
      ...(name !== undefined && { name }),
      ...describe(frame),
      ...bodies(frame),
      ...surroundings(build, frame),
      ...(indent && { indent }),
      helpers: frame.helpers,
      partials: frame.partials,
      decorators: frame.container.decorators,
      ...(build.options.compat && { depths: frame.depths }),
    }
    return nested(frame.meter, 'partialDepth', () => frame.container.invokePartial(partial, context, options))
  }
}

/** A dynamic name is left to the runtime, which takes a function for the partial itself. */
function findPartial(build: Build, node: Partial): (frame: Frame) => { name?: string; partial: unknown } {
  if (node.name.type === 'SubExpression') {
    const read = build.readSubexpression(node.name)
    return (frame) => ({ partial: read(frame) })
  }
  const name = String(node.name.original)
  return (frame) => ({ name, partial: registered(frame, frame.partials, name) })
}

const HERE: Path = { type: 'PathExpression', data: false, depth: 0, parts: [], original: '' }

function contextOf(build: Build, node: Partial) {
  return node.params.length > 0 || build.options.explicitPartialContext ? node.params : [HERE]
}
