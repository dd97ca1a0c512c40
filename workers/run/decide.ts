import type { Legacy } from '../../workflows/engine/merge.ts'
import { react } from '../../workflows/engine/react.ts'
import { type Catalogue, worldOf } from './catalogue.ts'
import type { Decided } from './commit.ts'
import type { Deps } from './deps.ts'
import { lease, lineUp } from './lease.ts'
import { goingFirst, legacyOf, paired } from './pair.ts'
import type { Loaded } from './read.ts'
import { stimuli } from './stimuli.ts'

/** What the engine makes of subjects as they were just read, with the rows for whatever goes out. */
export async function decide(deps: Deps, loaded: readonly Loaded[], catalogue: Catalogue): Promise<Decided[]> {
  const decideOne = await decider(deps, loaded, catalogue)
  const decided = goingFirst(loaded).map(decideOne)
  lineUp(catalogue, decided)
  return decided
}

/** What decides on one of these at a time. */
export async function decider(
  deps: Deps,
  loaded: readonly Loaded[],
  catalogue: Catalogue,
): Promise<(one: Loaded) => Decided> {
  const needed = loaded.flatMap(({ actor: { runs, contact } }) =>
    [...runs, ...Object.values(contact.facts.digests ?? {})].map(({ workflowId, version }) => ({
      workflowId,
      version,
    })),
  )
  const program = await deps.catalogue.programs([
    ...needed,
    ...catalogue.workflows.map((workflow) => ({ workflowId: workflow.id, version: workflow.program.version })),
  ])
  const left = new Map<string, Legacy>()
  return (one) => {
    const at = one.at ?? deps.clock.now()
    const world = { ...worldOf(catalogue, program, at), ...deps.known }
    const work = { ...one.work, commands: paired(one, loaded, left) }
    const reaction = react(one.actor, stimuli(work), world)
    const legacy = legacyOf(reaction.settled)
    if (legacy) left.set(one.actor.contact.id, legacy)
    return { loaded: one, at, reaction, deliveries: lease(deps, catalogue, { turn: reaction.turn, at }) }
  }
}
