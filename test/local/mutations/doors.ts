import { type Mutation, of } from './list.ts'

const workersAccess = of('workers/access.ts', 'test/workers/access.test.ts')
const bearerReceive = of(
  'workers/channels/bearer/receive.ts',
  'test/workers/channels/basic-auth.test.ts',
  'test/workers/channels/generic.test.ts',
)
const channelsCallbackCipher = of(
  'workers/channels/callback-cipher.ts',
  'test/workers/channels/callback-cipher.test.ts',
)
const feishuOpen = of('workers/channels/feishu/open.ts', 'test/workers/channels/feishu.test.ts')
const hmacReceive = of('workers/channels/hmac/receive.ts', 'test/workers/channels/generic.test.ts')
const channelsJsonBody = of('workers/channels/json-body.ts', 'test/workers/channels/json-body.test.ts')
const channelsPacing = of('workers/channels/pacing.ts', 'test/workers/channels/pacing.test.ts')
const standardWebhooksVerify = of(
  'workers/channels/standard-webhooks/verify.ts',
  'test/workers/channels/standard-webhooks.test.ts',
)
const channelsStatusOutcome = of('workers/channels/status-outcome.ts', 'test/workers/channels/status-outcome.test.ts')
const runCallProvider = of('workers/run/call-provider.ts', 'test/workers/run/pieces.test.ts')
const runCall = of('workers/run/call.ts', 'test/workers/run/pieces.test.ts')
const runEpoch = of('workers/run/epoch.ts', 'test/workers/run/epoch.test.ts')
const runInTurn = of('workers/run/in-turn.ts', 'test/workers/run/in-turn.test.ts')
const runLease = of('workers/run/lease.ts', 'test/workers/run/pieces.test.ts')
const runLine = of('workers/run/line.ts', 'test/workers/run/line.test.ts')
const runPlaces = of('workers/run/places.ts', 'test/workers/run/pieces.test.ts')
const runRecord = of(
  'workers/run/record.ts',
  'test/workers/run/lost-answers.test.ts',
  'test/workers/run/pieces.test.ts',
)
const runRetryMessage = of('workers/run/retry-message.ts', 'test/workers/run/gate.test.ts')
const runSendMessage = of('workers/run/send-message.ts', 'test/workers/run/pieces.test.ts')
const runSettle = of('workers/run/settle.ts', 'test/workers/run/lost-answers.test.ts')
const runSweep = of('workers/run/sweep.ts', 'test/workers/run/epoch.test.ts')
const runWithSecrets = of('workers/run/with-secrets.ts', 'test/workers/run/secrets.test.ts')
const storeAlong = of('workers/store/along.ts', 'test/workers/store/races.test.ts')
const storeCodes = of('workers/store/codes.ts', 'test/workers/store/races.test.ts')
const storeCoupons = of('workers/store/coupons.ts', 'test/workers/store/races.test.ts')
const storeDeliveries = of(
  'workers/store/deliveries.ts',
  'test/workers/store/fences.test.ts',
  'test/workers/store/races.test.ts',
  'test/workers/store/holds.test.ts',
)
const storeEpoch = of('workers/store/epoch.ts', 'test/workers/store/races.test.ts')
const storeEvents = of(
  'workers/store/events.ts',
  'test/workers/store/fences.test.ts',
  'test/workers/http/hooks.test.ts',
)
const storeGrants = of(
  'workers/store/grants.ts',
  'test/workers/store/races.test.ts',
  'test/workers/store/fences.test.ts',
)
const storeJournal = of('workers/store/journal.ts', 'test/workers/store/fences.test.ts')
const storeLetGo = of(
  'workers/store/let-go.ts',
  'test/workers/store/races.test.ts',
  'test/workers/run/retention.test.ts',
)
const storeReferralAsks = of(
  'workers/store/referral-asks.ts',
  'test/workers/store/races.test.ts',
  'test/workers/http/fraud.test.ts',
)
const storeSchedules = of('workers/store/schedules.ts', 'test/workers/store/races.test.ts')
const storeSealed = of('workers/store/sealed.ts', 'test/workers/store/races.test.ts')
const storeShares = of('workers/store/shares.ts', 'test/workers/store/races.test.ts')
const storeWebhookSecret = of('workers/store/webhook-secret.ts', 'test/workers/store/races.test.ts')
const timersHop = of('workers/timers/hop.ts', 'test/workers/timers/hop.test.ts')
const timersQstash = of('workers/timers/qstash.ts', 'test/workers/timers/qstash.test.ts')
const timersSignature = of('workers/timers/signature.ts', 'test/workers/timers/signature.test.ts')

/** And in the store, the line, the channels and the timers. */
export const doors: readonly Mutation[] = [
  workersAccess('< MODULUS_BYTES_MIN', '< 1'),
  workersAccess(' || (fresh && now - triedAt < AGAIN_MS)', ''),
  workersAccess("if (iss !== expected.issuer) return 'it is of another team'\n", ''),
  workersAccess('.at < ', '.at < 100 * '),
  bearerReceive('fits.includes(false', '!fits.includes(true'),
  bearerReceive("&& given !== '' && given.length <= ID_LENGTH_MAX ", ''),
  channelsCallbackCipher('every(', 'some('),
  channelsCallbackCipher('> PADDED_TO', '> BLOCK'),
  feishuOpen(
    "if (keys.length === 0 && channel.secrets.encrypt_key !== undefined) return unconfigured('encrypt_key')\n",
    '',
  ),
  feishuOpen('if (keys.length > 0 && !handshake && !(await isSigned(request, keys))) return unsigned()\n', ''),
  hmacReceive("config.signed === 'timestamp.body' ? [] : ", ''),
  channelsJsonBody(", 'constructor', 'prototype'", ''),
  channelsJsonBody('depth >', 'depth >='),
  channelsJsonBody('if (code === BACKSLASH) at++\n      else ', ''),
  channelsPacing(' at) <', ' at) <='),
  channelsPacing('taken, doneAt', 'taken, at'),
  channelsPacing(' || room', ''),
  channelsPacing(' - longest', ''),
  channelsPacing('limit - 1', 'limit'),
  standardWebhooksVerify(`id}.\${`, ''),
  channelsStatusOutcome('min(Math.max(untilMs, 0), RETRY_AFTER_MAX_MS', 'max(untilMs, 0'),
  channelsStatusOutcome('520, 524', '520'),
  channelsStatusOutcome('=== 408 || status ', ''),
  runCallProvider('unknown', 'retry'),
  runCall("return { kind: 'unanswered', why: '", "return { kind: 'unreached', why: '"),
  runCall("return { kind: 'unanswered", "return { kind: 'unreached"),
  runEpoch('    await deps.witness(real)\n', ''),
  runEpoch('? await readEpoch(deps.db)', '? before'),
  runInTurn('for (const one of all) if (one.by === gone) one.by = undefined', ''),
  runInTurn(' || one.keys.some((key) => passedOver.has(key))', ''),
  runInTurn("= 'waiting", "= 'done"),
  runLease('delivery.awaited ? 1 : ', ''),
  runLease('newId(deps.clock.real())', "'lease'"),
  runLease('delivery.onUnknown', "'resend'"),
  runLine('(limited', '(limited && empty'),
  runPlaces("holds === 'channel' ? channel.id : ", ''),
  runRecord('status}', `status}:\${Math.random()}`),
  runRecord("= 'hold", "= 'resend"),
  runRecord('(outcome.afterMs ?? delayMs)', 'delayMs'),
  runRetryMessage("cancelled'", "cancelled', 'sent'"),
  runSendMessage('delivery.piecesSent', '0'),
  runSendMessage(`: i === 0 ? id : \`\${id}#\${i + 1}\``, ''),
  runSendMessage('), piecesSent: i', '), piecesSent: 0'),
  runSettle('    if (setting.loaded.some(({ work }) => work.commands.length > 0)) throw error\n', ''),
  runSettle("await surely(deps.db, also(works, 'others'))\n  ", ''),
  runSweep('  await checkEpoch(deps)\n', ''),
  runSweep('if (sum(swept) === 0) ', ''),
  runWithSecrets('length ==', 'length >'),
  storeAlong("=== 'with a change", "!== 'no"),
  storeCodes(' AND asked = ?2', ''),
  storeCodes("PARTITION BY value->>'subjectId' ", ''),
  storeCoupons('expires_at >', 'expires_at >='),
  storeDeliveries("= w.value->>'lease'", 'IS NOT NULL'),
  storeDeliveries("'paused", "'draft"),
  storeDeliveries('BY recipient', 'BY line'),
  storeDeliveries('NULL, lease = ?3, lease_until = ?4, attempts = attempts + 1', 'NULL, lease = ?3, lease_until = ?4'),
  storeDeliveries(', attempts = attempts + 1', ''),
  storeDeliveries("|| ':'", "|| ''"),
  storeEpoch(", 'sending'", ''),
  storeEpoch(`\${Math.floor(recovery.until / 1000).toString(36)}`, ''),
  storeEpoch(`max(revision, excluded.revision) + \${AHEAD}`, 'revision + 1'),
  storeEpoch('max(value + 0, excluded.value + 0)', 'excluded.value'),
  storeEvents('30_000', '30'),
  storeEvents(`channel}\\n\${`, ''),
  storeGrants(" g.resource = k.value->>'resource' AND", ''),
  storeGrants('grants.at >', 'grants.at >='),
  storeJournal('COLUMNS.', 'COLUMNS.slice(0, 2).'),
  storeLetGo(`2 AND \${over}`, '2'),
  storeLetGo(` AND NOT \${NAMES_EVENTS}`, ''),
  storeLetGo("cancelled'", "cancelled', 'unknown'"),
  storeReferralAsks('asked = ?2', '?2 IS NOT NULL'),
  storeReferralAsks(" AND status = 'asked'", ''),
  storeReferralAsks('v.decided_by IS NULL OR ', ''),
  storeSchedules("AND s.value->>'version' = version", ''),
  storeSchedules('next_at <', 'next_at >'),
  storeSealed('sealed = ?2', '?2 IS NOT NULL'),
  storeSealed('secrets = ?2', '?2 IS NOT NULL'),
  storeShares('max(0, taken - ?2)', 'taken - ?2'),
  storeWebhookSecret('NOTHING', 'UPDATE SET value = excluded.value'),
  timersHop('return Math.ceil', 'return Math.floor'),
  timersQstash('plain(wake.subjectId), ', ''),
  timersQstash('), notBefore', ')'),
  timersSignature('    if (!secret) continue\n', ''),
  timersSignature('1000 <=', '1000 <'),
  timersSignature('nowMs + ', 'nowMs + 12 * '),
  timersSignature('[currentKey, nextKey', '[currentKey'),
  timersSignature(" || 'crit' in token.header", ''),
]
