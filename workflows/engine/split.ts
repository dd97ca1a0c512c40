import { bucket } from '../language/bucket.ts'
import type { Flow } from './advance.ts'
import type { Instruction } from './program.ts'
import { type Moving, note } from './turn.ts'

export const BUCKETS = 10_000

type Split = Extract<Instruction, { kind: 'split' }>

/**
 * Put the contact into a branch: the one it was put into before, else by a stable hash of experiment and contact. The
 * exposure is recorded once.
 */
export function split({ run, turn }: Moving, instruction: Split): Flow {
  const { contact } = turn.actor
  const held = instruction.branches.find((branch) => branch.name === contact.branches[instruction.experiment])
  const place = bucket(contact.id, instruction.experiment, BUCKETS)
  const branch = held ?? branchAt(instruction.branches, place)
  if (!held) {
    contact.branches = { ...contact.branches, [instruction.experiment]: branch.name }
    turn.exposures.push({
      experiment: instruction.experiment,
      subjectId: contact.id,
      branch: branch.name,
      at: turn.world.now,
      shares: sharesOf(instruction.branches),
    })
  }
  const output = { branch: branch.name, bucket: place }
  run.memory.steps = { ...run.memory.steps, [instruction.step]: output }
  note(turn, run, { step: instruction.step, verb: 'split', status: 'completed', output })
  return { kind: 'go', to: branch.to }
}

function sharesOf(branches: Split['branches']): Record<string, number> {
  const total = branches.reduce((sum, { weight }) => sum + weight, 0)
  return Object.fromEntries(branches.map(({ name, weight }) => [name, weight / total]))
}

/** Weights are shares of the buckets, in the order in which the branches are written. */
function branchAt(branches: Split['branches'], place: number): Split['branches'][number] {
  const total = branches.reduce((sum, branch) => sum + branch.weight, 0)
  let upTo = 0
  for (const branch of branches) {
    upTo += branch.weight
    if (branch.weight > 0 && place < (upTo / total) * BUCKETS) return branch
  }
  const last = branches.findLast((branch) => branch.weight > 0)
  if (!last) throw new Error('a split has a branch with a weight')
  return last
}
