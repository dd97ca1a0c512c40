import type Handlebars from 'handlebars'
import { bounded, type Limits } from './budget.ts'
import type { Build } from './build.ts'
import { readCall } from './calls.ts'
import type { Decorate } from './decorators.ts'
import type { Bag } from './frame.ts'
import type { CompileOptions } from './options.ts'
import { type Compiled, type Run, readProgram } from './programs.ts'
import type { Program } from './tree.ts'

const BUILT_IN = ['helperMissing', 'blockHelperMissing', 'each', 'if', 'unless', 'with', 'log', 'lookup']

type Settings = { options: CompileOptions; limits: Limits }

/** The tree in the form of a precompiled template (compiler revision 8: handlebars 4.3 and later). */
export function specOf(handlebars: typeof Handlebars, tree: Program, { options, limits }: Settings) {
  const programs: (Compiled | undefined)[] = []
  const build: Build = {
    handlebars,
    options,
    knownHelpers: Object.assign(
      Object.create(null),
      Object.fromEntries(BUILT_IN.map((name) => [name, true])),
      options.knownHelpers,
    ),
    scopes: [],
    usesData: Boolean(options.data),
    usesPartials: false,
    usesBlockParams: false,
    usesDepths: Boolean(options.compat),
    addProgram(program) {
      const index = programs.push(undefined) - 1
      programs[index] = readProgram(build, program, limits)
      return index
    },
    readSubexpression(node) {
      const read = readCall(build, node)
      return (frame) => bounded(frame.meter, read(frame))
    },
  }
  const main = readProgram(build, tree, limits)
  const spec: Bag = {
    compiler: [8, '>= 4.3.0'],
    ...entry('main', 'main_d', main),
    useData: build.usesData,
    usePartial: build.usesPartials,
    useDecorators: [main, ...programs].some((program) => program?.decorate),
    useDepths: build.usesDepths,
    useBlockParams: build.usesBlockParams,
    compat: options.compat,
  }
  programs.forEach((program, index) => {
    if (program) Object.assign(spec, entry(String(index), `${index}_d`, program))
  })
  return { spec, build }
}

const entry = (name: string, decorator: string, { run, decorate }: Compiled): Record<string, Run | Decorate> => ({
  [name]: run,
  ...(decorate && { [decorator]: decorate }),
})
