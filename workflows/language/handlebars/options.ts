import type { Limits } from './budget.ts'

/** handlebars' options for `compile`, and the limits of one render. */
export type CompileOptions = {
  data?: boolean
  compat?: boolean
  knownHelpers?: Record<string, boolean>
  knownHelpersOnly?: boolean
  noEscape?: boolean
  strict?: boolean
  assumeObjects?: boolean
  preventIndent?: boolean
  ignoreStandalone?: boolean
  explicitPartialContext?: boolean
  stringParams?: boolean
  trackIds?: boolean
  srcName?: string
  limits?: { [Limit in keyof Limits]?: number }
}
