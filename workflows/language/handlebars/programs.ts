import { type Limits, metered, nested, spend } from './budget.ts'
import type { Build } from './build.ts'
import { type Decorate, decorated, isDecorator, readDecorator } from './decorators.ts'
import type { Bag, Container } from './frame.ts'
import { outputOf } from './output.ts'
import { readStatement } from './statements.ts'
import { type Expression, insideOf, type Program, type Statement } from './tree.ts'

/** A program in the form handlebars' runtime calls. */
export type Run = (
  container: Container,
  context: unknown,
  helpers: Bag,
  partials: Bag,
  data: unknown,
  blockParams: unknown[][] | undefined,
  depths: unknown[] | undefined,
) => unknown

export type Compiled = { run: Run; decorate: Decorate | undefined }

export function readProgram(build: Build, program: Program, limits: Limits): Compiled {
  const { output, decorate } = readBody(build, program, limits)
  const nodes = nodesOf(program)
  const run: Run = (container, context, helpers, partials, data, blockParams, depths) =>
    metered(limits, (meter) => {
      spend(meter, 'nodes', nodes)
      return nested(meter, 'depth', () =>
        output({ container, context, helpers, partials, data, blockParams, depths, meter }),
      )
    })
  return { run, decorate }
}

/** Reads statements in the order of the source, so that of two mistakes the first is reported. */
function readBody(build: Build, { body, blockParams }: Program, limits: Limits) {
  build.scopes.unshift(blockParams)
  const read = body.map((statement) =>
    isDecorator(statement)
      ? { steps: [], decorators: [readDecorator(build, statement)] }
      : { steps: readStatement(build, statement), decorators: [] },
  )
  build.scopes.shift()
  return {
    output: outputOf(
      read.flatMap(({ steps }) => steps),
      body.length,
    ),
    decorate: decorated(
      build,
      read.flatMap(({ decorators }) => decorators),
      limits,
    ),
  }
}

/** Nodes evaluated when a program runs once, without those of the programs it contains. */
function nodesOf(node: Program | Statement | Expression): number {
  return insideOf(node).reduce((nodes, inner) => nodes + (inner.type === 'Program' ? 0 : nodesOf(inner)), 1)
}
