import * as v from 'valibot'
import { resourceOf } from '../../../schema/ask.ts'
import type { JsonObject } from '../../../schema/json.ts'
import { claiming, settleClaim } from '../../engine/referrals/attribute.ts'
import { action } from '../action.ts'

/** Say who invited this member: once for ever, judged by what speaks against it. */
export const attribute = action({
  name: 'referral.attribute',
  params: {
    code: v.pipe(
      v.string(),
      v.maxLength(1000),
      v.title('A code, link or token; or the inviter as the platform names them'),
    ),
  },
  result: { status: v.string(), referrer_id: v.string(), reason: v.string(), score: v.number() },
  decide: ({ code }, { contact, answer, event, world }) => {
    const claimed = claiming(contact, code, event, world)
    if (claimed.kind === 'refused') return { kind: 'done', output: { status: 'refused', reason: claimed.reason } }
    const { wants } = claimed
    if (!answer) return { kind: 'ask', resource: resourceOf('referral', contact.id), wants }
    const claim = { at: wants.happenedAt, marks: wants.marks }
    const settled = settleClaim(contact.id, claim, answer, world.settings.referral)
    if (settled.kind === 'refused') return { kind: 'done', output: { status: 'refused', reason: settled.reason } }
    const { found, status, score, signals, at } = settled
    const [first] = signals.toSorted((a, b) => b.weight - a.weight)
    const output: JsonObject = { status, referrer_id: found.referrer, score }
    if (status !== 'pending' && first) output.reason = first.signal
    return {
      kind: 'done',
      output,
      effects: [{ kind: 'attribute', referrer: found.referrer, code: found.code, at, status, score, signals }],
    }
  },
})
