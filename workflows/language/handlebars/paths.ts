import type { Build } from './build.ts'
import type { Bag, Evaluate, Frame } from './frame.ts'
import type { Literal, Path } from './tree.ts'

/**
 * What a path is read for, which decides how a missing step reads: a `value` for an argument, the `subject` of a
 * mustache or block, or a `helper` that may live in the context.
 */
export type Purpose = 'value' | 'subject' | 'helper'

/** The path a call names. A literal there names the property spelled like it. */
export function pathOf(node: Path | Literal): Path {
  if (node.type === 'PathExpression') return node
  const name = String(node.original)
  return { type: 'PathExpression', data: false, depth: 0, parts: [name], original: name, loc: node.loc }
}

// Handlebars' own test, which takes a name ending in `this` for scoped too.
export const isScoped = (path: Path): boolean => /^\.|this\b/.test(path.original)

/** One bare name, which may be a helper's. */
export const isSimple = (path: Path): boolean => path.parts.length === 1 && !isScoped(path) && !path.depth

/** Where a block parameter of that name is kept: how many programs up, and which of its parameters. */
export function blockParamSlot(build: Build, name: string | undefined): { up: number; index: number } | undefined {
  if (name === undefined) return undefined
  const up = build.scopes.findIndex((names) => names?.includes(name))
  return up < 0 ? undefined : { up, index: build.scopes[up]?.indexOf(name) ?? 0 }
}

/** The parameters a helper gave the program that many levels up. */
export function blockParamsAt(frame: Frame, up: number): unknown[] {
  const given = frame.blockParams?.[up]
  if (!given) throw new TypeError('a block names parameters, but its helper gives none')
  return given
}

export function readPath(build: Build, path: Path, purpose: Purpose): Evaluate {
  const [name] = path.parts
  const slot = !path.depth && !isScoped(path) ? blockParamSlot(build, name) : undefined
  if (slot) {
    build.usesBlockParams = true
    const origin: Evaluate = (frame) => blockParamsAt(frame, slot.up)[slot.index]
    return follow(build, path, { origin, from: 1, stops: isMissing, mustExist: false })
  }
  if (!name) return contextAt(build, path.depth)
  const mustExist = purpose !== 'value'
  if (path.data) {
    build.usesData = true
    const origin: Evaluate = path.depth ? ({ container, data }) => container.data(data, path.depth) : ({ data }) => data
    return follow(build, path, { origin, from: 0, stops: isFalsy, mustExist })
  }
  const stops = purpose === 'helper' ? isFalsy : isMissing
  if (build.options.compat && !isScoped(path) && !path.depth) {
    const origin: Evaluate = ({ container, depths }) => container.lookup(depths, name)
    return follow(build, path, { origin, from: 1, stops, mustExist })
  }
  return follow(build, path, { origin: contextAt(build, path.depth), from: 0, stops, mustExist })
}

export function contextAt(build: Build, depth: number): Evaluate {
  if (!depth) return (frame) => frame.context
  build.usesDepths = true
  return (frame) => frame.depths?.[depth]
}

const isFalsy = (value: unknown) => !value
const isMissing = (value: unknown) => value == null

type Way = {
  origin: Evaluate
  /** The first part to look up; those before it are in the origin already. */
  from: number
  /** The value the walk ends at, unless the options promise objects all the way. */
  stops(value: unknown): boolean
  /** In strict mode, whether the last part has to be there. */
  mustExist: boolean
}

function follow(build: Build, path: Path, way: Way): Evaluate {
  if (build.options.strict || build.options.assumeObjects) return followSurely(build, path, way)
  const { origin, stops } = way
  const parts = path.parts.slice(way.from)
  return (frame) => {
    let value = origin(frame)
    for (const part of parts) {
      if (stops(value)) return value
      value = frame.container.lookupProperty(value, part)
    }
    return value
  }
}

function followSurely(build: Build, path: Path, { origin, from, mustExist }: Way): Evaluate {
  const last = build.options.strict && mustExist ? path.parts.at(-1) : undefined
  const parts = path.parts.slice(from, last === undefined ? undefined : -1)
  return (frame) => {
    let value = origin(frame)
    for (const part of parts) value = frame.container.lookupProperty(value, part)
    return last === undefined ? value : frame.container.strict(value, last, path.loc)
  }
}

/** The helper, partial or decorator registered under a name, by the same rules as a property of the context. */
export const registered = (frame: Frame, registry: Bag, name: string): unknown =>
  frame.container.lookupProperty(registry, name)
