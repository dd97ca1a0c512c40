import type { Build } from './build.ts'
import { meaningOf, readBlock, readCall } from './calls.ts'
import type { Evaluate } from './frame.ts'
import type { Step } from './output.ts'
import { readPartial } from './partials.ts'
import type { Decorator, Mustache, Partial, Statement } from './tree.ts'

/** What a statement adds to the output. */
export function readStatement(build: Build, node: Exclude<Statement, Decorator>): Step[] {
  switch (node.type) {
    case 'ContentStatement':
      return node.value ? [text(node.value)] : []
    case 'MustacheStatement':
      return [readMustache(build, node)]
    case 'BlockStatement':
      if (meaningOf(build, node) === 'ambiguous') return [{ kind: 'section', evaluate: readBlock(build, node) }]
      return [piece(readBlock(build, node))]
    case 'PartialStatement':
    case 'PartialBlockStatement':
      return readPartialStatement(build, node)
    case 'CommentStatement':
      return []
    default:
      return node satisfies never
  }
}

const text = (value: string): Step => ({ kind: 'piece', evaluate: () => value })
const piece = (evaluate: Evaluate): Step => ({ kind: 'piece', evaluate: (frame) => evaluate(frame) ?? '' })

function readMustache(build: Build, node: Mustache): Step {
  const value = readCall(build, node)
  if (!node.escaped || build.options.noEscape) return piece(value)
  return { kind: 'piece', evaluate: (frame) => frame.container.escapeExpression(value(frame)) }
}

function readPartialStatement(build: Build, node: Partial): Step[] {
  const { indent = '' } = node
  if (!indent || !build.options.preventIndent) return [piece(readPartial(build, node, indent))]
  return [text(indent), piece(readPartial(build, node, ''))]
}
