import type { Run } from './frame.ts'
import { refuse } from './problem.ts'
import { type StaticKind, type StaticType, spoken } from './static-type.ts'
import type { ASTNode } from './syntax.ts'
import type { VariableName } from './variables.ts'

/** A part of an expression, checked and ready to run. `literal` is the value of one that is written out. */
export type Compiled = { readonly type: StaticType; readonly run: Run; readonly literal?: unknown }

export type Compiling = {
  readonly source: string
  readonly allows: readonly VariableName[]
  /** The names that comprehensions bind, outermost first; their index is their place in `Frame.locals`. */
  readonly locals: readonly { readonly name: string; readonly type: StaticType }[]
  readonly depth: number
  /** Nodes compiled so far: the difference before and after a part is what the part costs each time it runs. */
  readonly counted: { nodes: number }
  readonly compile: (node: ASTNode, compiling: Compiling) => Compiled
}

/** Refuses a part that can never be of this kind. */
export function expectKind(node: ASTNode, type: StaticType, kind: StaticKind, what: string): void {
  if (type.kind !== 'dyn' && type.kind !== kind)
    refuse(node, `${what} must be ${spoken(kind)}, not ${spoken(type.kind)}`)
}

export const textOf = (node: ASTNode, { source }: Compiling): string => source.slice(node.start, node.end)
