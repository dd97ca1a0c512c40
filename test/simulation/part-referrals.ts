import { log, parallel, settings } from './definitions.ts'
import type { Outcome } from './judge.ts'
import { KNOWN, USERS } from './names.ts'
import type { Part } from './part.ts'
import { erased } from './part-erasing.ts'
import type { Random } from './random.ts'
import type { Happening } from './workload.ts'

/** Members bring members: both sides are rewarded once, when the one who was brought proves it. */
export const referrals: Part = {
  name: 'referrals',
  share: 0.25,
  definitions: () => [
    {
      id: 'invited',
      triggers: [{ on: 'custom.invited' }],
      entry: parallel,
      settings,
      actions: [{ do: 'referral.attribute', with: { code: '{{event.data.inviter}}' }, on_error: 'continue' }, log],
    },
    { id: 'proves', triggers: [{ on: 'custom.proves' }], entry: parallel, settings, actions: [log] },
    {
      id: 'rewards',
      triggers: [{ on: 'referral.qualified' }],
      entry: parallel,
      settings,
      actions: [
        {
          if: "event.data.role == 'referrer'",
          then: [{ do: 'points.award', with: { points: 5, reason: 'brought' } }],
          else: [{ do: 'points.award', with: { points: 3, reason: 'came' } }],
        },
      ],
    },
    {
      id: 'rungs',
      triggers: [{ on: 'referral.rung_reached' }],
      entry: parallel,
      settings,
      actions: [{ do: 'points.award', with: { points: 7, reason: 'rung {{event.data.rung}}' } }],
    },
  ],
  draw: ({ random, name }) => ({ happenings: inviting(random, name) }),
  promises: {
    'nobody is brought by two': ({ store }) =>
      store.rows(`SELECT r.invitee_id, r.status, r.referrer_id, s.facts->>'$.referral.by.referrer' AS by FROM referrals r
        JOIN subjects s ON s.id = r.invitee_id WHERE r.status = 'asked' OR r.status <> s.facts->>'$.referral.by.status'
          OR r.referrer_id <> s.facts->>'$.referral.by.referrer'`),
    'whoever was brought and proves it is rewarded once': ({ store }) =>
      store.rows(`SELECT s.id, (SELECT status FROM referrals r WHERE r.invitee_id = s.id) AS status, ${awards('came')} AS times
        FROM subjects s WHERE s.kind = 'contact' AND times <> coalesce(status = 'qualified', 0)`),
    // Of those who were brought and erased nothing is left, but what they brought.
    'whoever brought is rewarded once for each, and once for each rung': ({ store, asked }) =>
      erased({ store, asked }).size > 0
        ? []
        : store.rows(`SELECT s.id, s.referrals, s.facts->'$.referral.counts' AS counts, ${brought('qualified')} AS qualified,
          ${brought('pending')} AS pending, ${brought('rejected')} AS rejected, ${awards('brought')} AS times,
          ${awards('rung first')} AS first, ${awards('rung second')} AS second
        FROM subjects s WHERE s.kind = 'contact' AND (times <> qualified OR s.referrals <> qualified
          OR first <> (qualified >= 1) OR second <> (qualified >= 2)
          OR coalesce(counts->>'pending', 0) <> pending OR coalesce(counts->>'rejected', 0) <> rejected)`),
    'whoever proves it after they were brought counts': proven,
  },
}

function awards(reason: string): string {
  return `(SELECT count(*) FROM ledger l WHERE l.subject_id = s.id AND l.reason = '${reason}')`
}

function brought(status: string): string {
  return `(SELECT count(*) FROM referrals r WHERE r.referrer_id = s.id AND r.status = '${status}' AND r.invitee_id <> s.id)`
}

function inviting(random: Random, name: () => string): Happening[][] {
  const invited = (): Happening => {
    const id = name()
    return { id, user: random.pick(USERS), type: 'custom.invited', data: { n: id, inviter: random.pick(KNOWN) } }
  }
  const proves = (): Happening => {
    const id = name()
    return { id, user: random.pick(USERS), type: 'custom.proves', data: { n: id } }
  }
  const several = (of: () => Happening, times: number) =>
    Array.from({ length: times }, () => Array.from({ length: random.chance(0.3) ? 2 : 1 }, of))
  return [...several(invited, random.between(4, 9)), ...several(proves, random.between(5, 10))]
}

/** What they did is in their log, in its order. What happened before they were brought is no proof, whenever it is heard of. */
function proven({ store }: Outcome): unknown[] {
  const waiting =
    store.rows(`SELECT s.id, r.at, s.traits->>'log' AS log FROM referrals r JOIN subjects s ON s.id = r.invitee_id
    WHERE r.status = 'pending'`)
  return waiting.filter(({ id, at, log }) => {
    const done = store.rows(
      "SELECT type, at, data->>'n' AS n FROM events WHERE subject_id = ?1 AND channel IS NOT NULL",
      String(id),
    )
    const names = String(log ?? '').split(' ')
    const place = ({ n }: Record<string, unknown>) => names.indexOf(String(n))
    const last = Math.max(...done.filter(({ type }) => type === 'custom.invited').map(place))
    return done.some((one) => one.type === 'custom.proves' && Number(one.at) >= Number(at) && place(one) > last)
  })
}
