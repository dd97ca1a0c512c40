import { type ASTNode, nameOf } from './syntax.ts'
import { isVariable } from './variables.ts'

/**
 * The paths an expression reads, such as `contact.points` and `steps.gift.code`, each as far as it is written out. What a
 * comprehension binds is none of them.
 */
export function pathsRead(tree: ASTNode): readonly string[] {
  const found = new Set<string>()
  collect(tree, new Set(), found)
  return [...found].sort()
}

function collect(node: ASTNode, bound: ReadonlySet<string>, found: Set<string>): void {
  const path = pathOf(node)
  if (path) {
    const [root = ''] = path
    if (isVariable(root) && !bound.has(root)) found.add(path.join('.'))
    return
  }
  if (node.op === 'rcall') {
    collectMethod(node.args, bound, found)
    return
  }
  for (const child of childrenOf(node)) collect(child, bound, found)
}

const BINDING: ReadonlySet<string> = new Set(['all', 'exists', 'exists_one', 'map', 'filter'])

function collectMethod(
  [name, target, args]: readonly [string, ASTNode, readonly ASTNode[]],
  bound: ReadonlySet<string>,
  found: Set<string>,
): void {
  if (target.op !== 'id' || target.args !== 'optional') collect(target, bound, found)
  const [variable, ...rest] = args
  if (BINDING.has(name) && variable?.op === 'id' && rest.length > 0) {
    const inner = new Set([...bound, nameOf(variable)])
    for (const arg of rest) collect(arg, inner, found)
    return
  }
  for (const arg of args) collect(arg, bound, found)
}

/** The names from a variable down to a field, or undefined where the node is more than that. */
function pathOf(node: ASTNode): readonly string[] | undefined {
  switch (node.op) {
    case 'id':
      return [nameOf(node)]
    case '.':
    case '.?': {
      const path = pathOf(node.args[0])
      return path && [...path, node.args[1]]
    }
    case '[]':
    case '[?]': {
      const [target, key] = node.args
      const path = key.op === 'value' && typeof key.args === 'string' ? pathOf(target) : undefined
      return path && [...path, `${key.args}`]
    }
    default:
      return undefined
  }
}

function childrenOf(node: ASTNode): readonly ASTNode[] {
  switch (node.op) {
    case 'value':
    case 'id':
      return []
    case '.':
    case '.?':
      return [node.args[0]]
    case 'call':
      return node.args[1]
    case 'rcall':
      return [node.args[1], ...node.args[2]]
    case 'map':
      return node.args.flat()
    case '!_':
    case '-_':
      return [node.args]
    default:
      return node.args
  }
}
