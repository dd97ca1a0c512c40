import { beforeAll, expect, it } from 'vitest'
import { signedAlertLinks } from '../../../workers/run/alert-link.ts'
import { checkinLinks } from '../../../workers/run/checkin-links.ts'
import { signedLinks } from '../../../workers/run/links.ts'
import { surveyPages } from '../../../workers/run/survey-pages.ts'
import { unsubscribeLinks } from '../../../workers/run/unsubscribing.ts'
import { ask, contact, get, happens, idle, install, migrate, sandbox } from '../../world.ts'

const TARGET = 'https://shop.test/sale?x=1&y=2'

beforeAll(async () => {
  await migrate()
  await sandbox('linked')
  await install({
    id: 'offer',
    triggers: [{ on: 'custom.offer' }],
    settings: { category: 'transactional' },
    actions: [
      { id: 'send', do: 'message.send', with: { text: `Sale: {{link "${TARGET}"}}. Not ${TARGET}&z=3 {{event.data.text}}` } },
      { id: 'click', wait_for: { on: 'link.clicked', timeout: '1d' }, then: [{ do: 'tag.add', with: { tag: 'clicked' } }] },
    ],
  })
}) // biome-ignore format: one workflow

async function offered(user: string, text = ''): Promise<{ message: { id: string; text: string }; path: string; id: string }> {
  await happens('linked', user, 'custom.offer', { text })
  await idle()
  const { id } = await contact('linked', user)
  const [message] = (await get(`/api/v1/messages?contact_id=${id}`)).items
  const path = /https:\/\/qunflow\.test(\/l\/[\w.-]+)\. Not/.exec(message.text)?.[1] ?? ''
  return { message, path, id }
} // biome-ignore format: one helper

const click = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
  ask(path, { key: null, headers, method, redirect: 'manual' })
const clicks = async (id: string) => (await get(`/api/v1/events?type=link.clicked&contact_id=${id}`)).items

it('a tracked link leads to its target and happens to the contact', async () => {
  const { message, path, id } = await offered('ann')
  expect(message.text).toContain(`Not ${TARGET}&z=3`)
  const led = await click(path)
  expect([led.status, led.headers.get('location')]).toEqual([302, TARGET])
  expect(led.headers.get('referrer-policy')).toBe('no-referrer')
  await idle()
  expect(await clicks(id)).toMatchObject([
    { channel: 'linked', status: 'handled', data: { url: TARGET, message_id: message.id, link_id: expect.stringMatching(/^[0-9a-f]{12}$/) } },
  ])
  expect(await contact('linked', 'ann')).toMatchObject({ tags: ['clicked'] })
}) // biome-ignore format: one guarantee

it.each([
  ['a look at the headers', {}, 'HEAD'],
  ['Slack', { 'user-agent': 'Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)' }, 'GET'],
  ['WhatsApp', { 'user-agent': 'WhatsApp/2.23.20.0' }, 'GET'],
  ['a browser that looks ahead', { 'sec-purpose': 'prefetch;prerender' }, 'GET'],
])('previews do not count: %s', async (what, headers, method) => {
  const { path, id } = await offered(`preview-${what}`)
  expect((await click(path, headers, method)).status).toBe(302)
  await idle()
  expect(await clicks(id)).toEqual([])
})

it('the same click twice is one', async () => {
  const { path, id } = await offered('twice')
  await Promise.all([click(path), click(path)])
  await idle()
  expect((await clicks(id)).length).toBe(1)
})

it('no link leads anywhere that we did not write: no open redirect', async () => {
  const { path } = await offered('eve', '{{link "https://evil.test"}} https://evil.test')
  const [said = '', signature = ''] = path.slice('/l/'.length).split('.')
  const elsewhere = Buffer.from(JSON.stringify(['c1', null, 'm', 'https://evil.test'])).toString('base64url')
  const stranger = signedLinks('', [btoa('another key of exactly 32 bytes!')]).url({ subjectId: 'c1', channel: null, messageId: 'm', target: 'https://evil.test' })
  for (const token of [`${elsewhere}.${signature}`, said, `${said}.`, `${said}.${signature.slice(1)}A`, `${said}A.${signature}`, stranger.slice(3), 'x', '.', '%00'])
    expect((await ask(`/l/${token}`, { key: null })).status).toBe(404)
}) // biome-ignore format: one guarantee

it('a link of one kind is none of another, though the same key signs them all', () => {
  const keys = [btoa('a key of exactly thirty-two byte')]
  const [tracked, leaving, tickets] = [signedLinks('', keys), unsubscribeLinks('', keys), checkinLinks('', keys)]
  const [pages, alerts] = [surveyPages('', keys), signedAlertLinks('', keys)]
  const readers = [tracked.read, (token: string) => leaving.read(token, 0), tickets.read, pages.read, alerts.read]
  const written = [
    tracked.url({ subjectId: 'c1', channel: null, messageId: 'm', target: 'https://shop.test' }),
    leaving.url({ subjectId: 'c1', category: 'promotional', messageId: 'm' }, 0),
    tickets.url({ gathering: 'g', subjectId: 'c1' }),
    pages.url({ subjectId: 'c1', survey: 's', ask: 'c1:ask' }),
    alerts.url({ alertId: 'a', message: 'm' }),
  ]
  const tokens = written.map((url) => url.split('/').at(-1) ?? '')
  // A signature of 16 bytes ends in bits that say nothing: other letters there would be another token for the same thing.
  const last = tokens[0]?.at(-1) ?? ''
  expect(tracked.read(`${tokens[0]?.slice(0, -1)}${String.fromCharCode(last.charCodeAt(0) + 1)}`)).toBeUndefined()
  const opened = tokens.map((token) => readers.flatMap((read, kind) => (read(token) ? [kind] : [])))
  expect(opened).toEqual([[0], [1], [2], [3], [4]])
})
