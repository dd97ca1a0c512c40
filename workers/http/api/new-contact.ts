import type { Identity } from '../../../schema/actor.ts'
import type { Problem } from '../../../workflows/check/problem.ts'
import type { Deps } from '../../run/deps.ts'
import { takenIdentities } from '../../store/contacts.ts'

/** Events without a channel bring identities of this built-in one. */
const EVENTS_CHANNEL = 'events'

type Refused = { status: 400 | 409; why: string; errors: Problem[] }

/** Why nobody can be created with these identities: no such channel, or somebody has one. */
export async function newContactProblem(deps: Deps, identities: readonly Identity[]): Promise<Refused | undefined> {
  const { channels } = await deps.catalogue.refresh()
  const nowhere = identities.flatMap(({ channel }, i) =>
    channel === EVENTS_CHANNEL || channels.has(channel)
      ? []
      : [{ path: `identities[${i}].channel`, message: `there is no channel \`${channel}\`` }],
  )
  if (nowhere.length > 0) return { status: 400, why: 'the body is not right', errors: nowhere }
  const taken = await takenIdentities(deps.db, identities)
  const errors = identities.flatMap(({ channel, external_id }, i) =>
    taken.some((one) => one.channel === channel && one.external_id === external_id)
      ? [{ path: `identities[${i}]`, message: 'belongs to somebody already' }]
      : [],
  )
  return errors.length > 0 ? { status: 409, why: 'an identity belongs to somebody already', errors } : undefined
}
