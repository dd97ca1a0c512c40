import { formatIso } from '../../workflows/language/iso.ts'
import { holdOpenDeliveries, readEpoch, recovered, recovering, writePulse } from '../store/epoch.ts'
import { logError } from '../store/log.ts'
import type { Deps } from './deps.ts'
import { raiseAlert } from './raise-alert.ts'

/** How often an isolate looks whether the database is still the one it was. */
const LOOK_MS = 20_000

let lookedAt = 0
/** Whether this isolate has ever learned that its database is the one it was. */
let sure = false
const TRIES_MAX = 3

/**
 * Has the database been put back to an earlier time (D1 Time Travel)? What it says of itself is compared with a witness
 * outside it. If so, nobody knows what went out since: all that is open is held as `unknown`, and so is whatever falls due
 * until the present is reached again, for a person to say of each whether it goes once more. Nothing is sent twice.
 */
export async function checkEpoch(deps: Deps, { always = false }: { always?: boolean } = {}): Promise<void> {
  const real = deps.clock.real()
  if (!deps.witness || (!always && real < lookedAt + LOOK_MS && real >= lookedAt)) return
  lookedAt = real
  try {
    const before = await readEpoch(deps.db)
    const seen = await deps.witness(before.pulse ?? 0)
    // Somebody may have written between the two: what counts is what the database says after the witness has spoken.
    const now = before.pulse !== undefined && seen > before.pulse ? await readEpoch(deps.db) : before
    if (now.pulse !== undefined && now.pulse < seen) await hold(deps, now.pulse, seen)
    await deps.db.batch([writePulse(real)])
    await deps.witness(real)
    sure = true
  } catch (error) {
    logError('the epoch of the database was not looked at', error)
  }
}

/**
 * A deployed product starts over: what wakes it first may be a timer or a webhook, not the sweep. Nothing is decided or sent
 * before it has asked once. Throws while nobody can tell: whatever there is to do stays where it is, and is found later.
 */
export async function beSure(deps: Deps): Promise<void> {
  if (!deps.witness) return
  for (let tries = 1; !sure && tries <= TRIES_MAX; tries++) await checkEpoch(deps, { always: true })
  if (!sure) throw new Error('nobody can tell whether the database was restored')
}

async function hold(deps: Deps, from: number, until: number): Promise<void> {
  const { revision } = await deps.catalogue.known()
  await deps.db.batch([...holdOpenDeliveries(), ...recovering({ from, until }, revision)])
  await deps.catalogue.refresh()
  logError('the database was restored to an earlier time: what falls due until now is held', undefined, {
    ...{ from: new Date(from).toISOString(), until: new Date(until).toISOString() },
  })
}

/** The present is reached: what falls due from now on was never sent. */
export async function endRecovery(deps: Deps): Promise<void> {
  if ((await deps.catalogue.known()).recovering === null) return
  const { recovering } = await deps.catalogue.refresh()
  if (recovering === null) return
  await deps.db.batch(recovered())
  await deps.catalogue.refresh()
  const [from, until] = [formatIso(recovering.from), formatIso(recovering.until)]
  await raiseAlert(deps, {
    ...{ name: 'database-restored', level: 3 },
    title: `The database was restored: it lacks what happened from ${from} to ${until}`,
    detail: `What may have gone out already is held: GET /messages?status=unknown. 可能已发出的消息被保留为 unknown，请逐一确认。`,
  })
}
