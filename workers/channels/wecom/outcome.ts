import type { JsonObject } from '../../../schema/json.ts'
import { type Codes, readErrcode } from '../errcode.ts'
import { asId, asList, asText, present } from '../json-fields.ts'
import type { Answer, Fault, Outcome } from '../kind.ts'

const CODES: Codes = {
  tokenRefused: new Set([40014, 42001]),
  /** A code that is used up, or a chat that has begun without it. */
  ticketSpent: new Set([41050, 41051]),
  /** Busy, or too often: the limits are counted by the minute. */
  passing: { [-1]: undefined, 45009: 60_000, 45011: 60_000, 45033: undefined },
  advice: {
    40001: 'corp_secret is not the secret of this application',
    40013: 'corp_id is not right',
    40056: 'agent_id is not this application',
    48002: 'the application lacks the permission for this interface',
    60011: 'the application may not see this member: widen its visible range',
    60020: "the address of this server is not on the application's IP allow-list (企业可信IP)",
    81013: 'nobody of the recipients can be reached: they are outside the visible range of the application, or gone',
    84061: 'they are no customer of ours any more',
    93000: 'robot_url is not right, or the robot was removed from the group',
  },
}

export const FAULTS: Readonly<Record<string, Fault>> = {
  40001: 'secret',
  40013: 'secret',
  40014: 'token',
  42001: 'token',
  40056: 'scope',
  48002: 'scope',
  60011: 'scope',
  60020: 'address not allowed',
  81013: 'recipient',
  84061: 'recipient',
  invaliduser: 'recipient',
  unlicenseduser: 'scope',
  fail_list: 'recipient',
  93000: 'not in room',
  45002: 'content',
  45009: 'pace',
  45011: 'pace',
  45033: 'pace',
  41050: 'window',
  41051: 'window',
}

/** WeCom says what happened in `errcode`, nearly always with HTTP 200. */
export function read(answer: Answer): Outcome {
  return readErrcode(answer, CODES, (body) => {
    const why = refusedRecipient(body)
    return why === undefined
      ? { kind: 'sent', ...present({ providerId: asId(body.msgid) }) }
      : { kind: 'rejected', why }
  })
}

/** Success may still name recipients who got nothing; ours is the only one. */
function refusedRecipient(body: JsonObject): string | undefined {
  if (asText(body.invaliduser) !== undefined)
    return 'invaliduser: unknown to the application, or outside its visible range'
  if (asText(body.unlicenseduser) !== undefined) return 'unlicenseduser: the member has no licence for this application'
  if (asList(body.fail_list).length > 0) return 'fail_list: the customer takes no more mailings for now, or is gone'
  return undefined
}
