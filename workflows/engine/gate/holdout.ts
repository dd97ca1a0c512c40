import { bucket } from '../../language/bucket.ts'
import { type Rule, stopped } from './rule.ts'

const BUCKETS = 10_000

/** The same contacts are always held out, from everything but what they must be told. */
export const holdout: Rule = ({ world, contact, draft }) => {
  const { percent } = world.settings.holdout
  if (percent === 0 || draft.category === 'transactional' || draft.room !== undefined) return undefined
  const isHeldOut = bucket(contact.id, 'workspace holdout', BUCKETS) < percent * (BUCKETS / 100)
  return isHeldOut ? stopped('holdout', `${percent} %`) : undefined
}
