import { action } from '../action.ts'
import { decideSeat, GatheringId, SEAT } from './seat.ts'

/** Sign up for a gathering: a seat while there are any, else a place in the line, else `full`. */
export const add = action({
  name: 'signup.add',
  params: { gathering: GatheringId },
  result: SEAT,
  decide: ({ gathering }, facts) => decideSeat(gathering, 'add', facts),
})
