import type { Action } from './action.ts'
import { set as contactSet } from './contact/set.ts'
import { emit as eventEmit } from './event/emit.ts'
import { request as httpRequest } from './http/request.ts'
import { send as messageSend } from './message/send.ts'
import { award as pointsAward } from './points/award.ts'
import { redeem as pointsRedeem } from './points/redeem.ts'
import { add as tagAdd } from './tag/add.ts'
import { remove as tagRemove } from './tag/remove.ts'

/** Every action there is. One file an action; one line here. */
export const actions = {
  'message.send': messageSend,
  'contact.set': contactSet,
  'tag.add': tagAdd,
  'tag.remove': tagRemove,
  'points.award': pointsAward,
  'points.redeem': pointsRedeem,
  'event.emit': eventEmit,
  'http.request': httpRequest,
} as const satisfies Record<string, Action>
