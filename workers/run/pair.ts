import type { Command } from '../../workflows/engine/command.ts'
import type { Legacy } from '../../workflows/engine/merge.ts'
import type { Settled } from '../../workflows/engine/react.ts'
import type { Loaded } from './read.ts'

/** Whoever goes comes first: the other takes over what it left. */
export function goingFirst(loaded: readonly Loaded[]): readonly Loaded[] {
  if (!loaded.some(goes)) return loaded
  return [...loaded].sort((a, b) => Number(goes(b)) - Number(goes(a)))
}

function goes({ work }: Loaded): boolean {
  return work.commands.some(({ kind }) => kind === 'merge away')
}

/**
 * Commands as they can be carried out with this set: one half of a merge does nothing without the other, which must be
 * decided on and committed with it.
 */
export function paired(
  { actor: { contact: self }, work: { commands } }: Loaded,
  set: readonly Loaded[],
  left: ReadonlyMap<string, Legacy>,
): Command[] {
  return commands.map((command) => {
    if (command.kind === 'merge away') {
      const other = set.some(
        ({ actor, work }) => actor.contact.id === command.into && work.commands.some(({ kind }) => kind === 'merge in'),
      )
      return other && command.into !== self.id ? command : { kind: 'touch' }
    }
    if (command.kind !== 'merge in') return command
    const legacy = left.get(command.from)
    return legacy ? { ...command, legacy } : { kind: 'touch' }
  })
}

/** What was left by whoever went. */
export function legacyOf(settled: readonly Settled[]): Legacy | undefined {
  return settled
    .map(({ result }) => (result?.kind === 'done' ? result.legacy : undefined))
    .find((one) => one !== undefined)
}
