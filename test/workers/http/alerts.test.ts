import { beforeAll, beforeEach, expect, test } from 'vitest'
import { advance, ask, contact, get, happens, idle, install, migrate, sandbox } from '../../world.ts'
import { answer, keyOf } from './api-world.ts'

// biome-ignore lint/suspicious/noExplicitAny: a test reads whatever shape it expects
type Any = any

const person = (to: string) => ({ channel: 'pager', to })
const people = { ann: person('ann'), bob: person('bob'), cleo: person('cleo'), dan: person('dan') }
const shift = (from: string, to: string, who: string) => ({ from, to, people: [who] })

beforeAll(async () => {
  await migrate()
  await sandbox('pager')
  await sandbox('club')
  await get('/dev/clock', { body: { set: '2026-03-02T10:00:00Z' } })
  await get('/api/v1/rotas/main', {
    method: 'PUT',
    body: {
      people,
      lines: [{ name: 'First', shifts: [shift('08:00', '20:00', 'ann'), shift('20:00', '08:00', 'bob')] }, { people: ['cleo'] }],
    },
  })
  const levels = { '1': { timeouts: ['30m'], repeat: 0 }, '2': { timeouts: ['10m', '15m'], repeat: 1 } }
  await get('/api/v1/settings', { method: 'PUT', body: { alerts: { rota: 'main', levels } } })
  const raise = { name: 'complaints', level: 2, title: 'Many complaints', detail: 'of {{contact.name}}', cooldown: '1h' }
  await install({
    id: 'raiser',
    triggers: [{ on: 'custom.raise' }],
    actions: [
      { id: 'a', do: 'alert.raise', with: { ...raise, key: '{{event.data.key}}' } },
      { set: { told: { expr: 'steps.a' } } },
    ],
  })
  await install({
    id: 'resolver',
    triggers: [{ on: 'custom.calm' }],
    actions: [{ do: 'alert.resolve', with: { key: '{{event.data.key}}', note: 'calm again' } }],
  })
  await install({
    id: 'hears',
    triggers: [{ on: 'alert.*' }],
    entry: { mode: 'parallel', max: 100 },
    actions: [{ do: 'metric.add', with: { metric: 'heard' } }, { set: { type: { expr: 'event.type' }, drill: { expr: 'has(event.data.drill)' } } }],
  })
}) // biome-ignore format: a setting

let count = 0
let key = ''
beforeEach(async () => {
  count += 1
  key = `key-${count}`
  await get('/dev/clock', { body: { set: `2026-03-${String(2 + count).padStart(2, '0')}T10:00:00Z` } })
})

const pagesOf = async (): Promise<Any[]> => {
  const { items } = await get('/api/v1/messages?channel=pager&limit=200')
  return items.filter(({ text }: Any) => text.includes(key)).reverse()
}
const told = async () => (await pagesOf()).map(({ to, sent_at }) => `${sent_at.slice(11, 16)} ${to}`)
const raised = (more: object = {}) =>
  get('/api/v1/alerts', { body: { name: 'outage', level: 2, title: `Down ${key}`, key, ...more } })
const detail = (id: string) => get(`/api/v1/alerts/${id}`)
const kinds = async (id: string) => (await detail(id)).history.map(({ kind }: Any) => kind)
const heard = async () =>
  (await get('/api/v1/events?type=alert.*&limit=200')).items.filter(({ data }: Any) => data.key === key).reverse()

test('pages who is on call, and with a shift change in the middle of the escalation the one who came on', async () => {
  await get('/dev/clock', { body: { advance: '9h45m' } })
  const { alert_id: id, created } = await raised()
  expect(created).toBe(true)
  await idle()
  await advance('40m')
  expect(await told()).toEqual(['19:45 ann', '19:55 cleo', '20:10 bob', '20:20 cleo'])
  expect(await kinds(id)).toEqual(['raised', 'paged', 'paged', 'paged', 'paged'])
  await advance('1h')
  expect((await kinds(id)).at(-1)).toBe('exhausted')
  expect(await detail(id)).toMatchObject({ status: 'open', time_to_acknowledge: null })
  const late = await answer(`/alerts/${id}/acknowledge`, { method: 'POST' })
  expect(late).toMatchObject({ status: 200, body: { status: 'acknowledged', acknowledged_by: 'admin-key', time_to_acknowledge: 6000 } })
  expect((await heard()).map(({ type }: Any) => type)).toEqual(['alert.raised', 'alert.escalated', 'alert.escalated', 'alert.escalated', 'alert.escalated', 'alert.acknowledged'])
}) // biome-ignore format: one guarantee

test('a step learns truthfully whether its alert is new, and only one of many at once is', async () => {
  await Promise.all(Array.from({ length: 8 }, (_, i) => happens('club', `m${count}-${i}`, 'custom.raise', { key })))
  await idle()
  const runs = (await get('/api/v1/runs?workflow=raiser&limit=8')).items
  const all = runs.map(({ vars, status }: Any) => ({ ...vars.told, status }))
  expect(new Set(all.map(({ alert_id: id }: Any) => id)).size).toBe(1)
  expect(all.filter(({ created }: Any) => created)).toHaveLength(1)
  expect(all.every(({ status }: Any) => status === 'completed')).toBe(true)
  const alert = await detail(all[0].alert_id)
  expect(alert).toMatchObject({ occurrences: 8, status: 'open', workflow_id: 'raiser', level: 2 })
  expect(alert.history.filter(({ kind }: Any) => kind === 'paged')).toHaveLength(1)
})

test('cools down after its end, then is another one', async () => {
  const raise = async () => {
    await happens('club', 'zed', 'custom.raise', { key })
    await idle()
    return (await get('/api/v1/runs?workflow=raiser&limit=1')).items[0].vars.told
  }
  const first = await raise()
  await happens('club', 'zed', 'custom.calm', { key })
  await idle()
  expect(await detail(first.alert_id)).toMatchObject({
    status: 'resolved',
    note: 'calm again',
    resolved_by: 'resolver',
  })
  await advance('59m')
  expect(await raise()).toEqual({ alert_id: first.alert_id, created: false })
  expect(await detail(first.alert_id)).toMatchObject({ status: 'resolved', suppressed: 1 })
  await advance('1m')
  const second = await raise()
  expect(second).toMatchObject({ created: true })
  expect(second.alert_id).not.toBe(first.alert_id)
  expect((await answer(`/alerts/${first.alert_id}/acknowledge`, { method: 'POST' })).status).toBe(409)
  expect((await get(`/api/v1/alerts?key=${key}`)).items).toHaveLength(2)
})

test('a button acknowledges, and nobody else is paged', async () => {
  const { alert_id: id } = await raised()
  await idle()
  const [page] = await pagesOf()
  expect(page.text.split('\n')).toEqual([`Alert, level 2: Down ${key}`, expect.stringMatching(/^Acknowledge: https:\/\/qunflow\.test\/a\/\S+$/)])
  await advance('4m')
  await happens('pager', 'ann', 'button.clicked', { value: `alert.acknowledge:${id}` })
  await idle()
  const ann = (await contact('pager', 'ann')).id
  expect(await detail(id)).toMatchObject({ status: 'acknowledged', acknowledged_by: ann, time_to_acknowledge: 240 })
  expect((await detail(id)).history.at(-1)).toMatchObject({ kind: 'acknowledged', via: 'button', paged: true })
  await advance('2h')
  expect(await pagesOf()).toHaveLength(1)
}) // biome-ignore format: one guarantee

test('whoever was not paged may acknowledge as well, and that is written down', async () => {
  const { alert_id: id } = await raised()
  await happens('club', 'passer-by', 'button.clicked', { value: `alert.acknowledge:${id}` })
  await idle()
  expect((await detail(id)).history.at(-1)).toMatchObject({ kind: 'acknowledged', paged: false })
  await happens('pager', 'ann', 'button.clicked', { value: `alert.acknowledge:${id}` })
  await idle()
  expect((await kinds(id)).slice(-2)).toEqual(['acknowledged', 'acknowledged_late'])
})

test('a link shows the alert, and acknowledges only when it is confirmed', async () => {
  const { alert_id: id } = await raised({ detail: '<b>Checkout</b>' })
  await idle()
  const path = /https:\/\/qunflow\.test(\S+)/.exec((await pagesOf())[0].text)?.[1] ?? ''
  const shown = await ask(path, { key: null })
  expect([shown.status, shown.headers.get('cache-control')]).toEqual([200, 'no-store'])
  const page = await shown.text()
  expect(page).toContain('&lt;b&gt;Checkout&lt;/b&gt;')
  expect((await detail(id)).status).toBe('open')
  expect((await ask(path, { key: null, method: 'POST' })).status).toBe(200)
  expect(await detail(id)).toMatchObject({ status: 'acknowledged', acknowledged_by: 'ann' })
  expect((await detail(id)).history.at(-1)).toMatchObject({ via: 'link', paged: true })
  expect((await ask(`${path.slice(0, -2)}xx`, { key: null })).status).toBe(404)
})

test('a worse one begins anew on its level: level 3 pages everyone at once', async () => {
  const { alert_id: id } = await raised({ level: 1 })
  await answer(`/alerts/${id}/acknowledge`, { method: 'POST' })
  expect(await raised({ level: 3 })).toEqual({ alert_id: id, created: false })
  await idle()
  expect((await told()).sort()).toEqual(['10:00 ann', '10:00 ann', '10:00 bob', '10:00 cleo', '10:00 dan'])
  expect(await detail(id)).toMatchObject({ status: 'open', level: 3, occurrences: 2 })
})

test('an exercise runs the same flow, marked everywhere, and leaves no trace in the figures', async () => {
  const figures = async () => get('/api/v1/alerts/report')
  const before = await figures()
  const metrics = async () => (await get('/api/v1/events?type=metric.crossed')).items.length
  const real = await raised()
  const drill = await get('/api/v1/alerts/drill', { body: { name: 'outage', level: 2, title: `Down ${key}`, key } })
  expect(drill).toMatchObject({ created: true })
  expect(drill.alert_id).not.toBe(real.alert_id)
  await idle()
  expect((await pagesOf()).map(({ text }) => text.split('\n')[0]).sort()).toEqual([`Alert, level 2: Down ${key}`, `[DRILL] Alert, level 2: Down ${key}`])
  await advance('3m')
  await answer(`/alerts/${drill.alert_id}/acknowledge`, { method: 'POST' })
  const ended = await answer(`/alerts/${drill.alert_id}/resolve`, { body: { note: 'well done' } })
  expect(ended.body).toMatchObject({ drill: true, title: `[DRILL] Down ${key}`, status: 'resolved', note: 'well done', time_to_acknowledge: 180 })
  await idle()
  const after = await figures()
  const level2 = (of: Any[]) => of.find(({ level }) => level === 2) ?? { raised: 0 }
  expect(level2(after.levels).raised).toBe(level2(before.levels).raised + 1)
  expect(after.drills).toMatchObject([{ level: 2, raised: 1, acknowledged: 1, resolved: 1, unresolved: 0, time_to_acknowledge: { p50: 180, p90: 180 } }])
  const drills = (await heard()).filter(({ data }: Any) => data.drill === true)
  expect(drills.map(({ type, data }: Any) => [type, data.title])).toEqual(['alert.raised', 'alert.acknowledged', 'alert.resolved'].map((type) => [type, `[DRILL] Down ${key}`]))
  expect(await metrics()).toBe(0)
  expect((await get(`/api/v1/alerts?drill=true&key=${key}`)).items).toHaveLength(1)
}) // biome-ignore format: one guarantee

test('a contact is paged in their own language where they are known, and who cannot be reached is passed over at once', async () => {
  await get('/api/v1/contacts', { body: { name: 'Li', locale: 'zh-CN', identities: [{ channel: 'pager', external_id: `li-${key}` }] } })
  const { id: li } = await contact('pager', `li-${key}`)
  await get('/api/v1/channels/form', { method: 'PUT', body: { kind: 'typeform', name: 'form', config: {}, secrets: { secret: 's' } } })
  const { id: mute } = await get('/api/v1/contacts', { body: { name: 'Mute', identities: [{ channel: 'form', external_id: 'mute' }] } })
  const staff = { mute: { contact_id: mute }, li: { contact_id: li } }
  await get('/api/v1/rotas/staff', { method: 'PUT', body: { people: staff, lines: [{ people: ['mute'] }, { people: ['li'] }] } })
  const { alerts } = await get('/api/v1/settings')
  await get('/api/v1/settings', { method: 'PUT', body: { alerts: { ...alerts, levels: { ...alerts.levels, '2': { rota: 'staff' } } } } })
  const { alert_id: id } = await raised()
  await idle()
  const [page] = (await get(`/api/v1/messages?contact_id=${li}`)).items
  expect(page).toMatchObject({ to: `li-${key}`, status: 'sent', category: 'transactional' })
  expect(page.text.split('\n')[0]).toBe(`二级告警：Down ${key}`)
  expect(await kinds(id)).toEqual(['raised', 'paged', 'unreached', 'paged'])
  await get('/api/v1/settings', { method: 'PUT', body: { alerts } })
}) // biome-ignore format: one guarantee

test('an alert that nobody is to be paged for is there all the same, and what is wrong is located', async () => {
  await get('/api/v1/settings', { method: 'PUT', body: { alerts: {} } })
  const { alert_id: id } = await raised()
  expect(await kinds(id)).toEqual(['raised', 'nobody'])
  const viewer = await keyOf('viewer')
  expect((await answer(`/alerts/${id}/acknowledge`, { method: 'POST', key: viewer })).status).toBe(403)
  expect((await answer('/alerts/a-0000000000000000.1/resolve', { method: 'POST' })).status).toBe(404)
  expect((await answer('/alerts/nothing')).status).toBe(404)
  expect((await answer('/alerts', { body: { name: 'x', level: 4, title: 'x' } })).body.errors).toMatchObject([{ path: 'level' }])
  const rota = await answer('/rotas/bad', { method: 'PUT', body: { people, lines: [{ people: ['eve'] }] } })
  expect(rota).toMatchObject({ status: 400, body: { errors: [{ path: 'lines[0].people[0]' }] } })
}) // biome-ignore format: one guarantee

test('says who is on call now, and at another instant', async () => {
  expect(await get('/api/v1/rotas/main/now')).toMatchObject({
    until: expect.stringContaining('T20:00:00'),
    lines: [{ line: 1, name: 'First', people: [{ person: 'ann', channel: 'pager', to: 'ann' }] }, { line: 2, people: [{ person: 'cleo' }] }],
  })
  const night = await get('/api/v1/rotas/main/now?at=2026-03-03T23:00:00Z')
  expect(night.lines[0].people).toMatchObject([{ person: 'bob' }])
}) // biome-ignore format: one guarantee
