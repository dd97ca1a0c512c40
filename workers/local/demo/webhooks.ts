import { createCipheriv, createHash, createHmac, randomBytes } from 'node:crypto'
import { apps, type Person } from './cast.ts'
import { ADMIN_KEY, type Post } from './client.ts'

/** Webhooks in the shapes the platforms really send, signed as they sign them, at the product's time. */
let count = 0
const nextId = () => String(++count).padStart(6, '0')

const seconds = (now: number) => String(Math.floor(now / 1000))
const JSON_TYPE = { 'content-type': 'application/json' }

/** Slack's Events API (docs.slack.dev): HMAC of version, timestamp and raw body. */
export function slack(outer: object, now: number): Post {
  const body = JSON.stringify(outer)
  const signature = createHmac('sha256', apps.slack.signing)
    .update(`v0:${seconds(now)}:${body}`)
    .digest('hex')
  const headers = { 'x-slack-request-timestamp': seconds(now), 'x-slack-signature': `v0=${signature}` }
  return { path: '/hooks/slack', headers: { ...JSON_TYPE, ...headers }, body }
}

function slackEvent(event: object, now: number): Post {
  const { team, app, bot } = apps.slack
  const ts = `${seconds(now)}.000${nextId().slice(-3)}`
  const authorizations = [{ enterprise_id: null, team_id: team, user_id: bot, is_bot: true }]
  const inner = { ...event, event_ts: ts, ...('text' in event && { ts }) }
  const known = { token: 'legacy', team_id: team, api_app_id: app, authorizations, is_ext_shared_channel: false }
  const outer = {
    ...known,
    event: inner,
    type: 'event_callback',
    event_id: `Ev06${nextId()}`,
    event_time: Number(seconds(now)),
  }
  return slack(outer, now)
}

const GENERAL = 'C06GENERAL1'

export function slackTeamJoin({ id, name, locale, zone }: Person, now: number): Post {
  const profile = { real_name: name, display_name: name, email: `${id.toLowerCase()}@example.com` }
  const user = {
    id,
    team_id: apps.slack.team,
    name: id.toLowerCase(),
    real_name: name,
    locale,
    tz: zone,
    is_bot: false,
    profile,
  }
  return slackEvent({ type: 'team_join', user }, now)
}

export function slackChannel(type: 'member_joined_channel' | 'member_left_channel', person: Person, now: number): Post {
  return slackEvent({ type, user: person.id, channel: GENERAL, channel_type: 'C', team: apps.slack.team }, now)
}

export function slackMessage(person: Person, text: string, now: number): Post {
  return slackEvent({ type: 'message', user: person.id, channel: GENERAL, channel_type: 'channel', text }, now)
}

/** The same delivery once more, as Slack does when our answer did not reach it. */
export function slackRetry(post: Post, now: number): Post {
  const again = slack(JSON.parse(post.body), now)
  const headers = { 'x-slack-retry-num': '1', 'x-slack-retry-reason': 'http_timeout' }
  return { ...again, headers: { ...again.headers, ...headers } }
}

/** Feishu with an encrypt key (open.feishu.cn, event-subscription-guide): sealed by AES-256-CBC, then signed. */
export function feishu(plain: object, now: number): Post {
  const key = createHash('sha256').update(apps.feishu.encrypt).digest()
  const iv = randomBytes(16)
  const cipher = createCipheriv('aes-256-cbc', key, iv)
  const sealed = Buffer.concat([iv, cipher.update(JSON.stringify(plain)), cipher.final()])
  const body = JSON.stringify({ encrypt: sealed.toString('base64') })
  const nonce = randomBytes(8).toString('hex')
  const signature = createHash('sha256')
    .update(seconds(now) + nonce + apps.feishu.encrypt + body)
    .digest('hex')
  const signed = {
    'x-lark-request-timestamp': seconds(now),
    'x-lark-request-nonce': nonce,
    'x-lark-signature': signature,
  }
  return { path: '/hooks/feishu', headers: { ...JSON_TYPE, ...signed }, body }
}

function feishuEvent(type: string, event: object, now: number): Post {
  const { app, token } = apps.feishu
  const common = { token, app_id: app, tenant_key: 'tenant-demo', create_time: String(now) }
  return feishu({ schema: '2.0', header: { event_id: `ev-${nextId()}`, event_type: type, ...common }, event }, now)
}

const feishuIds = ({ id }: Person) => ({ open_id: id, union_id: id.replace('ou_', 'on_'), user_id: id.slice(3, 11) })

export function feishuAdded(people: readonly Person[], by: Person, now: number): Post {
  const users = people.map((person) => ({ name: person.name, tenant_key: 'tenant-demo', user_id: feishuIds(person) }))
  const event = { chat_id: apps.feishu.chat, operator_id: feishuIds(by), external: false, users }
  return feishuEvent('im.chat.member.user.added_v1', event, now)
}

export function feishuMessage(person: Person, text: string, now: number): Post {
  const sender = { sender_id: feishuIds(person), sender_type: 'user', tenant_key: 'tenant-demo' }
  const where = { chat_id: apps.feishu.chat, chat_type: 'group', message_type: 'text', create_time: String(now) }
  const message = { message_id: `om_in_${nextId()}`, ...where, content: JSON.stringify({ text }) }
  return feishuEvent('im.message.receive_v1', { sender, message }, now)
}

type Referral = { invitee_id: string; inviter_id: string; answer: string }

/** A form service that signs as Standard Webhooks describes; the contact ids are hidden fields of its form. */
export function referralForm(referral: Referral, now: number, secret: string = apps.form.secret): Post {
  const { answer, ...hidden } = referral
  const id = `msg_${nextId()}`
  const data = { form_id: 'referral', response_id: id, ...hidden, answers: { 'Who told you about us?': answer } }
  const body = JSON.stringify({ type: 'form.submitted', timestamp: new Date(now).toISOString(), data })
  const key = Buffer.from(secret.replace('whsec_', ''), 'base64')
  const signature = createHmac('sha256', key)
    .update(`${id}.${seconds(now)}.${body}`)
    .digest('base64')
  const headers = { 'webhook-id': id, 'webhook-timestamp': seconds(now), 'webhook-signature': `v1,${signature}` }
  return { path: '/hooks/form', headers: { ...JSON_TYPE, ...headers }, body }
}

/** An own system, in CloudEvents 1.0 with a key: the shop, or the check-in page. */
export function cloudEvent(type: string, person: Person, data: object, now: number): Post {
  const common = { specversion: '1.0', id: nextId(), source: '/demo', time: new Date(now).toISOString() }
  return {
    path: `/events?channel=${person.channel}`,
    headers: { authorization: `Bearer ${ADMIN_KEY}`, 'content-type': 'application/cloudevents+json' },
    body: JSON.stringify({ ...common, type, subject: person.id, data }),
  }
}
