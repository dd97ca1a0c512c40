import * as v from 'valibot'

/** A valibot schema as data: the parts of it that walking needs, whichever kind it is. */
export type ShapeNode = v.GenericSchema & {
  readonly entries?: Readonly<Record<string, ShapeNode>>
  readonly item?: ShapeNode
  readonly wrapped?: ShapeNode
  readonly options?: readonly unknown[]
  readonly getter?: (input: unknown) => ShapeNode
  readonly key?: ShapeNode
  readonly value?: ShapeNode
  readonly literal?: unknown
  readonly pipe?: readonly unknown[]
}

export const shapeNode = (schema: v.GenericSchema): ShapeNode => schema as ShapeNode

/** The shape itself, without `optional` and `lazy` around it. Several layers of them are rare but allowed. */
export function unwrapped(node: ShapeNode, value: unknown): ShapeNode {
  if (node.wrapped) return unwrapped(node.wrapped, value)
  if (node.getter) return unwrapped(node.getter(value), value)
  return node
}

export function isOptional(node: ShapeNode): boolean {
  return node.type === 'optional' || node.type === 'exact_optional' || node.type === 'nullish'
}

export function alternatives(node: ShapeNode): ShapeNode[] {
  if (node.type !== 'union') return [node]
  return (node.options ?? []).flatMap((option) => alternatives(unwrapped(option as ShapeNode, undefined)))
}

type Kind = 'text' | 'number' | 'boolean' | 'null' | 'list' | 'object' | 'nothing'

export function kindOf(value: unknown): Kind {
  if (value === undefined) return 'nothing'
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'list'
  if (typeof value === 'string') return 'text'
  return typeof value === 'object' ? 'object' : (typeof value as 'number' | 'boolean')
}

const KINDS: Readonly<Record<string, Kind>> = {
  string: 'text',
  number: 'number',
  boolean: 'boolean',
  array: 'list',
  record: 'object',
  object: 'object',
  strict_object: 'object',
  loose_object: 'object',
  null: 'null',
}

/** What a shape takes, or undefined for one that takes several kinds. */
export function takes(node: ShapeNode): Kind | undefined {
  if (node.type === 'picklist') return typeof node.options?.[0] === 'number' ? 'number' : 'text'
  return node.type === 'literal' ? kindOf(node.literal) : KINDS[node.type]
}

/** The alternative that this value was meant to be: of its kind and, for objects, with most of its fields, or with any. */
export function meant(node: ShapeNode, value: unknown): ShapeNode | undefined {
  const fitting = alternatives(node).filter((option) => v.is(option, value))
  if (fitting[0]) return fitting[0]
  const ofKind = alternatives(node).filter((option) => takes(option) === undefined || takes(option) === kindOf(value))
  if (kindOf(value) !== 'object') return ofKind.length === 1 ? ofKind[0] : undefined
  const shared = (option: ShapeNode): number =>
    Object.keys(value as object).filter((key) => Object.hasOwn(option.entries ?? {}, key)).length
  const [best] = [...ofKind].sort((a, b) => shared(b) - shared(a))
  return best && (ofKind.length === 1 || shared(best) > 0) ? best : ofKind.find(({ type }) => type === 'record')
}
