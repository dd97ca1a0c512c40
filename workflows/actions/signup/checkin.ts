import * as v from 'valibot'
import { action } from '../action.ts'
import { decideSeat, GatheringId, SEAT } from './seat.ts'

/** They have come. With `code` only when it is the gathering's own. */
export const checkin = action({
  name: 'signup.checkin',
  params: { gathering: GatheringId, code: v.optional(v.pipe(v.string(), v.trim(), v.maxLength(100))) },
  result: SEAT,
  decide: ({ gathering, code }, facts) => decideSeat(gathering, 'checkin', facts, code),
})
