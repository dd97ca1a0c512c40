import { readArguments } from './arguments.ts'
import { type Limits, metered } from './budget.ts'
import type { Build } from './build.ts'
import { readBodies, readOptions } from './calls.ts'
import type { Bag, Callable, Container, Frame } from './frame.ts'
import { pathOf, registered } from './paths.ts'
import type { Decorator, Statement } from './tree.ts'

/** What runs before a program and may replace it; how inline partials are registered. */
export type Decorate = (
  run: Callable,
  props: Bag,
  container: Container,
  context: unknown,
  data: unknown,
  blockParams: unknown[][] | undefined,
  depths: unknown[] | undefined,
) => Callable

/** One decorator's own part of that. */
type Apply = (run: Callable, props: Bag, frame: Frame) => Callable

export function decorated(build: Build, steps: Apply[], limits: Limits): Decorate | undefined {
  if (steps.length === 0) return undefined
  build.usesDepths = true
  return (run, props, container, context, data, blockParams, depths) =>
    metered(limits, (meter) => {
      const { helpers } = container
      const frame: Frame = { container, context, helpers, partials: {}, data, blockParams, depths, meter }
      return steps.reduce((decorated, decorate) => decorate(decorated, props, frame), run)
    })
}

export const isDecorator = (node: Statement): node is Decorator =>
  node.type === 'Decorator' || node.type === 'DecoratorBlock'

export function readDecorator(build: Build, node: Decorator): Apply {
  const name = pathOf(node.path).original
  const bodies = readBodies(build, node)
  const { params, describe } = readArguments(build, node)
  const options = readOptions(build, { node, name, bodies, describe })
  return (run: Callable, props: Bag, frame: Frame): Callable => {
    const decorator = registered(frame, frame.container.decorators, name)
    if (typeof decorator !== 'function') throw new Error(`Missing decorator: "${name}"`)
    return decorator(run, props, frame.container, { ...options(frame), args: params(frame) }) || run
  }
}
