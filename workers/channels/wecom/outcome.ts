import type { JsonObject } from '../../../schema/json.ts'
import { parseJsonText } from '../json-body.ts'
import { asId, asList, asObject, asText, present } from '../json-fields.ts'
import type { Answer, Outcome } from '../kind.ts'
import { statusOutcome } from '../status-outcome.ts'

const TOKEN_REFUSED: ReadonlySet<number> = new Set([40014, 42001])
/** A code that is used up, or a chat that has begun without it. */
const WELCOME_SPENT: ReadonlySet<number> = new Set([41050, 41051])
/** Busy, or too often: the limits are counted by the minute. */
const PASSING: Readonly<Record<number, number | undefined>> = {
  [-1]: undefined,
  45009: 60_000,
  45033: undefined,
  45011: 60_000,
}

/** What an operator can do about it, where the platform's own words do not say. */
const ADVICE: Readonly<Record<number, string>> = {
  40001: 'corp_secret is not the secret of this application',
  40013: 'corp_id is not right',
  40056: 'agent_id is not this application',
  48002: 'the application lacks the permission for this interface',
  60011: 'the application may not see this member: widen its visible range',
  60020: "the address of this server is not on the application's IP allow-list (企业可信IP)",
  81013: 'nobody of the recipients can be reached: they are outside the visible range of the application, or gone',
  84061: 'they are no customer of ours any more',
  93000: 'robot_url is not right, or the robot was removed from the group',
}

/** WeCom says what happened in `errcode`, nearly always with HTTP 200. */
export function read(answer: Answer): Outcome {
  const failed = statusOutcome(answer)
  if (failed) return failed
  const body = readBody(answer)
  const code = errorCode(body)
  if (code === undefined) return { kind: 'unknown', why: 'the answer is not one of WeCom’s' }
  const why = said(code, body)
  if (TOKEN_REFUSED.has(code)) return { kind: 'token refused', why }
  if (WELCOME_SPENT.has(code)) return { kind: 'ticket spent', why }
  if (Object.hasOwn(PASSING, code)) return { kind: 'retry', why, ...present({ afterMs: PASSING[code] }) }
  if (code !== 0) return { kind: 'rejected', why }
  const refused = refusedRecipient(body)
  if (refused !== undefined) return { kind: 'rejected', why: refused }
  return { kind: 'sent', ...present({ providerId: asId(body?.msgid) }) }
}

/** Success may still name recipients who got nothing; ours is the only one. */
function refusedRecipient(body: JsonObject | undefined): string | undefined {
  if (asText(body?.invaliduser) !== undefined)
    return 'invaliduser: unknown to the application, or outside its visible range'
  if (asText(body?.unlicenseduser) !== undefined)
    return 'unlicenseduser: the member has no licence for this application'
  if (asList(body?.fail_list).length > 0) return 'fail_list: the customer takes no more mailings for now, or is gone'
  return undefined
}

export function readBody(answer: Answer): JsonObject | undefined {
  const parsed = parseJsonText(answer.body)
  return parsed.kind === 'json' ? asObject(parsed.value) : undefined
}

export function errorCode(body: JsonObject | undefined): number | undefined {
  return typeof body?.errcode === 'number' ? body.errcode : undefined
}

function said(code: number, body: JsonObject | undefined): string {
  const message = `${code} ${asText(body?.errmsg) ?? ''}`.trim().slice(0, 200)
  const advice = ADVICE[code]
  return advice === undefined ? message : `${message} (${advice})`
}
