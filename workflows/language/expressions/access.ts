import { spokenKind } from './compare.ts'
import { type Compiled, type Compiling, textOf } from './compiling.ts'
import { fail } from './frame.ts'
import { toIndex } from './number.ts'
import { refuse } from './problem.ts'
import { BOOL, DYN, mayBe, optionalOf, type StaticType, spoken, TYPE } from './static-type.ts'
import { suggest } from './suggest.ts'
import type { ASTNode, NodeOf } from './syntax.ts'
import { fieldOf, isOptional, kindOf, NAMED_TYPES, optional, typeName } from './value.ts'

/** What `.` and `[]` reach, and their optional forms. */
export function access(node: NodeOf<'.' | '.?' | '[]' | '[?]'>, compiling: Compiling): Compiled {
  switch (node.op) {
    case '.':
      return selectField(node, compiling)
    case '.?':
      return optionalField(node, compiling)
    case '[]':
      return index(node, compiling)
    case '[?]':
      return optionalIndex(node, compiling)
  }
}

/** `a.b`. On an optional value it stays optional, as CEL has it. */
function selectField(node: NodeOf<'.'>, compiling: Compiling): Compiled {
  const [target, field] = node.args
  const path = textOf(node, compiling)
  if (target.op === '.' && NAMED_TYPES.has(path)) return { type: TYPE, run: () => typeName(path) }
  const from = compiling.compile(target, compiling)
  const missing = `\`${path}\` is missing`
  return {
    type: fieldType(node, from.type, field),
    run: (frame) => {
      const value = from.run(frame)
      if (isOptional(value)) return optional(fieldOf(value.value, field))
      return fieldOf(value, field) ?? present(value, field, missing)
    },
  }
}

/** Null is a value; only what is not there is missing. */
function present(value: unknown, key: unknown, missing: string): null {
  return fieldOf(value, key) === null ? null : fail(missing)
}

/** `a.?b`: an optional value, none where the field is missing. */
function optionalField(node: NodeOf<'.?'>, compiling: Compiling): Compiled {
  const [target, field] = node.args
  const from = compiling.compile(target, compiling)
  return {
    type: optionalOf(unwrapped(fieldType(node, from.type, field))),
    run: (frame) => {
      const value = from.run(frame)
      return optional(fieldOf(isOptional(value) ? value.value : value, field))
    },
  }
}

/** `a[key]`: an item of a list by its place, a field of a map by its key. */
function index(node: NodeOf<'[]'>, compiling: Compiling): Compiled {
  const [target, at] = node.args
  const from = compiling.compile(target, compiling)
  const key = compiling.compile(at, compiling)
  const missing = `\`${textOf(node, compiling)}\` is missing`
  return {
    type: itemType(node, from.type, key),
    run: (frame) => {
      const value = from.run(frame)
      const place = key.run(frame)
      if (isOptional(value)) return optional(itemOf(value.value, place))
      const item = itemOf(value, place)
      return item === undefined ? fail(missing) : item
    },
  }
}

function optionalIndex(node: NodeOf<'[?]'>, compiling: Compiling): Compiled {
  const [target, at] = node.args
  const from = compiling.compile(target, compiling)
  const key = compiling.compile(at, compiling)
  return {
    type: optionalOf(unwrapped(itemType(node, from.type, key))),
    run: (frame) => {
      const value = from.run(frame)
      return optional(itemOf(isOptional(value) ? value.value : value, key.run(frame)))
    },
  }
}

/** `has(a.b)`. A field of a known object that is null counts as not there, as an unset one does. */
export function hasField(node: NodeOf<'call'>, compiling: Compiling): Compiled {
  const [asked] = node.args[1]
  if (asked?.op !== '.' && asked?.op !== '.?')
    return refuse(node, '`has()` asks for a field, as in has(event.data.amount)')
  const [target, field] = asked.args
  const from = compiling.compile(target, compiling)
  fieldType(asked, from.type, field)
  const known = from.type.kind === 'object'
  return {
    type: BOOL,
    run: (frame) => {
      const value = from.run(frame)
      const found = fieldOf(isOptional(value) ? value.value : value, field)
      return found !== undefined && !(known && found === null)
    },
  }
}

function itemOf(value: unknown, key: unknown): unknown {
  if (!Array.isArray(value)) return fieldOf(value, key)
  const place = toIndex(key)
  return place === undefined ? fail(`a place in a list is a whole number, not ${spokenKind(key)}`) : value[place]
}

function fieldType(node: ASTNode, type: StaticType, field: string): StaticType {
  switch (type.kind) {
    case 'dyn':
      return DYN
    case 'map':
      return type.of
    case 'optional':
      return optionalOf(unwrapped(fieldType(node, type.of, field)))
    case 'object': {
      const found = Object.hasOwn(type.fields, field) ? type.fields[field] : undefined
      if (found) return found
      const near = suggest(field, Object.keys(type.fields))
      const meant = near && `${type.path}.${near}`
      return refuse(
        { start: node.pos },
        `\`${type.path}.${field}\` does not exist${meant ? `; did you mean \`${meant}\`?` : ''}`,
        meant,
      )
    }
    default:
      return refuse({ start: node.pos }, `${spoken(type.kind)} has no field \`${field}\``)
  }
}

function itemType(node: ASTNode, type: StaticType, key: Compiled): StaticType {
  switch (type.kind) {
    case 'list':
      if (!mayBe(key.type, 'number')) refuse(node, `a place in a list is a whole number, not ${spoken(key.type.kind)}`)
      return type.of
    case 'optional':
      return optionalOf(unwrapped(itemType(node, type.of, key)))
    case 'object':
      return kindOf(key.literal) === 'string' ? fieldType(node, type, `${key.literal}`) : DYN
    case 'dyn':
      return DYN
    case 'map':
      return type.of
    default:
      return refuse(node, `${spoken(type.kind)} has no items`)
  }
}

const unwrapped = (type: StaticType): StaticType => (type.kind === 'optional' ? type.of : type)
