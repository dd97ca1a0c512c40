import { syntaxTree } from '@codemirror/language'
import type { EditorState } from '@codemirror/state'
import type { SyntaxNode } from '@lezer/common'
import type { Step } from './schema-path.ts'

/** Where the cursor is in a JSON document: the path of the object or value, and whether a key or a value is written. */
export type Place = {
  path: Step[]
  writing: 'key' | 'value'
  /** The text that is being written, from here to there. */
  from: number
  to: number
  /** Keys that the object has already. */
  siblings: string[]
}

export function placeAt(state: EditorState, position: number): Place | undefined {
  const tree = syntaxTree(state)
  let node: SyntaxNode | null = tree.resolveInner(position, -1)
  const word = node
  const isName = node.name === 'PropertyName'
  const inString = node.name === 'String' || isName
  const from = inString || isLiteral(node) ? node.from : position
  const to = inString || isLiteral(node) ? node.to : position
  if (isName) node = node.parent?.parent ?? null
  else if (inString || isLiteral(node)) node = node.parent
  while (node && !['Object', 'Array', 'Property', 'JsonText'].includes(node.name)) node = node.parent
  if (!node) return undefined
  if (node.name === 'Property') {
    const name = keyOf(state, node)
    return name === undefined
      ? undefined
      : { path: [...pathOf(state, node), { key: name }], writing: 'value', from, to, siblings: [] }
  }
  if (node.name === 'Object')
    return { path: pathOf(state, node), writing: 'key', from, to, siblings: keysOf(state, node, word) }
  if (node.name === 'Array')
    return {
      path: [...pathOf(state, node), { index: indexIn(node, position) }],
      writing: 'value',
      from,
      to,
      siblings: [],
    }
  return undefined
}

function isLiteral(node: SyntaxNode): boolean {
  return ['Number', 'True', 'False', 'Null'].includes(node.name)
}

/** Of an object, an array or a value: the steps that lead to it. Of a property: to its object. */
function pathOf(state: EditorState, node: SyntaxNode): Step[] {
  const path: Step[] = []
  for (let inner = node, outer = node.parent; outer; inner = outer, outer = outer.parent) {
    if (outer.name === 'Property') {
      const key = keyOf(state, outer)
      if (key !== undefined) path.unshift({ key })
    } else if (outer.name === 'Array') path.unshift({ index: indexIn(outer, inner.from) })
  }
  return path
}

function keyOf(state: EditorState, property: SyntaxNode): string | undefined {
  const name = property.getChild('PropertyName')
  return name ? state.sliceDoc(name.from + 1, name.to - 1) : undefined
}

function keysOf(state: EditorState, object: SyntaxNode, except: SyntaxNode): string[] {
  return object
    .getChildren('Property')
    .filter((property) => property.getChild('PropertyName')?.from !== except.from)
    .flatMap((property) => keyOf(state, property) ?? [])
}

const MARKS: ReadonlySet<string> = new Set(['[', ']', ',', '⚠'])

function indexIn(array: SyntaxNode, position: number): number {
  let index = 0
  for (let child = array.firstChild; child; child = child.nextSibling)
    if (!MARKS.has(child.name) && child.to < position) index += 1
  return index
}
