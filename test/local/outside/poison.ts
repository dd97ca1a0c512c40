/** One event that cannot be committed, in a batch with twenty that can. */
import { check, client, KEY, summary, until } from './kit.ts'

const port = Number(process.argv[2] ?? 9125)
const url = `http://localhost:${port}`
const c = client(url)
await c.sandbox('pb')
await c.workflow({
  id: 'bad',
  triggers: [{ on: 'custom.bad' }],
  actions: [
    { set: { x: 'a'.repeat(10000) } },
    {
      repeat: { times: 400, max: 1000 },
      steps: [
        { set: { x: { expr: "vars.x + 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'" } } },
        { do: 'contact.set', with: { traits: { big: '{{vars.x}}' } } },
      ],
    },
  ],
})
await c.workflow({
  id: 'good',
  triggers: [{ on: 'custom.good' }],
  actions: [{ do: 'points.award', with: { points: 1, reason: 'x' } }],
})
const t = Date.now()
const events = Array.from({ length: 21 }, (_, i) => ({
  specversion: '1.0',
  id: `b${i}-${t}`,
  source: '/pb',
  type: i === 10 ? 'custom.bad' : 'custom.good',
  subject: `pb-${i}`,
  data: {},
}))
const a = await fetch(`${url}/events?channel=pb`, {
  method: 'POST',
  headers: { ...KEY, 'content-type': 'application/cloudevents-batch+json' },
  body: JSON.stringify(events),
})
console.log(a.status, await a.text())
const good = async () => (await c.all('/events?type=custom.good')).filter((e) => e.status === 'handled').length
const ok = await until(async () => (await good()) === 20, 75)
check('twenty good events are handled beside a bad one', ok, {
  handled: await good(),
  bad: (await c.all('/events?type=custom.bad'))[0],
})
console.log((Date.now() - t) / 1000, 's')
console.log(
  JSON.stringify(
    (await c.all('/events')).filter((e) => e.status !== 'handled').map((e) => [e.type, e.status, e.reason]),
  ),
)
summary()
process.exit()
