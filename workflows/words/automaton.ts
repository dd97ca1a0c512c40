/**
 * An Aho-Corasick automaton: every word of a list is found in one pass over a text, however long the list. From
 * "Efficient string matching", Aho and Corasick 1975; edges lie in one hash table with open addressing.
 */
export type Automaton = {
  /** The state after this character. */
  step: (state: number, character: number) => number
  /** The words that end in this state, the longest first, as indexes of the list. */
  endings: (state: number) => readonly number[]
}

const NONE: readonly number[] = []

export function automaton(words: readonly string[]): Automaton {
  const states = 1 + words.reduce((sum, word) => sum + word.length, 0)
  const edges = edgeTable(states)
  const fails = new Int32Array(states)
  const ends = new Map<number, number[]>()
  const order = grow(words, edges, ends)
  const next = (state: number, character: number): number => {
    for (let at = state; ; at = fails[at] ?? 0) {
      const to = edges.find(at, character)
      if (to > 0) return to
      if (at === 0) return 0
    }
  }
  for (const { parent, character, state } of order) {
    fails[state] = parent === 0 ? 0 : next(fails[parent] ?? 0, character)
    const inherited = ends.get(fails[state] ?? 0)
    if (inherited) ends.set(state, [...(ends.get(state) ?? []), ...inherited])
  }
  return { step: next, endings: (state) => ends.get(state) ?? NONE }
}

type Edge = { parent: number; character: number; state: number }

/** The trie of the words. Answers its edges, those nearer to the root first. */
function grow(words: readonly string[], edges: EdgeTable, ends: Map<number, number[]>): Edge[] {
  const levels: Edge[][] = []
  let states = 1
  for (const [index, word] of words.entries()) {
    let state = 0
    for (let i = 0; i < word.length; i++) {
      const character = word.charCodeAt(i)
      let to = edges.find(state, character)
      if (to === 0) {
        to = states++
        edges.add(state, character, to)
        const level = levels[i] ?? []
        levels[i] = level
        level.push({ parent: state, character, state: to })
      }
      state = to
    }
    if (word !== '') ends.set(state, [...(ends.get(state) ?? []), index])
  }
  return levels.flat()
}

type EdgeTable = {
  /** 0 for no edge: none leads to the root. */
  find: (state: number, character: number) => number
  add: (state: number, character: number, to: number) => void
}

function edgeTable(states: number): EdgeTable {
  const size = 2 ** Math.ceil(Math.log2(Math.max(16, states * 2)))
  const [froms, characters, tos] = [new Int32Array(size), new Uint16Array(size), new Int32Array(size)]
  const slot = (state: number, character: number): number => {
    let at = (Math.imul(state, 0x9e3779b1) ^ Math.imul(character, 0x85ebca6b)) >>> 0
    for (at = (at ^ (at >>> 15)) & (size - 1); tos[at] !== 0; at = (at + 1) & (size - 1))
      if (froms[at] === state && characters[at] === character) return at
    return at
  }
  return {
    find: (state, character) => tos[slot(state, character)] ?? 0,
    add: (state, character, to) => {
      const at = slot(state, character)
      froms[at] = state
      characters[at] = character
      tos[at] = to
    },
  }
}
