/** Many at once: the same event, different events of one contact, and what a flow costs. */
import { call, check, client, KEY, summary } from './kit.ts'

const port = Number(process.argv[2] ?? 9120)
const url = `http://localhost:${port}`
const c = client(url)
const t = Date.now()
await c.sandbox('cw')
await c.workflow({
  id: 'cw',
  triggers: [{ on: 'custom.cw' }],
  entry: { mode: 'parallel', max: 1000 },
  actions: [
    { do: 'tag.add', with: { tag: 'x' } },
    { do: 'points.award', with: { points: 1, reason: 'x' } },
    { do: 'message.send', with: { text: 'hi', category: 'transactional' } },
    { wait: '1d' },
  ],
})
await c.workflow({
  id: 'cw-redeem',
  triggers: [{ on: 'custom.cw-redeem' }],
  entry: { mode: 'parallel', max: 1000 },
  actions: [
    { id: 'r', do: 'points.redeem', with: { points: 10, reason: 'x' }, on_error: [{ stop: 'exited', reason: 'poor' }] },
  ],
})
await c.hook('cw', { id: `warm${t}`, type: 'custom.cw', user: { id: 'warm' }, data: {} })
await c.idle()
const same = await Promise.all(
  Array.from({ length: 50 }, () => c.hook('cw', { id: `same${t}`, type: 'custom.cw', user: { id: 'same' }, data: {} })),
)
await c.idle()
const p = await c.contact('cw', 'same')
check(
  'the same event 50 times at once: one run, one award, one message',
  p.points === 1 &&
    (await c.all(`/runs?contact_id=${p.id}`)).length === 1 &&
    (await c.all(`/messages?contact_id=${p.id}`)).length === 1,
  p.points,
)
check('and accepted once', same.every((a) => a.status === 202) && same.reduce((s, a) => s + a.json.accepted, 0) === 1)
await Promise.all(
  Array.from({ length: 50 }, (_, i) =>
    c.hook('cw', { id: `diff${t}${i}`, type: 'custom.cw', user: { id: 'diff' }, data: {} }),
  ),
)
await c.idle()
const d = await c.contact('cw', 'diff')
check('50 different events at once: points exact', d.points === 50, d.points)
await c.must('POST', '/points', { contact_id: d.id, delta: 50, reason: 'x' })
await Promise.all(
  Array.from({ length: 50 }, (_, i) =>
    c.hook('cw', { id: `red${t}${i}`, type: 'custom.cw-redeem', user: { id: 'diff' }, data: {} }),
  ),
)
await c.idle()
const runs = await c.all(`/runs?workflow=cw-redeem`)
check(
  '50 redemptions of 10 on 100: exactly 10',
  (await c.must('GET', `/contacts/${d.id}`)).points === 0 && runs.filter((r) => r.status === 'completed').length === 10,
  runs.filter((r) => r.status === 'completed').length,
)
await call(`${url}/dev/stats/reset`, 'POST')
await c.hook('cw', { id: `cost${t}`, type: 'custom.cw', user: { id: 'cost' }, data: {} })
await c.idle()
const s = (await call(`${url}/dev/stats`, 'GET')).json
check('one event: at most 2 batches and 16 rows', s.d1.batches <= 2 && s.d1.rows_written <= 16, s)
const batch = Array.from({ length: 100 }, (_, i) => ({
  specversion: '1.0',
  id: `cb${t}${i}`,
  source: '/cw',
  type: 'custom.cw',
  subject: `cb-${i}`,
  data: {},
}))
await call(`${url}/dev/stats/reset`, 'POST')
await fetch(`${url}/events?channel=cw`, {
  method: 'POST',
  headers: { ...KEY, 'content-type': 'application/cloudevents-batch+json' },
  body: JSON.stringify(batch),
})
await c.idle()
const b = (await call(`${url}/dev/stats`, 'GET')).json
check('a batch of 100: at most 8 batches', b.d1.batches <= 8, b)
console.log(JSON.stringify([s, b]))
summary()
process.exit()
