import type Handlebars from 'handlebars'
import type { Evaluate } from './frame.ts'
import type { CompileOptions } from './options.ts'
import type { Program, Subexpression } from './tree.ts'

/** What is gathered while a template's tree becomes functions. */
export type Build = {
  handlebars: typeof Handlebars
  options: CompileOptions
  knownHelpers: Record<string, boolean>
  /** Names of block parameters in reach, innermost program first. */
  scopes: (string[] | undefined)[]
  usesData: boolean
  usesPartials: boolean
  usesBlockParams: boolean
  usesDepths: boolean
  /** Adds a nested program; its number is how the runtime knows it. */
  addProgram(program: Program): number
  readSubexpression(node: Subexpression): Evaluate
}
