import { type Node, parsePattern } from './regex/pattern.ts'

/** A compiled pattern. `test` takes time in the order of `size` × the subject's length, whatever the two are. */
export type Regex = { readonly size: number; readonly test: (subject: string) => boolean }
export type CompiledRegex =
  | { readonly kind: 'regex'; readonly regex: Regex }
  | { readonly kind: 'problem'; readonly message: string; readonly at: number }

export const PATTERN_LENGTH_MAX = 256
export const SUBJECT_LENGTH_MAX = 10_000
const INSTRUCTIONS_MAX = 2_000

type Accepts = (codePoint: number) => boolean
type Holds = (before: number, after: number) => boolean
type Instruction =
  | { readonly kind: 'take'; readonly accepts: Accepts }
  | { readonly kind: 'assert'; readonly holds: Holds }
  | { readonly kind: 'fork'; readonly targets: number[] }
  | { readonly kind: 'match' }

/**
 * RE2's language without captures (`matches` only asks yes or no), run as a Thompson automaton: all states advance together
 * over the subject, so nothing ever backtracks. Refuses what is not regular: back-references and lookaround.
 * R. Cox, "Regular Expression Matching: the Virtual Machine Approach", 2009.
 */
export function compileRegex(pattern: string): CompiledRegex {
  if (pattern.length > PATTERN_LENGTH_MAX)
    return { kind: 'problem', message: `a pattern may have ${PATTERN_LENGTH_MAX} characters`, at: PATTERN_LENGTH_MAX }
  const parsed = parsePattern(pattern)
  if (parsed.kind === 'problem') return parsed
  if (sizeOf(parsed.node) > INSTRUCTIONS_MAX)
    return { kind: 'problem', message: 'the pattern repeats too much', at: pattern.length }
  const program: Instruction[] = []
  emit(parsed.node, program)
  program.push({ kind: 'match' })
  return { kind: 'regex', regex: { size: program.length, test: (subject) => run(program, subject) } }
}

function sizeOf(node: Node): number {
  switch (node.kind) {
    case 'take':
    case 'assert':
      return 1
    case 'sequence':
      return node.parts.reduce((sum, part) => sum + sizeOf(part), 0)
    case 'either':
      return node.parts.reduce((sum, part) => sum + sizeOf(part) + 1, 1)
    case 'repeat':
      return (sizeOf(node.part) + 1) * Math.max(1, node.max ?? node.min + 1)
  }
}

function emit(node: Node, program: Instruction[]): void {
  switch (node.kind) {
    case 'take':
    case 'assert':
      program.push(node)
      return
    case 'sequence':
      for (const part of node.parts) emit(part, program)
      return
    case 'either':
      emitEither(node.parts, program)
      return
    case 'repeat':
      emitRepeat(node, program)
  }
}

function emitEither(parts: readonly Node[], program: Instruction[]): void {
  const starts: number[] = []
  const ends: number[][] = []
  program.push({ kind: 'fork', targets: starts })
  for (const part of parts) {
    starts.push(program.length)
    emit(part, program)
    const end: number[] = []
    program.push({ kind: 'fork', targets: end })
    ends.push(end)
  }
  for (const end of ends) end.push(program.length)
}

function emitRepeat({ part, min, max }: Node & { kind: 'repeat' }, program: Instruction[]): void {
  for (let count = 0; count < min; count++) emit(part, program)
  if (max === undefined) {
    const start = program.length
    const loop: number[] = [start + 1]
    program.push({ kind: 'fork', targets: loop })
    emit(part, program)
    program.push({ kind: 'fork', targets: [start] })
    loop.push(program.length)
    return
  }
  const skips: number[][] = []
  for (let count = min; count < max; count++) {
    const skip: number[] = [program.length + 1]
    program.push({ kind: 'fork', targets: skip })
    skips.push(skip)
    emit(part, program)
  }
  for (const skip of skips) skip.push(program.length)
}

/** The states alive at one place of the subject; `seen` holds the place at which a state was last added. */
type States = { readonly alive: number[]; readonly seen: Int32Array }
/** A place of the subject: where, and the characters on both sides of it (-1 beyond its ends). */
type Place = { at: number; before: number; after: number }

function run(program: readonly Instruction[], subject: string): boolean {
  let current: States = { alive: [], seen: new Int32Array(program.length).fill(-1) }
  let next: States = { alive: [], seen: new Int32Array(program.length).fill(-1) }
  const place: Place = { at: 0, before: -1, after: subject.codePointAt(0) ?? -1 }
  for (;;) {
    if (follow(program, 0, current, place)) return true
    const code = place.after
    if (code < 0) return false
    place.at += code > 0xffff ? 2 : 1
    place.before = code
    place.after = subject.codePointAt(place.at) ?? -1
    for (const state of current.alive) {
      const instruction = program[state]
      if (instruction?.kind === 'take' && instruction.accepts(code) && follow(program, state + 1, next, place))
        return true
    }
    current.alive.length = 0
    const emptied = current
    current = next
    next = emptied
  }
}

/** Add `start` and all it leads to without taking a character. True when a match is among them. */
function follow(program: readonly Instruction[], start: number, states: States, place: Place): boolean {
  const { alive, seen } = states
  if (seen[start] === place.at) return false
  seen[start] = place.at
  const instruction = program[start]
  switch (instruction?.kind) {
    case 'match':
      return true
    case 'take':
      alive.push(start)
      return false
    case 'assert':
      return instruction.holds(place.before, place.after) && follow(program, start + 1, states, place)
    default:
      for (const target of instruction?.targets ?? []) if (follow(program, target, states, place)) return true
      return false
  }
}
