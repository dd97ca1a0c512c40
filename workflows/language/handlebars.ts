import type Handlebars from 'handlebars'
import { LIMITS, type Limits, metered } from './handlebars/budget.ts'
import type { Bag } from './handlebars/frame.ts'
import { checkNesting } from './handlebars/nesting.ts'
import type { CompileOptions } from './handlebars/options.ts'
import { specOf } from './handlebars/spec.ts'
import type { Program } from './handlebars/tree.ts'

/** Renders a template. Throws a BudgetError past its limits, and else what handlebars throws. */
export type Template = (context?: unknown, options?: RuntimeOptions) => string

/**
 * What `handlebars.compile` returns, without generating code, so that it works where that is forbidden. The tree of
 * `handlebars.parse` becomes plain functions, which handlebars' own runtime runs: property access, partials, data
 * frames and error texts are its. Takes a string only: an AST may come from data and say anything.
 *
 * Partials registered as strings are compiled with the same options, as in handlebars, but kept with this template:
 * one compiled without escaping never reaches a template with it.
 */
export function compile(handlebars: typeof Handlebars, source: string, options: CompileOptions = {}): Template {
  if (typeof source !== 'string') {
    const message = 'You must pass a string or Handlebars AST to Handlebars.compile. You passed '
    throw new handlebars.Exception(message + source)
  }
  const limits = { ...LIMITS, ...options.limits }
  const partials: Partials = new Map()
  return template({ handlebars, limits, partials }, source, { data: true, ...options })
}

/** What a template shares with the partials it compiles. */
type Session = { handlebars: typeof Handlebars; limits: Limits; partials: Partials }
type Partials = Map<string, Template>

/** Compiled partials one template keeps; past that it starts over. */
const PARTIALS_KEPT_MAX = 200

function template(session: Session, source: string, options: CompileOptions): Template {
  let runtime: RuntimeTemplate | undefined
  const prepared = () => {
    runtime ??= prepare(session, source, options)
    return runtime
  }
  function render(this: unknown, context?: unknown, runtimeOptions?: RuntimeOptions): string {
    return metered(session.limits, () => prepared().call(this, context, runtimeOptions))
  }
  return Object.assign(render, {
    _setup: (given: unknown) => prepared()._setup(given),
    _child: (...given: unknown[]) => prepared()._child(...given),
  })
}

function prepare(session: Session, source: string, options: CompileOptions): RuntimeTemplate {
  const { handlebars, limits } = session
  const { spec, build } = specOf(handlebars, treeOf(session, source, options), { options, limits })
  const { VM } = handlebars as unknown as { VM: Runtime }
  // Partials given as text are compiled here, before the runtime would generate code for them.
  const resolvePartial: Runtime['resolvePartial'] = (partial, context, given) => {
    const found = VM.resolvePartial(partial, context, given)
    return typeof found === 'string' ? partialOf(session, found, { ...options, data: build.usesData }) : found
  }
  const environment = Object.assign(Object.create(handlebars), { VM: { ...VM, resolvePartial } })
  return VM.template(spec, environment)
}

function treeOf({ handlebars, limits }: Session, source: string, options: CompileOptions): Program {
  checkNesting(handlebars, source, limits)
  const tree: unknown = handlebars.parse(source, options)
  return tree as Program
}

function partialOf(session: Session, source: string, options: CompileOptions): Template {
  const key = `${options.data ? 'data' : ''}:${source}`
  const kept = session.partials.get(key)
  if (kept) return kept
  const compiled = template(session, source, options)
  if (session.partials.size >= PARTIALS_KEPT_MAX) session.partials.clear()
  session.partials.set(key, compiled)
  return compiled
}

/** The runtime handlebars exports for precompiled templates, as far as it is used here. */
type Runtime = {
  template(spec: Bag, environment: unknown): RuntimeTemplate
  resolvePartial(partial: unknown, context: unknown, options: Bag): unknown
}
type RuntimeTemplate = {
  (context: unknown, options?: RuntimeOptions): string
  _setup(options: unknown): unknown
  _child(...given: unknown[]): unknown
}
