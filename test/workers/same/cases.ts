/** Definitions and events whose simulation must say what the product does. Each case has event types of its own. */

export type Case = {
  name: string
  workflow: { triggers: object[]; actions: object[]; [key: string]: unknown }
  /** Other workflows that are published beside it. */
  others?: { id: string; inputs?: object; triggers: object[]; actions: object[] }[]
  contact?: object
  from: string
  events: [at: string, type: string, data?: object][]
  until: string
}

const say = (text: string, more: object = {}) => ({
  do: 'message.send',
  with: { text, category: 'transactional' },
  ...more,
})
const on = (type: string, more: object = {}) => ({ on: `custom.${type}`, ...more })
const mon = '2026-01-05T09:00:00Z'
const berlin = { timezone: 'Europe/Berlin' }
const redeem = (more: object) => ({ id: 'pay', do: 'points.redeem', with: { points: 50, reason: 'x' }, ...more })

const night = (text: string) => ({ id: text, do: 'message.send', with: { text, category: 'promotional' } })
const nights = { events: [['2026-01-05T22:30:00Z', 'custom.go', { n: 1 }]] as Case['events'] }
const asleep = { settings: { quiet_hours: { from: '22:00', to: '08:00', policy: 'defer' } } }
const parallel = { entry: { mode: 'parallel' } }
const digest = (given: object) => ({
  do: 'message.digest',
  with: { digest: 'd', text: 'item {{event.data.n}}', window: '1h', category: 'transactional', ...given },
})

function one(
  name: string,
  actions: object[],
  more: Partial<Omit<Case, 'workflow'>> & { workflow?: object } = {},
): Case {
  const { workflow, ...rest } = more
  return {
    name,
    from: '2026-01-05T00:00:00Z',
    events: [[mon, 'custom.go', { n: 1 }]],
    until: '2026-02-05T00:00:00Z',
    ...rest,
    workflow: { triggers: [on('go')], actions, ...workflow },
  }
}

const at = (time: string) => `2026-01-05T${time}Z`

export const cases: Case[] = [
  one('a message and its variables', [say('{{contact.name}} {{event.data.n}} {{event.type}} {{contact.points}}')]),
  one('an exact wait', [say('a'), { wait: '3d' }, say('b'), { wait: { for: '1h30m' } }, say('c')]),
  one('calendar days over the change to summer time', [{ wait: { days: 2, at: '02:30' } }, say('gap'), { wait: { days: 1 } }, say('after')], {
    contact: berlin, from: '2026-03-27T00:00:00Z', events: [['2026-03-27T09:00:00Z', 'custom.go']], until: '2026-04-05T00:00:00Z',
  }),
  one('local time over the change to winter time', [{ wait: { until_local: '02:30' } }, say('first'), { wait: { until_local: '02:30', weekdays: ['sun', 'mon'] } }, say('second')], {
    contact: { timezone: 'America/New_York' }, from: '2026-10-30T00:00:00Z', events: [['2026-10-31T12:00:00Z', 'custom.go']], until: '2026-11-10T00:00:00Z',
  }),
  one('half-hour zones', [{ wait: { until_local: '09:30', weekdays: ['tue'] } }, say('tuesday')], { contact: { timezone: 'Asia/Kolkata' } }),
  one('a zone that skips its change at midnight', [{ wait: { days: 1, at: '00:30' } }, say('up')], {
    contact: { timezone: 'America/Santiago' }, from: '2026-09-04T00:00:00Z', events: [['2026-09-04T15:00:00Z', 'custom.go']], until: '2026-09-10T00:00:00Z',
  }),
  one('until a timestamp, and one that is over', [{ wait: { until: "timestamp('2026-01-07T12:00:00Z')", offset: '-1h' } }, say('before noon'), { wait: { until: "timestamp('2026-01-01T00:00:00Z')" } }, say('at once'), { if: 'true', then: [{ wait: { until: "timestamp('2026-01-01T00:00:00Z')", if_past: 'skip' } }, say('never')] }, say('end')]),
  one('a date that cannot be read', [say('a'), { wait: { until: 'event.data.when' } }, say('b')], { events: [[mon, 'custom.go', { when: 'soon' }]] }),
  one('a date that is over and fails', [{ wait: { until: "timestamp('2026-01-01T00:00:00Z')", if_past: 'fail' } }, say('b')]),
  one('an answer that comes', [{ id: 'w', wait_for: { on: 'custom.answer', if: 'event.data.ok', timeout: '1d' }, then: [say('yes {{steps.w.event.data.n}} {{steps.w.matched}}')], else: [say('no')] }], {
    events: [[mon, 'custom.go'], [at('10:00:00'), 'custom.answer', { ok: false }], [at('11:00:00'), 'custom.answer', { ok: true, n: 7 }]],
  }),
  one('an answer that does not come', [{ wait_for: { on: 'custom.answer', timeout: '1d' }, then: [say('yes')], else: [say('no')] }]),
  one('an answer in the second of the time-out', [{ wait_for: { on: 'custom.answer', timeout: '1h' }, then: [say('yes')], else: [say('no')] }], {
    events: [[mon, 'custom.go'], [at('10:00:00'), 'custom.answer']],
  }),
  one('the first of several', [{ id: 'w', wait_for: { any: [{ name: 'x', on: 'custom.x' }, { name: 'y', on: 'custom.y', if: 'event.data.n > 3' }], timeout: '2d' }, then: [say('{{steps.w.matched}}')], else: [say('none')] }], {
    events: [[mon, 'custom.go'], [at('10:00:00'), 'custom.y', { n: 1 }], [at('12:00:00'), 'custom.y', { n: 5 }]],
  }),
  one('an answer that came before', [{ wait: '1h' }, { wait_for: { on: 'custom.answer', timeout: '1d', since: 'run_start' }, then: [say('had')], else: [say('no')] }], {
    events: [[mon, 'custom.go'], [at('09:30:00'), 'custom.answer']],
  }),
  one('what holds already', [{ id: 'w', wait_for: { on: 'custom.answer', timeout: '1d', already: 'contact.points >= 0' }, then: [say('{{steps.w.matched}}')] }]),
  one('branches', [{ if: 'event.data.n > 1', then: [say('big')], else: [say('small')] }, { choose: [{ if: 'event.data.n > 5', then: [say('A')] }, { if: 'event.data.n == 1', then: [say('B'), { wait: '1h' }, say('B2')] }], else: [say('C')] }, say('end')]),
  one('a condition that fails', [{ if: 'event.data.missing.deep > 1', then: [say('yes')], else: [say('no')] }, { ...say('skipped'), when: 'event.data.nothing == 1' }, say('end')]),
  one('an experiment', [{ id: 'ab', split: [{ name: 'a', weight: 50, then: [say('A')] }, { name: 'b', weight: 50, then: [say('B'), { wait: '2d' }, say('B later')] }] }, say('end')]),
  one('a loop with a wait in it', [{ repeat: { times: 3 }, steps: [say('turn {{loop.index}}'), { wait: '1d' }] }, say('end')]),
  one('a loop while', [{ set: { n: 0 } }, { repeat: { while: 'vars.n < 3' }, steps: [{ set: { n: { expr: 'vars.n + 1' } } }, say('n {{vars.n}}')] }, { repeat: { until: 'vars.n >= 5', max: 4 }, steps: [{ set: { n: { expr: 'vars.n + 1' } } }, { wait: '1h' }] }, say('end {{vars.n}}')]),
  one('a loop that reaches its limit', [{ repeat: { while: 'true', max: 2 }, steps: [{ repeat: { times: 2 }, steps: [say('{{loop.index}}')] }] }, say('end')]),
  one('points, tags, and what a refusal does', [{ id: 'a', do: 'points.award', with: { points: 30, reason: 'x' } }, say('{{steps.a.balance}}'), redeem({ on_error: [say('poor: {{steps.pay.error.code}}')] }), { do: 'tag.add', with: { tag: 'seen' } }, { ...say('tagged'), when: "'seen' in contact.tags" }]),
  one('a step that fails', [say('a'), redeem({}), say('b')]),
  one('a step whose failure is passed over', [redeem({ on_error: 'continue' }), say('b {{steps.pay.error.code}}')]),
  one('a stop with a reason', [say('a'), { if: 'true', then: [{ stop: 'exited', reason: 'because {{event.data.n}}' }] }, say('b')]),
  one('its own limit', [{ throttle: { limit: 2, per: '1h' }, then: [say('in')], else: [say('out')] }], {
    workflow: { entry: { mode: 'parallel' } },
    events: [[mon, 'custom.go'], [at('09:10:00'), 'custom.go'], [at('09:20:00'), 'custom.go'], [at('10:05:00'), 'custom.go']],
  }),
  one('a shared limit', [{ throttle: { limit: 1, per: '1h', key: 'event.data.room' }, then: [say('in {{event.data.room}}')], else: [say('out')] }], {
    events: [[mon, 'custom.go', { room: 'a' }], [at('09:10:00'), 'custom.go', { room: 'a' }], [at('09:20:00'), 'custom.go', { room: 'b' }], [at('10:30:00'), 'custom.go', { room: 'a' }]],
  }),
  one('a called workflow', [say('before'), { id: 'c', call: { workflow: 'called', inputs: { x: { expr: 'event.data.n + 1' } } } }, say('after {{steps.c.status}}')], {
    others: [{ id: 'called', inputs: { x: { type: 'integer' } }, triggers: [{ manual: true }], actions: [say('called {{inputs.x}}'), { wait: '1d' }, say('called later')] }],
  }),
  one('an approval that nobody gives', [{ approve: { title: 'ok?', timeout: '2d' }, then: [say('yes')], else: [say('no')] }]),
  one('an exit while it waits', [say('a'), { wait: '1d' }, say('b')], { workflow: { exit: [on('leave', { if: 'event.data.really' })] }, events: [[mon, 'custom.go'], [at('10:00:00'), 'custom.leave', { really: false }], [at('11:00:00'), 'custom.leave', { really: true }]] }),
  one('a goal while it waits', [say('a'), { wait: '1d' }, say('b')], { workflow: { goal: { on: 'custom.buy', within: '7d', value: 'event.data.amount' } }, events: [[mon, 'custom.go'], [at('11:00:00'), 'custom.buy', { amount: 5 }]] }),
  one('a goal that lets it go on', [say('a'), { wait: '1d' }, say('b')], { workflow: { goal: { on: 'custom.buy', continue: true } }, events: [[mon, 'custom.go'], [at('11:00:00'), 'custom.buy']] }),
  one('goal and exit by one event', [{ wait: '1d' }, say('b')], { workflow: { exit: [on('both')], goal: on('both') }, events: [[mon, 'custom.go'], [at('11:00:00'), 'custom.both']] }),
  one('exit and awaited by one event', [{ wait_for: { on: 'custom.both', timeout: '1d' }, then: [say('then')] }], { workflow: { exit: [on('both')] }, events: [[mon, 'custom.go'], [at('11:00:00'), 'custom.both']] }),
  one('single entry', [say('a'), { wait: '1d' }, say('b')], { events: [[mon, 'custom.go'], [at('10:00:00'), 'custom.go'], ['2026-01-07T10:00:00Z', 'custom.go']] }),
  one('restarted', [say('a {{event.data.n}}'), { wait: '1d' }, say('b')], { workflow: { entry: { mode: 'restart' } }, events: [[mon, 'custom.go', { n: 1 }], [at('10:00:00'), 'custom.go', { n: 2 }]] }),
  one('queued', [say('a {{event.data.n}}'), { wait: '1d' }, say('b')], { workflow: { entry: { mode: 'queued', max: 1 } }, events: [[mon, 'custom.go', { n: 1 }], [at('10:00:00'), 'custom.go', { n: 2 }], [at('10:30:00'), 'custom.go', { n: 3 }]] }),
  one('parallel by key', [say('a {{event.data.k}}'), { wait: '1d' }, say('b {{event.data.k}}')], { workflow: { entry: { mode: 'single', key: 'event.data.k' } }, events: [[mon, 'custom.go', { k: 'x' }], [at('10:00:00'), 'custom.go', { k: 'y' }], [at('10:30:00'), 'custom.go', { k: 'x' }]] }),
  one('re-entry', [say('a')], { workflow: { entry: { reentry: '1d' } }, events: [[mon, 'custom.go'], [at('10:00:00'), 'custom.go'], ['2026-01-06T09:00:00Z', 'custom.go']] }),
  one('conditions', [say('a')], { workflow: { conditions: ['event.data.n > 2', "!('staff' in contact.tags)"] }, events: [[mon, 'custom.go', { n: 1 }], [at('10:00:00'), 'custom.go', { n: 3 }]] }),
  one('a burst', [say('last {{event.data.n}}')], { workflow: { triggers: [on('go', { debounce: { for: '10m', max: '15m' } })] }, events: [[mon, 'custom.go', { n: 1 }], [at('09:08:00'), 'custom.go', { n: 2 }], [at('09:14:00'), 'custom.go', { n: 3 }], [at('11:00:00'), 'custom.go', { n: 4 }]] }),
  one('two triggers of one event', [say('once')], { workflow: { triggers: [on('go'), { on: 'custom.*', if: "event.type == 'custom.go'" }] } }),
  one('an event that it raises itself', [{ do: 'event.emit', with: { type: 'custom.raised', data: { n: 5 } } }, say('first')], { others: [{ id: 'hears', triggers: [on('raised')], actions: [say('heard {{event.data.n}}'), { wait: '1h' }, say('late')] }] }),
  one('a schedule over the change to summer time', [say('morning')], { workflow: { triggers: [{ schedule: '30 2 * * *', timezone: 'Europe/Berlin', for_each: "has(contact.traits.early)" }] }, contact: { traits: { early: true } },
    from: '2026-03-27T00:00:00Z', events: [], until: '2026-04-01T00:00:00Z' }),
  one('a birthday on 29 February', [say('happy birthday')], { workflow: { triggers: [{ date: 'timestamp(contact.traits.birthday)', at: '09:00', repeat: 'yearly' }] }, contact: { traits: { birthday: '2000-02-29' }, ...berlin }, from: '2026-02-01T00:00:00Z', events: [], until: '2026-03-10T00:00:00Z' }),
  one('a date with an offset', [say('soon')], { workflow: { triggers: [{ date: 'timestamp(contact.traits.renewal)', offset: '-3d', at: '10:00' }] }, contact: { traits: { renewal: '2026-01-20' } }, events: [] }),
  one('a segment that is entered and left', [say('in')], {
    workflow: { triggers: [{ segment: 'contact.points >= 20', change: 'enter' }] },
    others: [{ id: 'gives', triggers: [on('give')], actions: [{ do: 'points.award', with: { points: 15, reason: 'x' } }] }, { id: 'takes', triggers: [{ segment: 'contact.points >= 20', change: 'leave' }], actions: [say('out')] }, { id: 'spends', triggers: [on('spend')], actions: [{ do: 'points.redeem', with: { points: 25, reason: 'x' } }] }],
    events: [[mon, 'custom.give'], [at('10:00:00'), 'custom.give'], [at('11:00:00'), 'custom.spend']],
  }),
  one('a metric that crosses its line', [say('never sent: nobody is meant')], {
    workflow: { triggers: [{ metric: 'clicks', window: '1h', if: 'value >= 3' }] },
    others: [{ id: 'counts', triggers: [on('click')], actions: [{ do: 'metric.add', with: { metric: 'clicks' } }] }],
    events: [[mon, 'custom.click'], [at('09:10:00'), 'custom.click'], [at('09:20:00'), 'custom.click'], [at('09:30:00'), 'custom.click'], [at('12:00:00'), 'custom.click'], [at('12:01:00'), 'custom.click', ], [at('12:02:00'), 'custom.click']],
  }),
  one('nothing left to reach', [say('a'), { do: 'consent.set', with: { category: 'all', granted: false } }, say('b')]),
  one('nested', [{ repeat: { times: 2 }, steps: [{ if: 'loop.index == 0', then: [{ choose: [{ if: 'true', then: [{ wait_for: { on: 'custom.answer', timeout: '1h' }, then: [say('came')], else: [say('did not {{loop.index}}')] }] }] }], else: [say('second')] }] }, say('end')], { contact: { locale: 'zh-CN', ...berlin } }),
  one('a message that waits for the morning', [night('m'), say('after')], { ...nights, workflow: asleep }),
  one('a digest', [digest({})], { workflow: parallel, events: [[mon, 'custom.go', { n: 1 }], [at('09:20:00'), 'custom.go', { n: 2 }], [at('10:30:00'), 'custom.go', { n: 3 }]] }),
  one('a digest that slides, and is full', [digest({ window: { for: '10m', max: '1h' }, max: 3 })], { workflow: parallel, events: [[mon, 'custom.go', { n: 1 }], [at('09:08:00'), 'custom.go', { n: 2 }], [at('09:16:00'), 'custom.go', { n: 3 }], [at('09:17:00'), 'custom.go', { n: 4 }]] }),
  one('a digest that waits for the morning', [digest({ category: 'promotional' })], { ...nights, workflow: { ...parallel, ...asleep } }),
] // biome-ignore format: one line a case
