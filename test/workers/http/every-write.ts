import { env } from 'cloudflare:workers'
import { ask, contact, get, happens, idle, install, sandbox } from '../../world.ts'
import { greeting } from './api-world.ts'

/** One request of each write that a small community allows, in an order in which all of them succeed. */
export type Write = { operation: string; path: string; body?: unknown; headers?: Record<string, string> }

const say = (id: string, text: string) => ({ id, do: 'message.send', with: { text, category: 'transactional' } })
const content = { en: { text: 'Hello' } }
const rota = { people: { ann: { channel: 'walk', to: 'ann' } }, lines: [{ people: ['ann'] }] }
const survey = { name: 'How is it', questions: [{ id: 'q', type: 'nps', text: 'Would you tell others?' }] }
const gathering = { name: 'Party', starts_at: '2040-01-01T10:00:00Z' }
const campaign = {
  name: 'Spring',
  phases: {
    warm_up: '2040-01-01T00:00:00Z',
    burst: '2040-01-02T00:00:00Z',
    continuation: '2040-01-03T00:00:00Z',
    wrap_up: '2040-01-04T00:00:00Z',
  },
  ends_at: '2040-01-05T00:00:00Z',
}

/** Set up what the requests need, and say which they are. */
export async function everyWrite(): Promise<Write[]> {
  await sandbox('walk')
  const people = await community()
  const { ann, bob, cat, run, done, task, job } = people
  const writes: Write[] = []
  const add = (operation: string, body?: unknown, given: Record<string, string> = {}) => {
    const [, template = ''] = operation.split(' ')
    const path = template.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(given[name] ?? ''))
    writes.push({ operation, path, ...(body !== undefined && { body }) })
  }
  const id = (value: string) => ({ id: value })
  add(
    'PUT /channels/{id}',
    { kind: 'sandbox', name: 'c', config: {}, secrets: { secret: 'a secret to look for' } },
    id('c'),
  )
  add('POST /channels/{id}/test', { to: 'a person to look for', text: 'Hello' }, id('walk'))
  add('DELETE /channels/{id}', undefined, id('c'))
  add('POST /templates/{id}/install', { workflow_id: 'grown' }, id('daily-checkin'))
  add('POST /workflows/{id}/upgrade', { preview: true }, id('grown'))
  add('PUT /workflows/{id}', { ...greeting, id: 'w' }, id('w'))
  add('POST /workflows/{id}/publish', {}, id('w'))
  add('POST /workflows/{id}/pause', {}, id('w'))
  add('POST /workflows/{id}/resume', {}, id('w'))
  add('DELETE /workflows/{id}', undefined, id('w'))
  add('POST /workflows/{id}/start', { contact_id: ann }, id('by-hand'))
  add('POST /contacts/import', '{"identities":[{"channel":"walk","external_id":"new"}]}')
  add('POST /contacts', { identities: [{ channel: 'walk', external_id: 'dora' }], name: 'Dora' })
  add('PATCH /contacts/{id}', { name: 'Annie', add_tags: ['vip'] }, id(ann))
  add('POST /contacts/merge', { into: bob, from: cat })
  add('POST /segments', { id: 's', name: 'all', if: 'true' })
  add('PUT /segments/{id}', { name: 'all', if: 'contact.points > 0' }, id('s'))
  add('DELETE /segments/{id}', undefined, id('s'))
  add('POST /events/{id}/replay', {}, id(people.event))
  add('POST /runs/{id}/replay', {}, id(done))
  add('POST /runs/{id}/retry', {}, id(people.failed))
  add('POST /runs/{id}/cancel', { reason: 'enough' }, id(run))
  add('POST /messages/{id}/cancel', {}, id(people.queued))
  add('POST /messages/{id}/retry', {}, id(people.unsent))
  add('POST /broadcasts', { name: 'News', content, audience: { segment: 'true' } })
  for (const verb of ['pause', 'resume']) add(`POST /broadcasts/{id}/${verb}`, {}, id(people.sending))
  for (const verb of ['submit', 'cancel']) add(`POST /broadcasts/{id}/${verb}`, {}, id(people.broadcast))
  add(
    'PUT /broadcasts/{id}',
    { name: 'News', content: { en: { text: 'Bye' } }, audience: { segment: 'true' } },
    id(people.draft),
  )
  add('DELETE /broadcasts/{id}', undefined, id(people.draft))
  add('PUT /campaigns/{id}', campaign, id('spring'))
  add('DELETE /campaigns/{id}', undefined, id('spring'))
  add('PUT /gatherings/{id}', gathering, id('party'))
  add('POST /gatherings/{id}/signup', { contact_id: ann }, id('party'))
  add('POST /gatherings/{id}/checkin', { contact_id: ann }, id('party'))
  add('POST /gatherings/{id}/signup', { contact_id: bob }, id('party'))
  add('POST /gatherings/{id}/withdraw', { contact_id: bob }, id('party'))
  add('POST /gatherings/{id}/cancel', {}, id('party'))
  add('DELETE /gatherings/{id}', undefined, id('party'))
  add('POST /words', { id: 'rude', words: ['darn'] })
  add('PUT /words/{id}', { words: ['darn', 'heck'] }, id('rude'))
  add('PATCH /words/{id}', { add: ['gosh'] }, id('rude'))
  add('DELETE /words/{id}', undefined, id('rude'))
  add('POST /points', { contact_id: ann, delta: 5, reason: 'kind' })
  add('POST /points/{id}/reverse', { reason: 'too kind' }, id(people.entry))
  add('POST /badges', { id: 'star', name: 'Star' })
  add('PUT /badges/{id}', { name: 'Big star' }, id('star'))
  add('POST /contacts/{id}/badges', { badge: 'star' }, id(ann))
  add('DELETE /badges/{id}', undefined, id('star'))
  add('PUT /contacts/{id}/tier', { tier: 'gold' }, id(ann))
  add('POST /coupons', { id: 'spring', name: 'Spring', kind: 'imported', codes: ['A1'] })
  add('PUT /coupons/{id}', { name: 'Spring time', kind: 'imported' }, id('spring'))
  add('POST /coupons/{id}/codes', { codes: ['A2'] }, id('spring'))
  add('POST /coupons/{id}/codes/{code}/use', {}, { id: 'winter', code: 'W1' })
  add('DELETE /coupons/{id}', undefined, id('spring'))
  add('POST /items', { id: 'mug', name: 'Mug', points: 5 })
  add('PUT /items/{id}', { name: 'Mug', points: 6 }, id('mug'))
  add('DELETE /items/{id}', undefined, id('mug'))
  add('POST /tasks', { title: 'Ring Ann', contact_id: ann })
  add('POST /tasks/{id}/answer', { text: 'We are sorry' }, id(task.complaint))
  add('POST /tasks/{id}/approve', {}, id(task.first))
  add('POST /tasks/{id}/reject', {}, id(task.second))
  add('POST /tasks/{id}/done', {}, id(task.third))
  add('POST /experiments/{id}/promote', { branch: 'bold' }, id('offer:test'))
  add('POST /referrals/{id}/reject', { reason: 'one and the same' }, id(people.gil))
  add('POST /referrals/{id}/approve', { reason: 'a school' }, id(people.gil))
  add('POST /alerts', { name: 'down', level: 2, title: 'Down' })
  add('POST /alerts/drill', { name: 'fire', level: 2, title: 'Fire' })
  for (const verb of ['acknowledge', 'resolve']) add(`POST /alerts/{id}/${verb}`, {}, id(people.alert))
  add('PUT /rotas/{id}', rota, id('night'))
  add('DELETE /rotas/{id}', undefined, id('night'))
  add('POST /contacts/{id}/referral-code', {}, id(bob))
  for (const verb of ['pause', 'resume', 'cancel']) add(`POST /jobs/{id}/${verb}`, {}, id(job))
  add('POST /keys', { name: 'ci', role: 'viewer' })
  add('DELETE /keys/{id}', undefined, id(people.key))
  add('PUT /texts/{id}', { text: 'Bye' }, id('bye'))
  add('DELETE /texts/{id}', undefined, id('bye'))
  add('POST /surveys', { id: 'how', ...survey })
  add('PUT /surveys/{id}', { ...survey, name: 'How was it' }, id('how'))
  add('DELETE /surveys/{id}', undefined, id('how'))
  add('POST /faqs', { id: 'when', questions: ['When?'], answer: 'Now' })
  add('PUT /faqs/{id}', { questions: ['When?'], answer: 'Later' }, id('when'))
  add('POST /faqs/import', { faqs: [{ id: 'where', questions: ['Where?'], answer: 'Here' }] })
  add('DELETE /faqs/{id}', undefined, id('when'))
  add('PUT /secrets/{id}', { value: 'a secret to look for' }, id('TOKEN'))
  add('DELETE /secrets/{id}', undefined, id('TOKEN'))
  add('PUT /settings', { locale: 'zh-CN' })
  add('POST /webhook-secret/rotate', {})
  add('POST /webhook-secret/retire', {})
  add('DELETE /contacts/{id}', undefined, id(ann))
  return writes
}

/** People with something of everything. */
async function community() {
  const manual = { triggers: [{ manual: true }] }
  await install({ id: 'by-hand', ...manual, actions: [{ id: 'rest', wait: '1d' }] })
  await install({ id: 'done', triggers: [{ on: 'custom.done' }], actions: [say('a', 'done')] })
  await install({ id: 'waits', triggers: [{ on: 'custom.waits' }], actions: [{ id: 'rest', wait: '1d' }] })
  const pay = { id: 'pay', do: 'points.redeem', with: { points: 5000, reason: 'test' } }
  await install({ id: 'fails', triggers: [{ on: 'custom.fails' }], actions: [pay] })
  await install({ id: 'asks', triggers: [{ on: 'custom.asks' }], actions: [{ id: 'ok', approve: { title: 'Ok?' } }] })
  const call = { id: 'call', do: 'task.create', with: { title: 'Call' } }
  await install({ id: 'calls', triggers: [{ on: 'custom.calls' }], actions: [call] })
  const open = { id: 'open', do: 'complaint.open', with: { title: 'Complaint' } }
  await install({ id: 'complaints', triggers: [{ on: 'custom.angry' }], actions: [open] })
  const sends = { text: 'queued', category: 'transactional', channel: 'gone' }
  await sandbox('gone', { api_base: 'http://127.0.0.1:9' })
  await install({
    id: 'queues',
    triggers: [{ on: 'custom.queues' }],
    actions: [{ id: 'a', do: 'message.send', with: sends }],
  })
  await happens('gone', 'eve', 'custom.queues')
  const types = ['done', 'waits', 'fails', 'asks', 'calls', 'angry']
  for (const type of types) await happens('walk', 'ann', `custom.${type}`)
  for (const name of ['bob', 'cat']) await happens('walk', name, 'custom.asks')
  const by = { id: 'by', do: 'referral.attribute', with: { code: { expr: 'event.data.state' } } }
  await install({ id: 'join', triggers: [{ on: 'member.joined', if: 'has(event.data.state)' }], actions: [by] })
  const tag = (name: string) => ({ name, weight: 1, then: [{ do: 'tag.add', with: { tag: name } }] })
  const split = [tag('plain'), tag('bold')]
  await install({ id: 'offer', triggers: [{ on: 'custom.offer' }], actions: [{ id: 'test', split }] })
  await idle().catch(() => undefined)
  const bob = (await contact('walk', 'bob')).id as string
  const { code } = await get(`/api/v1/contacts/${bob}/referral-code`, { body: {} })
  await happens('walk', 'gil', 'member.joined', { state: code })
  await idle().catch(() => undefined)
  const ann = (await contact('walk', 'ann')).id as string
  const one = async (path: string) => (await get(`/api/v1${path}`)).items[0].id as string
  const runOf = (workflow: string) => one(`/runs?workflow=${workflow}&contact_id=${ann}`)
  const tasks = (await get(`/api/v1/tasks?contact_id=${ann}`)).items as { id: string; kind: string }[]
  const taskOf = (kind: string, n = 0) => tasks.filter((task) => task.kind === kind)[n]?.id ?? ''
  const made = (path: string, body: object) => get(`/api/v1${path}`, { body })
  const news = { name: 'News', content, audience: { segment: 'true' } }
  const points = await made('/points', { contact_id: ann, delta: 9, reason: 'kind' })
  const eve = (await contact('gone', 'eve')).id
  const queued = await one(`/messages?contact_id=${eve}`)
  return {
    ...{
      ann,
      bob,
      gil: (await contact('walk', 'gil')).id as string,
      sending: await sending(),
      cat: (await contact('walk', 'cat')).id as string,
    },
    ...{ run: await runOf('waits'), done: await runOf('done'), failed: await runOf('fails'), queued, unsent: queued },
    task: {
      first: taskOf('approval'),
      second: await one(`/tasks?contact_id=${(await contact('walk', 'bob')).id}`),
      third: taskOf('task'),
      complaint: taskOf('complaint'),
    },
    job: await paused(),
    event: await one(`/events?contact_id=${ann}&type=custom.done`),
    entry: points.id as string,
    broadcast: (await made('/broadcasts', news)).id as string,
    draft: (await made('/broadcasts', news)).id as string,
    alert: (await made('/alerts', { name: 'slow', level: 3, title: 'Slow' })).alert_id as string,
    key: (await made('/keys', { name: 'old', role: 'viewer' })).id as string,
  }
}

/** A broadcast that is under way, and a code that was issued. */
async function sending(): Promise<string> {
  const news = { name: 'News', content, audience: { segment: 'true' } }
  const { id } = await get('/api/v1/broadcasts', { body: news })
  const { DB } = env as unknown as { DB: D1Database }
  await DB.prepare("UPDATE broadcasts SET status = 'sending' WHERE id = ?").bind(id).run()
  await get('/api/v1/coupons', { body: { id: 'winter', name: 'Winter', kind: 'imported', codes: ['W1'] } })
  const { id: bob } = await contact('walk', 'bob')
  await DB.prepare("UPDATE codes SET subject_id = ?, issued_at = 1 WHERE code = 'W1'").bind(bob).run()
  return id
}

/** A job that stands still. */
async function paused(): Promise<string> {
  const csv = Array.from({ length: 3 }, (_, n) => `{"identities":[{"channel":"walk","external_id":"i${n}"}]}`).join(
    '\n',
  )
  const response = await ask('/api/v1/contacts/import', {
    body: csv,
    headers: { 'content-type': 'application/x-ndjson' },
  })
  return ((await response.json()) as { id: string }).id
}
