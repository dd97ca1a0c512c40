import { action } from '../action.ts'
import { decideSeat, GatheringId, SEAT } from './seat.ts'

/** Give the seat back, or leave the line. Whoever waited longest moves up in the same commit. */
export const cancel = action({
  name: 'signup.cancel',
  params: { gathering: GatheringId },
  result: SEAT,
  decide: ({ gathering }, facts) => decideSeat(gathering, 'cancel', facts),
})
