import type { JsonObject } from '../../../schema/json.ts'
import { bodyOf, type Codes, readErrcode } from '../errcode.ts'
import { asId, asList, asText, present } from '../json-fields.ts'
import type { Answer, Fault, Outcome } from '../kind.ts'
import { afterMs, retryAfterMs, statusOutcome } from '../status-outcome.ts'

/** A robot that spoke more than twenty times in a minute is silenced for ten. */
const SILENCED_MS = 600_000

/** What the custom robot and the older interfaces say, with HTTP 200. */
const CODES: Codes = {
  tokenRefused: new Set([40014, 42001]),
  passing: { [-1]: undefined, 410100: SILENCED_MS, 130101: SILENCED_MS, 90002: 60_000, 90018: 60_000 },
  advice: {
    310000: "the robot's security settings refuse it: keyword, sign, timestamp or IP allow-list",
    400101: 'robot_url is not right',
    400102: 'the robot is switched off',
    400013: 'the group is gone',
    430101: 'a link in it is not safe',
    430102: 'its text is not proper',
    430103: 'its picture is not proper',
    430104: 'its content is not proper',
  },
}

/** What can be done about the newer interfaces' codes, by how they begin. */
const ADVICE: readonly [prefix: string, advice: string][] = [
  ['Forbidden.AccessDenied.IpNotInWhiteList', "the address of this server is not on the application's IP allow-list"],
  ['Forbidden.AccessDenied.AccessTokenPermissionDenied', 'the application lacks the permission for this interface'],
  ['invalidClientIdOrSecret', 'app_key or app_secret is not right'],
  ['invalidParameter.robotCode', 'robot_code is not right'],
  ['robot', 'robot_code is not right, or the robot is not in the group'],
  ['resource.not.found', 'the robot or the group is not there'],
]

export const FAULTS: Readonly<Record<string, Fault>> = {
  InvalidAuthentication: 'token',
  invalidClientIdOrSecret: 'secret',
  'Forbidden.AccessDenied.AccessTokenPermissionDenied': 'scope',
  'Forbidden.AccessDenied.IpNotInWhiteList': 'address not allowed',
  'Forbidden.AccessDenied.QpsLimitForAppkeyAndApi': 'pace',
  invalidStaffIdList: 'recipient',
  flowControlledStaffIdList: 'pace',
  'resource.not.found': 'not in room',
  40014: 'token',
  42001: 'token',
  310000: 'secret',
  400101: 'secret',
  400102: 'blocked',
  400013: 'not in room',
  410100: 'pace',
  130101: 'pace',
  90002: 'pace',
  90018: 'pace',
  430101: 'content',
  430102: 'content',
  430103: 'content',
  430104: 'content',
}

/** The newer interfaces say `{ code, message }` with a fitting status, the older ones `{ errcode, errmsg }` with 200. */
export function read(answer: Answer): Outcome {
  const body = bodyOf(answer)
  if (typeof body?.errcode === 'number') return readErrcode(answer, CODES, () => ({ kind: 'sent' }))
  const code = asText(body?.code)
  if (code !== undefined && answer.status >= 400) return readCode(answer, code, body)
  const failed = statusOutcome(answer)
  if (failed) return failed
  if (!body || asText(body.processQueryKey) === undefined)
    return { kind: 'unknown', why: 'the answer is not one of DingTalk’s' }
  return refusedRecipient(body) ?? { kind: 'sent', ...present({ providerId: asId(body.processQueryKey) }) }
}

function readCode(answer: Answer, code: string, body: JsonObject | undefined): Outcome {
  const said = `${code} ${asText(body?.message) ?? ''}`.trim().slice(0, 200)
  if (/^InvalidAuthentication|access_?token.*(invalid|expired)/i.test(code)) return { kind: 'token refused', why: said }
  if (answer.status === 429 || /qps|throttl|limit/i.test(code))
    return { kind: 'retry', why: said, ...afterMs(retryAfterMs(answer.headers)) }
  if (answer.status >= 500 || /^(ServiceUnavailable|system)/i.test(code))
    return statusOutcome({ ...answer, body: said }) ?? { kind: 'retry', why: said }
  const advice = ADVICE.find(([prefix]) => code.startsWith(prefix))?.[1]
  return { kind: 'rejected', why: advice === undefined ? said : `${said} (${advice})` }
}

/** Success may still name recipients who got nothing; ours is the only one. */
function refusedRecipient(body: JsonObject): Outcome | undefined {
  if (asList(body.invalidStaffIdList).length > 0)
    return {
      kind: 'rejected',
      why: 'invalidStaffIdList: nobody of this id in the organisation, or not in sight of the robot',
    }
  if (asList(body.flowControlledStaffIdList).length > 0)
    return {
      kind: 'retry',
      why: 'flowControlledStaffIdList: too many messages to them',
      afterMs: 60_000,
      holds: 'recipient',
    }
  return undefined
}
