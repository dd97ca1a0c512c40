import { type Mutation, of } from './list.ts'

const ACCESS = 'test/workers/http/access.test.ts'
const DOOR = 'test/workers/http/door.test.ts'
const PAGES = 'test/workers/console/door.test.ts'
const SIGN_IN = 'test/workers/console/sign-in.test.ts'
const LINKS = 'test/workers/http/links.test.ts'
const UNSUBSCRIBE = 'test/workers/http/unsubscribe.test.ts'
const ADDRESS = 'test/workers/run/address.test.ts'
const DOORS = 'test/workers/channels/doors.test.ts'
const FORMS = 'test/workers/channels/forms.test.ts'
const GENERIC = 'test/workers/channels/generic.test.ts'

const callers = of('workers/callers.ts', ACCESS)
const access = of('workers/access.ts', 'test/workers/access.test.ts')
const body = of('workers/body.ts', 'test/workers/body.test.ts')
const auth = of('workers/http/auth.ts', ACCESS)
const allowance = of('workers/http/allowance.ts', ACCESS)
const hooks = of('workers/http/hooks.ts', 'test/workers/http/hooks.test.ts')
const events = of('workers/http/events.ts', 'test/workers/http/cloud-events.test.ts')
const closed = of('workers/http/maintenance.ts', 'test/workers/http/health.test.ts')
const csv = of('workers/http/api/csv.ts', 'test/workers/http/contacts.test.ts')
const once = of('workers/http/api/once.ts', DOOR)
const framed = of('workers/http/frame.tsx', UNSUBSCRIBE)
const checkin = of('workers/http/checkin.tsx', 'test/workers/http/gatherings.test.ts')
const site = of('workers/console/console.tsx', PAGES)
const session = of('workers/console/session.ts', SIGN_IN)
const tokens = of('workers/run/signed-tokens.ts', LINKS, UNSUBSCRIBE)
const address = of('workers/run/address.ts', ADDRESS)
const json = of('workers/channels/json-body.ts', 'test/workers/channels/json-body.test.ts')
const signature = of('workers/channels/signature.ts', 'test/workers/channels/signature.test.ts', DOORS)
const hmac = of('workers/channels/hmac/receive.ts', GENERIC)
const standard = of('workers/channels/standard-webhooks/verify.ts', 'test/workers/channels/standard-webhooks.test.ts')
const stripe = of('workers/channels/stripe/verify.ts', FORMS)
const whatsapp = of('workers/channels/whatsapp/receive.ts', 'test/workers/channels/whatsapp.test.ts')
const feishu = of('workers/channels/feishu/open.ts', 'test/workers/channels/feishu.test.ts')
const masks = of('workers/channels/without-secrets.ts', 'test/workers/channels/answers.test.ts')

/** The guards between the product and everybody outside: who comes in, what they may do, and where we call. */
export const edge: readonly Mutation[] = [
  callers('(key.expiresAt !== null && key.expiresAt <= now)', 'false'),
  callers('operator: 1, admin: 2', 'operator: 2, admin: 2'),
  access('![aud].flat().includes(expected.audience)', 'aud === undefined'),
  body('if (size > max) return undefined', ''),
  auth("isAtLeast(caller, 'operator')", "isAtLeast(caller, 'viewer')", 'test/workers/http/cloud-events.test.ts'),
  auth('caller.perMinute ?? ', ''),
  auth('caller.id}`', "'all'}`"),
  allowance("c.header('Retry-After', String(seconds))", ''),
  allowance('((1 - left) * 60) / perMinute', '(1 - left) / perMinute'),
  allowance(': perMinute, perMinute)', ': perMinute, Infinity)'),
  hooks('received.status ?? 401)\n    case', 'received.status ?? 401, received.why)\n    case'),
  csv('[",\\r\\n]/.test', '[",]/.test'),
  hooks('if (refused) return refused', '', ACCESS),
  events('mayWrite(caller) ? tooOften(c, caller) : problem(c, 403)', 'tooOften(c, caller)', ACCESS),
  events('hasKey ? event.type : typeFromOutside(event.type)', 'event.type'),
  closed(' && !DOORS.test(c.req.path)', ''),
  closed("c.header('Retry-After', AGAIN_SECONDS)", ''),
  csv('＝＋－＠]', ']'),
  once('caller: c.var.caller.id', "caller: 'any'"),
  once('const { pathname, search } = new URL(c.req.url)', "const [pathname, search] = ['', '']"),
  of('workers/http/api/keys.ts', DOOR)('    secret: true,\n', ''),
  of(
    'workers/http/api/door.ts',
    'test/workers/http/channels.test.ts',
    'test/workers/run/secrets.test.ts',
  )('operation.secret ? errors.map(withoutValue) : errors', 'errors'),
  of('workers/http/links.ts', LINKS)("c.header('Referrer-Policy', 'no-referrer')", ''),
  framed("; frame-ancestors 'none'\"", '"'),
  of('workers/http/guarded.ts', 'test/workers/http/doors.test.ts')("c.header('X-Content-Type-Options', 'nosniff')", ''),
  framed('first}***', 'name}***'),
  checkin("  if (now >= (gathering.endsAt ?? gathering.startsAt + LASTS_MS)) return 'over'\n", ''),
  of('workers/http/survey-page.tsx', 'test/workers/run/surveys.test.ts')('if (!known) return undefined', ''),
  site('"frame-ancestors \'none\'",', ''),
  site('given !== session.csrf', '!given', SIGN_IN),
  site('foreign ? undefined : isStreamed', 'isStreamed'),
  session(' || c.var.house.deps.clock.real() - Number(opened.since) > LASTS_MS', ''),
  session('httpOnly: true', 'httpOnly: false', PAGES),
  of('workers/console/access-session.ts', SIGN_IN)('opened.email === email && ', ''),
  of('workers/console/sign-in-throttle.ts', SIGN_IN)('known.count < FAILURES_MAX', 'true'),
  of('workers/console/visit.ts', PAGES)('(?![/\\\\])', '(?!\\/)'),
  of('workers/console/entrance.tsx', PAGES)("ownPath(String(form.get('to') ?? '/'))", "String(form.get('to') ?? '/')"),
  of('workers/console/api.ts', PAGES)('once !== undefined && ', 'once === undefined && '),
  tokens('given.toString(', 'false && given.toString('),
  tokens('.update(purpose)', ".update('qunflow')"),
  of('workers/run/unsubscribing.ts', UNSUBSCRIBE)('if (Math.floor(now / MONTH_MS) > until) return undefined', ''),
  of(
    'workers/run/call.ts',
    ADDRESS,
    'test/workers/run/webhook-send.test.ts',
  )("redirect: 'manual',\n      signal", "redirect: 'follow',\n      signal"),
  address('b >= 16 && b < 32', 'b === 16'),
  address("replace(/\\.+$/, '')", "replace(/^\\.+/, '')"),
  address('first === 0x2002 || ', ''),
  address("url.username !== '' || ", ''),
  json('++depth > DEPTH_MAX', '++depth > 100 * DEPTH_MAX'),
  json('? key : forbiddenKey(inner)', '? key : undefined'),
  of('workers/channels/form-body.ts', FORMS)('entries.length > FIELDS_MAX', 'false'),
  of(
    'workers/channels/xml-body.ts',
    'test/workers/channels/wechat.test.ts',
    'test/workers/channels/wecom.test.ts',
  )('if (declares(text)) return', 'if (false) return'),
  signature('/^\\d{1,12}$/.test(text) ?', 'true ?', FORMS),
  signature('matches.includes(true)', 'matches.length > 0'),
  of('workers/channels/slack/receive.ts', 'test/workers/channels/slack.test.ts')(
    'Math.abs(nowMs - sentAtMs)',
    'nowMs - sentAtMs',
  ),
  stripe('Math.abs(nowMs - atMs)', 'nowMs - atMs'),
  stripe('key === name && value', 'value'),
  standard('keys.filter((key) => key.version === version)', 'keys'),
  hmac('Math.abs(nowMs - atMs) > WINDOW_MS', 'false'),
  hmac('repeated ? [timed]', 'false ? [timed]'),
  of('workers/channels/dingtalk/robot-sign.ts', 'test/workers/channels/dingtalk.test.ts')(
    'Math.abs(nowMs - Number(timestamp)) > WINDOW_MS',
    'false',
  ),
  whatsapp('!(await isAnyOf(token ??', '(await isAnyOf(token ??'),
  whatsapp("mode !== 'subscribe' || ", ''),
  of('workers/channels/wechat/receive.ts', 'test/workers/channels/wechat.test.ts')(
    'if (channel.secrets.encoding_aes_key !== undefined) return',
    "if (outer.kind !== 'unreadable' && outer.value.Encrypt !== undefined) return",
  ),
  feishu('keys.length > 0 && outer.body === inner.body', 'false'),
  feishu("inner.body.type === 'url_verification'", 'true'),
  of(
    'workers/channels/callback-cipher.ts',
    'test/workers/channels/callback-cipher.test.ts',
    'test/workers/channels/wecom.test.ts',
  )('if (!(await isAnyOf(inside.receiver, [secrets.receiver]))) continue', ''),
  masks(".replaceAll(encodeURIComponent(secret), '***')", ''),
  masks('...addressKeys(channel), ', ''),
]
