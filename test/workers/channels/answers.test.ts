import { describe, expect, it } from 'vitest'
import { faultOf } from '../../../workers/channels/faults.ts'
import type { Fault } from '../../../workers/channels/kind.ts'
import { findKind, kinds } from '../../../workers/channels/kinds.ts'
import { withoutSecrets } from '../../../workers/channels/without-secrets.ts'
import { answer, channel } from './requests.ts'

/** What came back, what it means for the message, and what an operator is told is wrong. */
type Row = [
  status: number,
  body: unknown,
  outcome: 'sent' | 'retry' | 'rejected' | 'token refused' | 'ticket spent' | 'unknown' | 'moved',
  fault?: Fault,
  more?: { afterMs?: number; holds?: string; headers?: Record<string, string> },
]

const err = (errcode: number) => ({ errcode, errmsg: 'words' })
const code = (value: number) => ({ code: value, msg: 'words' })
const slack = (error: string) => ({ ok: false, error })
const discord = (value: number, more = {}) => ({ code: value, message: 'words', ...more })
const telegram = (value: number, description: string, parameters = {}) => ({
  ...{ ok: false, error_code: value, description, parameters },
})
const meta = (value: number) => ({ error: { code: value, message: 'words' } })

const TABLE: Record<string, Row[]> = {
  wecom: [
    [200, err(0), 'sent'],
    [200, { ...err(0), invaliduser: 'u1' }, 'rejected', 'recipient'],
    [200, err(40014), 'token refused', 'token'],
    [200, err(42001), 'token refused', 'token'],
    [200, err(40001), 'rejected', 'secret'],
    [200, err(41051), 'ticket spent', 'window'],
    [200, err(45009), 'retry', 'pace', { afterMs: 60_000, holds: 'channel' }],
    [200, err(-1), 'retry'],
    [200, err(81013), 'rejected', 'recipient'],
    [200, err(60020), 'rejected', 'address not allowed'],
    [200, err(48002), 'rejected', 'scope'],
    [200, err(93000), 'rejected', 'not in room'],
    [200, 'no JSON', 'unknown'],
    [502, '', 'retry', 'provider'],
    [504, '', 'unknown'],
  ],
  wechat: [
    [200, err(0), 'sent'],
    [200, err(40001), 'token refused', 'token'],
    [200, err(42001), 'token refused', 'token'],
    [200, err(40125), 'rejected', 'secret'],
    [200, err(45015), 'rejected', 'window'],
    [200, err(45047), 'rejected', 'pace'],
    [200, err(45009), 'retry', 'pace', { afterMs: 3_600_000, holds: 'channel' }],
    [200, err(40164), 'rejected', 'address not allowed'],
    [200, err(40003), 'rejected', 'recipient'],
    [200, err(43004), 'rejected', 'recipient'],
    [200, err(48001), 'rejected', 'scope'],
  ],
  feishu: [
    [200, { code: 0, data: { message_id: 'om_1' } }, 'sent'],
    [400, code(99991663), 'token refused', 'token'],
    [400, code(99991661), 'token refused', 'token'],
    [400, code(99991400), 'retry', 'pace', { afterMs: 7_000, headers: { 'x-ogw-ratelimit-reset': '7' } }],
    [400, code(230020), 'retry', 'pace', { holds: 'recipient' }],
    [400, code(230002), 'rejected', 'not in room'],
    [400, code(230013), 'rejected', 'blocked'],
    [400, code(99991672), 'rejected', 'scope'],
    [200, code(19021), 'rejected', 'secret'],
    [200, code(19022), 'rejected', 'address not allowed'],
    [200, code(19024), 'rejected', 'content'],
    [200, code(11232), 'retry', 'pace', { holds: 'channel' }],
    [200, { StatusCode: 0, StatusMessage: 'success' }, 'sent'],
    [200, code(9499), 'rejected', 'content'],
  ],
  dingtalk: [
    [200, { processQueryKey: 'k' }, 'sent'],
    [200, { processQueryKey: 'k', invalidStaffIdList: ['u1'] }, 'rejected', 'recipient'],
    [
      200,
      { processQueryKey: 'k', flowControlledStaffIdList: ['u1'] },
      'retry',
      'pace',
      { afterMs: 60_000, holds: 'recipient' },
    ],
    [400, { code: 'InvalidAuthentication', message: 'words' }, 'token refused', 'token'],
    [400, { code: 'invalidClientIdOrSecret', message: 'words' }, 'rejected', 'secret'],
    [403, { code: 'Forbidden.AccessDenied.AccessTokenPermissionDenied' }, 'rejected', 'scope'],
    [403, { code: 'Forbidden.AccessDenied.QpsLimitForAppkeyAndApi' }, 'retry', 'pace'],
    [503, { code: 'ServiceUnavailable' }, 'retry', 'provider'],
    [200, err(0), 'sent'],
    [200, err(310000), 'rejected', 'secret'],
    [200, err(410100), 'retry', 'pace', { afterMs: 600_000, holds: 'channel' }],
    [200, err(90002), 'retry', 'pace', { afterMs: 60_000, holds: 'channel' }],
    [200, err(430102), 'rejected', 'content'],
  ],
  slack: [
    [200, { ok: true, ts: '1.2' }, 'sent'],
    [200, 'ok', 'sent'],
    [200, slack('not_in_channel'), 'rejected', 'not in room'],
    [200, slack('channel_not_found'), 'rejected', 'not in room'],
    [200, slack('invalid_auth'), 'rejected', 'token'],
    [200, slack('token_revoked'), 'rejected', 'token'],
    [200, { ...slack('missing_scope'), needed: 'chat:write' }, 'rejected', 'scope'],
    [200, slack('msg_too_long'), 'rejected', 'content'],
    [200, slack('ratelimited'), 'retry', 'pace', { afterMs: 3_000, headers: { 'retry-after': '3' } }],
    [429, '', 'retry', 'pace', { afterMs: 30_000, headers: { 'retry-after': '30' } }],
    [200, slack('internal_error'), 'retry', 'provider'],
    [404, 'no_service', 'rejected', 'token'],
  ],
  discord: [
    [200, { id: '5' }, 'sent'],
    [429, { message: 'words', retry_after: 1.337, global: false }, 'retry', 'pace', { afterMs: 1337 }],
    [429, '', 'retry', 'pace', { afterMs: 2_500, headers: { 'x-ratelimit-reset-after': '2.5' } }],
    [401, discord(0), 'rejected', 'token'],
    [404, discord(10003), 'rejected', 'recipient'],
    [404, discord(10015), 'rejected', 'token'],
    [401, discord(50027), 'rejected', 'token'],
    [403, discord(50001), 'rejected', 'not in room'],
    [403, discord(50013), 'rejected', 'scope'],
    [403, discord(50007), 'rejected', 'blocked'],
    [400, discord(50035), 'rejected', 'content'],
    [500, '', 'retry', 'provider'],
  ],
  telegram: [
    [200, { ok: true, result: { message_id: 5 } }, 'sent'],
    [429, telegram(429, 'Too Many Requests: retry after 9', { retry_after: 9 }), 'retry', 'pace', { afterMs: 9_000 }],
    [403, telegram(403, 'Forbidden: bot was blocked by the user'), 'rejected', 'blocked'],
    [403, telegram(403, 'Forbidden: bot is not a member of the supergroup chat'), 'rejected', 'not in room'],
    [403, telegram(403, 'Forbidden: bot was kicked from the group chat'), 'rejected', 'not in room'],
    [400, telegram(400, 'Bad Request: not enough rights to send text messages to the chat'), 'rejected', 'scope'],
    [400, telegram(400, 'Bad Request: chat not found'), 'rejected', 'recipient'],
    [400, telegram(400, 'Bad Request: message is too long'), 'rejected', 'content'],
    [401, telegram(401, 'Unauthorized'), 'rejected', 'token'],
    [400, telegram(400, 'Bad Request: group chat was upgraded', { migrate_to_chat_id: -1001 }), 'moved'],
    [502, '<html>', 'retry', 'provider'],
  ],
  whatsapp: [
    [200, { messages: [{ id: 'wamid.1' }] }, 'sent'],
    [401, meta(190), 'rejected', 'token'],
    [403, meta(10), 'rejected', 'scope'],
    [400, meta(131047), 'rejected', 'window'],
    [400, meta(131026), 'rejected', 'recipient'],
    [400, meta(130429), 'retry', 'pace', { holds: 'channel' }],
    [400, meta(80007), 'retry', 'pace', { holds: 'channel' }],
    [400, meta(131048), 'retry', 'pace', { holds: 'channel' }],
    [400, meta(131056), 'retry', 'pace', { afterMs: 6_000, holds: 'recipient' }],
    [400, meta(132001), 'rejected', 'content'],
    [403, meta(368), 'rejected', 'provider'],
    [500, meta(131016), 'retry', 'provider'],
  ],
  line: [
    [200, { sentMessages: [{ id: '5' }] }, 'sent'],
    [409, { message: 'words', sentMessages: [] }, 'sent'],
    [400, { message: 'Invalid reply token' }, 'ticket spent'],
    [400, { message: 'The request body has 1 error(s)' }, 'rejected', 'content'],
    [401, { message: 'Authentication failed' }, 'rejected', 'token'],
    [403, { message: 'words' }, 'rejected', 'scope'],
    [429, { message: 'You have reached your monthly limit.' }, 'rejected', 'pace'],
    [429, { message: 'The API rate limit has been exceeded.' }, 'retry', 'pace'],
    [500, '', 'retry', 'provider'],
  ],
  email: [
    [200, { id: 'e' }, 'sent'],
    [401, { name: 'missing_api_key', message: 'words' }, 'rejected', 'token'],
    [403, { name: 'invalid_api_key', message: 'words' }, 'rejected', 'token'],
    [403, { name: 'validation_error', message: 'The club.example domain is not verified' }, 'rejected', 'scope'],
    [422, { name: 'invalid_from_address', message: 'words' }, 'rejected', 'content'],
    [
      429,
      { name: 'rate_limit_exceeded', message: 'words' },
      'retry',
      'pace',
      { afterMs: 1_000, headers: { 'retry-after': '1' } },
    ],
    [429, { name: 'daily_quota_exceeded', message: 'words' }, 'retry', 'pace', { afterMs: 3_600_000 }],
    [409, { name: 'concurrent_idempotent_requests' }, 'retry'],
    [409, { name: 'invalid_idempotent_request' }, 'rejected'],
    [500, '', 'retry', 'provider'],
  ],
  sandbox: [
    [200, '', 'sent'],
    [429, '', 'retry', 'pace', { afterMs: 5_000, headers: { 'retry-after': '5' } }],
    [500, '', 'retry', 'provider'],
    [400, '', 'rejected', 'content'],
  ],
}

it('every kind that sends has its answers here', () => {
  const sending = Object.values(kinds).flatMap((kind) => (kind.sending ? [kind.name] : []))
  expect(Object.keys(TABLE).sort()).toEqual(sending.sort())
})

describe.each(Object.entries(TABLE))('%s', (name, rows) => {
  it.each(rows)('%i %j: %s, %s', (status, body, expected, fault, more = {}) => {
    const { headers, ...rest } = more
    const sending = findKind(name)?.sending
    const outcome = sending?.read(answer(status, body, headers))
    expect(outcome).toMatchObject({ kind: expected, ...rest })
    if (fault && sending && outcome && 'why' in outcome) expect(faultOf(outcome.why, sending)).toBe(fault)
  })
})

it.each([
  ['as it is', 'no key a&b/c== here', 'no key *** here'],
  ['as an address has it', 'called ?key=a%26b%2Fc%3D%3D', 'called ?key=***'],
  ['one that is being rotated', 'was 0ther-1', 'was ***'],
  ['a token of the moment', 'expired: access-1', 'expired: ***'],
  ['the key in the address of a robot', 'no robot 693a91f6-7xxx', 'no robot ***'],
  ['the long part of such an address', 'no hook 0123456789abcdef0', 'no hook ***'],
])('what an operator is told quotes no secret: %s', (_what, why, shown) => {
  const config = { robot: 'https://hooks.test/0123456789abcdef0?key=693a91f6-7xxx' }
  const own = channel('wecom', { config, secrets: { secret: ['a&b/c==', '0ther-1'] } })
  expect(withoutSecrets({ kind: 'rejected', why }, own, 'access-1')).toEqual({ kind: 'rejected', why: shown })
})
