import * as v from 'valibot'
import { resourceOf } from '../../../schema/ask.ts'
import type { JsonObject } from '../../../schema/json.ts'
import { marksOf, remembered } from '../../engine/referrals/marks.ts'
import type { World } from '../../engine/world.ts'
import { action } from '../action.ts'

/** The member's own code to invite with, and the link that carries it: made once, and kept. */
export const code = action({
  name: 'referral.code',
  params: {},
  result: { code: v.string(), link: v.string() },
  decide: (_, { contact, answer, world, event }) => {
    const known = contact.facts.referral
    if (known?.code !== undefined) return { kind: 'done', output: said(known.code, world) }
    if (!answer) {
      const { alphabet, length } = world.settings.referral.code
      const wants = { kind: 'referral code' as const, alphabet, length }
      return { kind: 'ask', resource: resourceOf('referral', contact.id), wants }
    }
    if (typeof answer.code !== 'string')
      return { kind: 'refused', code: 'no_code', message: 'no code could be made for this contact' }
    const marks = remembered(known?.marks, marksOf(contact, event.data, world))
    const referral = { ...known, code: answer.code, ...(marks && { marks }) }
    return { kind: 'done', output: said(answer.code, world), effects: [{ kind: 'facts', change: { referral } }] }
  },
})

function said(code: string, { publicUrl = '' }: World): JsonObject {
  return { code, link: `${publicUrl}/r/${code}` }
}
