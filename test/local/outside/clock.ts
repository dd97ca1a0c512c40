/** The virtual clock, with real kills: due times in order, schedules, dates, segments, publishing, pausing. */

import { execFileSync } from 'node:child_process'
import { productProcess } from '../witness/product-process.ts'
import { check, client, type Loose, sleep, summary } from './kit.ts'

const port = Number(process.argv[2] ?? 9130)
const stateDir = process.argv[3] ?? ''
const url = `http://localhost:${port}`
const c = client(url)
const product = productProcess(port, stateDir, { CLOCK: 'virtual' })
/** The first product is the caller's; whoever holds the port is killed by its pid. */
async function restart(): Promise<void> {
  await killHolder(port)
  await product.start()
}
/** kill -9 of the worker that listens on this port, found by its own mark; its node process then ends by itself. */
async function killHolder(of: number): Promise<void> {
  const table = execFileSync('ps', ['-eo', 'pid=,args='], { encoding: 'utf8' }).split('\n')
  const pids = table
    .filter((line) => line.includes(`=127.0.0.1:${of} `) && line.includes('workerd'))
    .map((line) => Number(line.trim().split(/\s+/)[0]))
  for (const pid of pids) process.kill(pid, 'SIGKILL')
  await sleep(1500)
}

const only = process.argv[4]?.split(',')
const section = async (name: string, work: () => Promise<void>) => {
  if (only && !only.includes(name)) return
  console.log(`-- ${name}`)
  const t = Date.now()
  try {
    await work()
  } catch (e) {
    check(`${name} ends without an error`, false, String(e))
  }
  console.log(`   ${((Date.now() - t) / 1000).toFixed(1)} s`)
}
const now = async () => ((await fetch(`${url}/dev/clock`).then((r) => r.json())) as Loose).now as string
const startedOf = async (id: string) => (await c.all(`/runs?workflow=${id}`)).map((r) => r.started_at).sort()

await c.sandbox('cl')
await c.clock({ set: '2026-01-05T09:00:00+08:00' })

await section('clock', async () => {
  check('set with an offset', (await now()) === '2026-01-05T01:00:00.000Z', await now())
  for (const bad of [
    { set: '2026-01-05' },
    { set: '2026-01-05T09:00:00' },
    { set: 'x' },
    { advance: 'x' },
    { advance: '' },
    { advance: '-1d' },
    {},
    { advance: '1d', set: '2026-02-01T00:00:00Z' },
    { advance: 5 },
    null,
    [],
    { set: '9999-99-99T00:00:00Z' },
  ]) {
    const a = await c.clock(bad)
    check(`refused: ${JSON.stringify(bad)}`, a.status === 400, `${a.status} ${a.text}`)
  }
  check('unmoved by what was refused', (await now()) === '2026-01-05T01:00:00.000Z', await now())
  await c.clock({ set: '2026-01-05T09:00:00+08:00' })
  const a = await c.clock({ advance: 'P1D' })
  check('ISO 8601 advance', a.status === 200 && a.json.now === '2026-01-06T01:00:00.000Z', a.text)
  const back = await c.clock({ advance: '1s' })
  check(
    'the answer has now and carried_out',
    typeof back.json.carried_out === 'number' && back.json.now === '2026-01-06T01:00:01.000Z',
    back.text,
  )
})

await section('order', async () => {
  await c.workflow({
    id: 'order',
    triggers: [{ on: 'custom.order' }],
    entry: { mode: 'parallel', max: 100 },
    actions: [
      { wait: { until: 'timestamp(event.data.at)' } },
      { do: 'message.send', with: { text: '{{event.data.at}}', category: 'transactional' } },
    ],
  })
  const base = Date.parse(await now())
  const offsets = Array.from({ length: 60 }, (_, i) => ((i * 37) % 60) * 61_000 + 60_000)
  await Promise.all(
    offsets.map((ms, i) =>
      c.hook('cl', {
        id: `o${i}`,
        type: 'custom.order',
        user: { id: `order-${i % 20}` },
        data: { at: new Date(base + ms).toISOString() },
      }),
    ),
  )
  await c.idle()
  await Promise.all([c.clock({ advance: '30m' })])
  await c.clock({ advance: '10m' })
  await c.clock({ advance: '10m' })
  await c.clock({ advance: '1h' })
  const messages = (await c.all('/messages')).filter((m) => m.to.startsWith('order-'))
  check('all 60 sent', messages.length === 60 && messages.every((m) => m.status === 'sent'), messages.length)
  check(
    'each at its own due time',
    messages.every((m) => Date.parse(m.created_at) === Date.parse(m.text)),
    messages.find((m) => Date.parse(m.created_at) !== Date.parse(m.text)),
  )
  const inOrder = [...messages].reverse().map((m) => m.text)
  check(
    'kept in the order of the due times',
    inOrder.every((t, i) => i === 0 || t >= String(inOrder[i - 1])),
    inOrder.slice(0, 6),
  )
})

await section('restart', async () => {
  await c.hook('cl', {
    id: 'r1',
    type: 'custom.order',
    user: { id: 'restart' },
    data: { at: new Date(Date.parse(await now()) + 3600_000).toISOString() },
  })
  await c.idle()
  const before = await now()
  await restart()
  check('kill -9 keeps the clock', (await now()) === before, [before, await now()])
  await sleep(1500)
  check('and it stands still', (await now()) === before)
  await c.clock({ advance: '2h' })
  check(
    'what waited is carried out',
    (await c.all('/messages')).some((m) => m.to === 'restart' && m.status === 'sent'),
  )
})

await section('parallel moves', async () => {
  const before = Date.parse(await now())
  const answers = await Promise.all(Array.from({ length: 5 }, () => c.clock({ advance: '1h' })))
  console.log(
    'five advances of 1 h at once:',
    answers.map((a) => a.status),
    (Date.parse(await now()) - before) / 3600_000,
    'h',
  )
  check(
    'five advances at once end',
    answers.every((a) => a.status === 200 || a.status === 409),
    answers.map((a) => a.text),
  )
  for (let i = 0; i < 10; i++) await c.clock({ advance: '1m' })
})

await section('schedule', async () => {
  await c.clock({ set: '2026-02-25T00:00:00Z' })
  await c.workflow({
    id: 'cron-ny',
    triggers: [{ schedule: '30 2 * * *', timezone: 'America/New_York' }],
    entry: { mode: 'parallel', max: 1000 },
    actions: [{ set: { a: 1 } }],
  })
  await c.workflow({
    id: 'cron-sh',
    triggers: [{ schedule: '0 9 * * 1', timezone: 'Asia/Shanghai' }],
    entry: { mode: 'parallel', max: 1000 },
    actions: [{ set: { a: 1 } }],
  })
  const t = Date.now()
  await c.clock({ set: '2026-03-25T00:00:00Z' })
  console.log('a month took', Date.now() - t, 'ms')
  const ny = await startedOf('cron-ny')
  check('daily for a month: 28 starts', ny.length === 28, ny.length)
  check('New York before the change is 07:30Z', ny[0] === '2026-02-25T07:30:00.000Z', ny[0])
  check(
    'New York on the day of the gap: once, 03:00 local',
    ny.filter((x) => x.startsWith('2026-03-08')).join() === '2026-03-08T07:00:00.000Z',
    ny.filter((x) => x.startsWith('2026-03-08')),
  )
  check('New York after is 06:30Z', ny.at(-1) === '2026-03-24T06:30:00.000Z', ny.at(-1))
  const sh = await startedOf('cron-sh')
  check(
    'Mondays 09:00 Shanghai',
    JSON.stringify(sh) ===
      JSON.stringify([
        '2026-03-02T01:00:00.000Z',
        '2026-03-09T01:00:00.000Z',
        '2026-03-16T01:00:00.000Z',
        '2026-03-23T01:00:00.000Z',
      ]),
    sh,
  )
  for (const id of ['cron-ny', 'cron-sh']) await c.must('POST', `/workflows/${id}/pause`)
})

await section('birthday', async () => {
  await c.clock({ set: '2027-02-20T00:00:00Z' })
  await c.must('POST', '/contacts', {
    identities: [{ channel: 'cl', external_id: 'leap' }],
    timezone: 'Asia/Shanghai',
    traits: { birthday: '2000-02-29' },
  })
  await c.must('POST', '/contacts', {
    identities: [{ channel: 'cl', external_id: 'june' }],
    timezone: 'America/New_York',
    traits: { birthday: '1990-06-01' },
  })
  await c.must('POST', '/contacts', { identities: [{ channel: 'cl', external_id: 'none' }] })
  await c.must('POST', '/contacts', {
    identities: [{ channel: 'cl', external_id: 'odd' }],
    traits: { birthday: 'not a date' },
  })
  await c.workflow({
    id: 'bday',
    triggers: [{ date: 'timestamp(contact.traits.birthday + "T00:00:00Z")', at: '09:00', repeat: 'yearly' }],
    actions: [{ do: 'message.send', with: { text: 'happy', category: 'transactional' } }],
  })
  await c.workflow({
    id: 'bday-mar',
    triggers: [
      { date: 'timestamp(contact.traits.birthday + "T00:00:00Z")', at: '09:00', repeat: 'yearly', leap: 'mar1' },
    ],
    actions: [{ set: { a: 1 } }],
  })
  await c.workflow({
    id: 'bday-3d',
    triggers: [
      { date: 'timestamp(contact.traits.birthday + "T00:00:00Z")', offset: '-3d', at: '08:00', repeat: 'yearly' },
    ],
    actions: [{ set: { a: 1 } }],
  })
  await c.clock({ set: '2027-06-10T00:00:00Z' })
  await c.clock({ set: '2028-03-05T00:00:00Z' })
  const runs = await c.all('/runs?workflow=bday')
  const leap = (await c.contact('cl', 'leap')).id
  const june = (await c.contact('cl', 'june')).id
  const of = (rs: Loose[], id: string) =>
    rs
      .filter((r) => r.contact_id === id)
      .map((r) => r.started_at)
      .sort()
  check(
    '29 February falls on 28 in 2027 and on 29 in 2028, 09:00 Shanghai',
    of(runs, leap).join() === '2027-02-28T01:00:00.000Z,2028-02-29T01:00:00.000Z',
    of(runs, leap),
  )
  check('1 June 09:00 New York', of(runs, june).join() === '2027-06-01T13:00:00.000Z', of(runs, june))
  const mar = await c.all('/runs?workflow=bday-mar')
  check('leap: mar1', of(mar, leap).join() === '2027-03-01T01:00:00.000Z,2028-02-29T01:00:00.000Z', of(mar, leap))
  const three = await c.all('/runs?workflow=bday-3d')
  check('offset -3d', of(three, leap).join() === '2027-02-25T00:00:00.000Z,2028-02-26T00:00:00.000Z', of(three, leap))
  check('nobody else', runs.length === 3, runs.length)
  await c.must('PATCH', `/contacts/${june}`, { traits: { birthday: '1990-03-07' } })
  await c.clock({ advance: '5d' })
  check(
    'a changed birthday counts',
    of(await c.all('/runs?workflow=bday'), june).includes('2028-03-07T14:00:00.000Z'),
    of(await c.all('/runs?workflow=bday'), june),
  )
  for (const id of ['bday', 'bday-mar', 'bday-3d']) await c.must('POST', `/workflows/${id}/pause`)
})

await section('segments', async () => {
  await c.workflow({
    id: 'rich',
    triggers: [{ segment: 'contact.points >= 10', change: 'enter' }],
    entry: { mode: 'parallel', max: 100 },
    actions: [{ do: 'tag.add', with: { tag: 'rich' } }],
  })
  await c.workflow({
    id: 'poor',
    triggers: [{ segment: 'contact.points >= 10', change: 'leave' }],
    entry: { mode: 'parallel', max: 100 },
    actions: [{ do: 'tag.remove', with: { tag: 'rich' } }],
  })
  await c.idle()
  const p = await c.must('POST', '/contacts', { identities: [{ channel: 'cl', external_id: 'seg' }] })
  const points = (delta: number) => c.must('POST', '/points', { contact_id: p.id, delta, reason: 'x' })
  await points(9)
  await c.idle()
  check('below: nothing', (await startedOf('rich')).length === 0)
  await points(1)
  await c.idle()
  await points(5)
  await c.idle()
  check(
    'entering starts once',
    (await startedOf('rich')).length === 1 && (await c.must('GET', `/contacts/${p.id}`)).tags.includes('rich'),
  )
  await points(-10)
  await c.idle()
  check(
    'leaving starts once',
    (await startedOf('poor')).length === 1 && !(await c.must('GET', `/contacts/${p.id}`)).tags.includes('rich'),
  )
  await points(10)
  await c.idle()
  check('entering again starts again', (await startedOf('rich')).length === 2)
  // over time
  await c.workflow({
    id: 'aged',
    triggers: [{ segment: 'now - contact.joined_at > days(3)', change: 'enter' }],
    actions: [{ set: { a: 1 } }],
  })
  await c.hook('cl', { id: 'aged', type: 'member.joined', user: { id: 'aged' }, data: {} })
  await c.idle()
  await c.clock({ advance: '5d' })
  await c.hook('cl', { id: 'aged2', type: 'custom.poke', user: { id: 'aged' }, data: {} })
  await c.idle()
  check(
    'a segment of time is noticed at the latest with the next event',
    (await startedOf('aged')).length === 1,
    await startedOf('aged'),
  )
})

await section('emit', async () => {
  await c.workflow({
    id: 'emit',
    triggers: [{ on: 'custom.emit' }],
    actions: [
      {
        id: 'e',
        do: 'event.emit',
        with: { type: 'custom.emitted', data: { n: { expr: 'event.data.n' } }, contact_id: { expr: 'event.data.to' } },
      },
      { wait: '1h' },
    ],
  })
  await c.workflow({
    id: 'emitted',
    triggers: [{ on: 'custom.emitted' }],
    actions: [{ do: 'points.award', with: { points: 3, reason: 'emitted' } }],
  })
  const to = await c.must('POST', '/contacts', { identities: [{ channel: 'cl', external_id: 'emit-to' }] })
  for (let i = 0; i < 20; i++)
    await c.hook('cl', { id: `em${i}`, type: 'custom.emit', user: { id: `emit-from-${i}` }, data: { n: i, to: to.id } })
  await c.idle()
  check(
    '20 events to another contact at once',
    (await c.must('GET', `/contacts/${to.id}`)).points === 60,
    (await c.must('GET', `/contacts/${to.id}`)).points,
  )
  await c.hook('cl', { id: 'em-nobody', type: 'custom.emit', user: { id: 'emit-x' }, data: { n: 1, to: 'nobody' } })
  await c.idle()
  const [r] = await c.all('/runs?workflow=emit')
  console.log('emit to nobody:', r.status, r.reason, JSON.stringify(r.steps))
})

await section('publish', async () => {
  const definition = (text: string, more: Loose[] = []) => ({
    id: 'ver',
    triggers: [{ on: 'custom.ver' }],
    entry: { mode: 'parallel', max: 10 },
    actions: [
      { id: 'one', wait: '1d' },
      ...more,
      { id: 'two', do: 'message.send', with: { text, category: 'transactional' } },
    ],
  })
  const fire = async (id: string) => {
    await c.hook('cl', { id, type: 'custom.ver', user: { id }, data: {} })
    await c.idle()
  }
  const got = async (id: string) =>
    (await c.all('/messages'))
      .filter((m) => m.to === id)
      .map((m) => m.text)
      .join()
  await c.workflow(definition('v1'))
  await fire('keep')
  const keep = await c.workflow(definition('v2'), { running: 'keep' })
  check('keep: counted', keep.kept === 1 && keep.moved === 0 && keep.cancelled === 0, keep)
  await c.clock({ advance: '25h' })
  check('keep: the old run keeps its version', (await got('keep')) === 'v1', await got('keep'))
  await fire('move')
  const move = await c.workflow(definition('v3'), { running: 'move' })
  check('move: counted', move.moved === 1 && move.kept === 0, move)
  await c.clock({ advance: '25h' })
  check('move: goes on in the new version', (await got('move')) === 'v3', await got('move'))
  await fire('stuck')
  const other = {
    id: 'ver',
    triggers: [{ on: 'custom.ver' }],
    actions: [
      { id: 'uno', wait: '1d' },
      { id: 'dos', do: 'message.send', with: { text: 'v4', category: 'transactional' } },
    ],
  }
  const stuck = await c.workflow(other, { running: 'move' })
  check('move without its step: kept', stuck.moved === 0 && stuck.kept === 1, stuck)
  await c.clock({ advance: '25h' })
  check('move without its step: old text', (await got('stuck')) === 'v3', await got('stuck'))
  await fire('cancel')
  const cancel = await c.workflow(definition('v5'), { running: 'cancel' })
  check('cancel: counted', cancel.cancelled === 1 && cancel.kept === 0, cancel)
  await c.clock({ advance: '25h' })
  check('cancel: nothing sent', (await got('cancel')) === '', await got('cancel'))
  const [run] = await c.all(`/runs?contact_id=${(await c.contact('cl', 'cancel')).id}`)
  check('cancel: says why', run.status === 'cancelled' && !!run.reason, run)
})

await section('pause', async () => {
  await c.workflow({
    id: 'pz',
    triggers: [{ on: 'custom.pz' }],
    entry: { mode: 'parallel', max: 10 },
    settings: { max_late: '2d' },
    actions: [
      { wait: '1d' },
      { do: 'message.send', with: { text: 'a', category: 'transactional' } },
      { wait: '1h' },
      { do: 'message.send', with: { text: 'b', category: 'transactional' } },
    ],
  })
  const fire = async (id: string) => {
    await c.hook('cl', { id, type: 'custom.pz', user: { id }, data: {} })
    await c.idle()
  }
  const got = async (id: string) =>
    (await c.all('/messages'))
      .filter((m) => m.to === id)
      .map((m) => m.text)
      .reverse()
      .join()
  await fire('pz1')
  await c.must('POST', '/workflows/pz/pause')
  await fire('pz-none')
  const ev = (await c.all('/events?type=custom.pz'))[0]
  check(
    'a paused workflow starts nothing, reason paused',
    ev.started.length === 0 && /paused/.test(JSON.stringify(ev)),
    ev,
  )
  await c.clock({ advance: '30h' })
  check('its runs stand still', (await got('pz1')) === '', await got('pz1'))
  check('idle with a paused run', (await c.idle(3)).status === 200)
  await c.must('POST', '/workflows/pz/resume')
  await c.idle()
  check('resuming carries out what is due', (await got('pz1')) === 'a', await got('pz1'))
  await c.clock({ advance: '2h' })
  check('and goes on', (await got('pz1')) === 'a,b', await got('pz1'))
  await fire('pz2')
  await c.must('POST', '/workflows/pz/pause')
  await c.clock({ advance: '5d' })
  await c.must('POST', '/workflows/pz/resume')
  await c.idle()
  await c.clock({ advance: '1h' })
  const [run] = await c.all(`/runs?contact_id=${(await c.contact('cl', 'pz2')).id}`)
  check(
    'too late on resuming: exited, expired',
    run.status === 'exited' && run.reason === 'expired' && (await got('pz2')) === '',
    [run.status, run.reason, await got('pz2')],
  )
})

await section('late', async () => {
  // a clock set far ahead in one step still carries out everything at its own time
  await c.workflow({
    id: 'lt',
    triggers: [{ on: 'custom.lt' }],
    actions: [
      { repeat: { times: 30 }, steps: [{ wait: '1d' }, { do: 'points.award', with: { points: 1, reason: 'd' } }] },
    ],
  })
  await c.hook('cl', { id: 'lt', type: 'custom.lt', user: { id: 'lt' }, data: {} })
  await c.idle()
  await c.clock({ advance: '31d' })
  check('thirty days in one move', (await c.contact('cl', 'lt')).points === 30, (await c.contact('cl', 'lt')).points)
})

await section('for_each', async () => {
  const lines = Array.from({ length: 3000 }, (_, i) => ({
    specversion: '1.0',
    id: `fe${i}`,
    source: '/fe',
    type: 'custom.fe',
    subject: `fe-${i}`,
    data: {},
  }))
  for (let i = 0; i < 3000; i += 250) {
    const r = await fetch(`${url}/events?channel=cl`, {
      method: 'POST',
      headers: { authorization: 'Bearer dev-admin-key', 'content-type': 'application/cloudevents-batch+json' },
      body: JSON.stringify(lines.slice(i, i + 250)),
    })
    if (!r.ok) throw new Error(await r.text())
  }
  await c.idle(120)
  const t0 = Date.parse(await now())
  const at = new Date(Math.ceil((t0 + 60_000) / 3600_000) * 3600_000)
  await c.workflow({
    id: 'fe',
    triggers: [{ schedule: '0 * * * *', timezone: 'UTC', for_each: "contact.id != ''" }],
    entry: { mode: 'parallel', max: 100 },
    actions: [{ do: 'points.award', with: { points: 7, reason: 'fe' } }, { wait: '1d' }],
  })
  const total = (await c.all('/contacts')).length
  const moving = c.clock({ set: new Date(at.getTime() + 1000).toISOString() }).catch(() => undefined)
  let mid = 0
  for (let i = 0; i < 2000; i++) {
    await sleep(5)
    mid = (await c.must('GET', '/runs?workflow=fe&limit=1')).items.length
    if (mid > 0) break
  }
  await sleep(Number(50))
  await killHolder(port)
  await moving
  await product.start()
  const half = (await c.all('/runs?workflow=fe')).length
  console.log(`killed with ${half} of ${total} started`)
  await c.clock({ set: new Date(at.getTime() + 2000).toISOString() })
  for (let i = 0; i < 40 && (await c.idle(2)).status !== 200; i++);
  await c.clock({ advance: '1s' })
  const runs = await c.all('/runs?workflow=fe')
  const per = new Map<string, number>()
  for (const r of runs) per.set(r.contact_id, (per.get(r.contact_id) ?? 0) + 1)
  check('for_each with kill -9: every contact once', per.size === total && runs.length === total, {
    contacts: total,
    started: per.size,
    runs: runs.length,
  })
  const fe = (await c.all('/contacts')).filter((x) => x.identities.some((i: Loose) => i.external_id.startsWith('fe-')))
  check(
    'for_each with kill -9: points exact',
    fe.length === 3000 && fe.every((x) => x.points === 7),
    fe.filter((x) => x.points !== 7).length,
  )
  await c.must('POST', '/workflows/fe/pause')
})

await product.kill()
summary()
process.exit()
