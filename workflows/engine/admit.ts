import type { Contact, Run } from '../../schema/actor.ts'
import { ended } from './actor.ts'
import type { Program } from './program.ts'

export type Admission =
  | { kind: 'admitted'; restarts: Run[] }
  | { kind: 'queued'; behind: Run }
  | { kind: 'refused'; reason: 'already running' | 're-entry' | 'queue full' }

/** The key under which an entry is remembered: of the workflow, or of the workflow and its entry key. */
export function entryName(workflowId: string, entryKey: string | null): string {
  return entryKey === null ? workflowId : `${workflowId} ${entryKey}`
}

/** May a new run start? The mode is asked first, then re-entry. */
export function admit(
  program: Program,
  contact: Contact,
  runs: readonly Run[],
  entryKey: string | null,
  now: number,
): Admission {
  const { entry, workflowId } = program
  const active = runs.filter((run) => run.workflowId === workflowId && run.memory.entryKey === entryKey && !ended(run))
  const first = active[0]
  if (first && entry.mode === 'single') return { kind: 'refused', reason: 'already running' }
  if (first && entry.mode === 'queued' && first.memory.queue.length >= entry.max)
    return { kind: 'refused', reason: 'queue full' }
  if (entry.mode === 'parallel' && active.length >= entry.max) return { kind: 'refused', reason: 'already running' }
  const last = contact.entries[entryName(workflowId, entryKey)]
  if (last !== undefined) {
    if (entry.reentry === 'never') return { kind: 'refused', reason: 're-entry' }
    if (entry.reentryMs !== undefined && now - last < entry.reentryMs) return { kind: 'refused', reason: 're-entry' }
  }
  if (first && entry.mode === 'queued') return { kind: 'queued', behind: first }
  return { kind: 'admitted', restarts: entry.mode === 'restart' ? active : [] }
}
