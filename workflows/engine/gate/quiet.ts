import type { QuietWindow } from '../../../schema/gate.ts'
import { bucket } from '../../language/bucket.ts'
import { parseDuration } from '../../language/duration.ts'
import { DAY_MS, MINUTE_MS } from '../limits.ts'
import { endOfQuiet, isQuiet, openMs } from './quiet-hours.ts'
import { type Asking, type Rule, stopped } from './rule.ts'

/** What was put off goes out over this long, not all at one instant. */
const SPREAD_MAX_MS = 10 * MINUTE_MS

/** Not while it is quiet for whoever is written to. */
export const quiet: Rule = (asking) => {
  const { now, contact, draft, event, since } = asking
  if (draft.category === 'transactional' || event.level === 3) return undefined
  const { window, policy, maxDeferMs } = settled(asking)
  if (policy === 'send') return undefined
  const zone = zoneOf(asking)
  if (!isQuiet(now, window, zone)) return undefined
  const values = `${window.from}-${window.to} ${zone}`
  if (policy === 'drop') return stopped('quiet hours', values)
  const patience = (since.quiet ?? now) + maxDeferMs
  if (patience <= now) return stopped('quiet hours', `${values}, put off for too long`, 'expired')
  const until = endOfQuiet(now, window, zone) + spread(contact.id, window)
  return { kind: 'put off', rule: 'quiet hours', values, until: Math.min(until, patience), by: 'quiet' }
}

type Settled = { window: QuietWindow; policy: 'defer' | 'drop' | 'send'; maxDeferMs: number }

/** A contact's own hours come before those of the workflow, and these before those of the category. */
function settled({ world, contact, draft, program }: Asking): Settled {
  const category = draft.category === 'lifecycle' ? 'lifecycle' : 'promotional'
  const community = world.settings.quiet_hours[category]
  const own = program?.settings.quiet_hours
  const workflow = typeof own === 'string' ? { policy: own } : (own ?? {})
  const { policy = community.policy, max_defer = community.max_defer } = { ...definedOnly(workflow) }
  const window = contact.facts.quietHours ?? ('from' in workflow ? workflow : community)
  return { window, policy, maxDeferMs: parseDuration(max_defer) ?? DAY_MS }
}

function definedOnly(workflow: object): { policy?: Settled['policy']; max_defer?: string } {
  return Object.fromEntries(Object.entries(workflow).filter(([, value]) => value !== undefined))
}

/** The clock that counts: the contact's, else the workflow's, else the community's. A room has no clock of its own. */
export function zoneOf({ contact, draft, program, world }: Asking): string {
  const own = draft.room === undefined ? contact.timezone : null
  return own ?? program?.settings.timezone ?? world.timezone
}

/** Always the same for one contact, in simulation too, and never so long that quiet begins again. */
function spread(id: string, window: QuietWindow): number {
  return bucket(id, 'quiet hours', Math.min(SPREAD_MAX_MS, openMs(window)))
}
