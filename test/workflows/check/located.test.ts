import { expect, test } from 'vitest'
import { checkText } from '../../../workflows/check/check-text.ts'
import { send, written } from './written.ts'

/** Mistakes of every kind: each is refused at its place, in line 4 (triggers), 5 (what lies between) or from 7 on (steps). */
type Case = [
  what: string,
  definition: Parameters<typeof written>[0],
  path: string,
  place: `${number}:${number}`,
  message: RegExp,
]

const gift = '{ "id": "gift", "do": "points.award", "with": { "points": 5, "reason": "x" } }'
const step = (text: string) => ({ actions: [text] })
const between = (extra: string) => ({ extra })
const trigger = (text: string) => ({ triggers: `[${text}]` })
const expression = (source: string) => step(`{ "if": ${JSON.stringify(source)} }`)

const cases: Case[] = [
  ['a comparison of a number with a text', expression("contact.points > 'a'"), 'actions[0].if', '7:14', /compare a number with a text/],
  ['a list that equals a number', expression('contact.tags == 3'), 'actions[0].if', '7:14', /is a list/],
  ['a sum of a number and a text', step('{ "set": { "a": { "expr": "contact.points + \'x\'" } } }'), 'actions[0].set.a.expr', '7:32', /cannot join/],
  ['a misspelt function', expression('dayz(3) > 1'), 'actions[0].if', '7:14', /`days\(\)`/],
  ['an argument of the wrong type', expression("now - contact.joined_at > days('x')"), 'actions[0].if', '7:40', /`days` cannot take/],
  ['a pattern that is none', expression("contact.name.matches('(a')"), 'actions[0].if', '7:35', /pattern is wrong/],
  ['a condition of a list', step('{ "wait": "1d", "when": "contact.tags" }'), 'actions[0].when', '7:30', /true or false/],
  ['a misspelt field in `when`', step('{ "wait": "1d", "when": "contact.pints > 3" }'), 'actions[0].when', '7:38', /`contact.points`/],
  ['an hour that is none', trigger('{ "schedule": "0 25 * * *" }'), 'triggers[0].schedule', '4:18', /no hour/],
  ['a cron of four fields', trigger('{ "schedule": "0 9 * *" }'), 'triggers[0].schedule', '4:18', /5 fields/],
  ['a zone of a schedule', trigger('{ "schedule": "0 9 * * *", "timezone": "Mars/Base" }'), 'triggers[0].timezone', '4:43', /time zone/],
  ['an event in `for_each`', trigger('{ "schedule": "0 9 * * *", "for_each": "event.data.x == 1" }'), 'triggers[0].for_each', '4:56', /not available here/],
  ['a date that is a number', trigger('{ "date": "contact.points" }'), 'triggers[0].date', '4:27', /timestamp is needed/],
  ['a date of an event', trigger('{ "date": "event.time" }'), 'triggers[0].date', '4:27', /not available here/],
  ['a leap day that is none', trigger('{ "date": "contact.joined_at", "leap": "feb29" }'), 'triggers[0].leap', '4:47', /feb28/],
  ['an offset in words', trigger('{ "date": "contact.joined_at", "offset": "3 days" }'), 'triggers[0].offset', '4:47', /an offset is/],
  ['a segment that is a number', trigger('{ "segment": "contact.points", "change": "enter" }'), 'triggers[0].segment', '4:30', /true or false/],
  ['a change that is none', trigger('{ "segment": "true", "change": "enters" }'), 'triggers[0].change', '4:37', /"enter"/],
  ['a window of seconds', trigger('{ "metric": "a", "window": "30s", "if": "value > 1" }'), 'triggers[0].window', '4:33', /whole minutes/],
  ['a metric of something else', trigger('{ "metric": "a", "window": "1h", "if": "vale > 1" }'), 'triggers[0].if', '4:56', /`value`/],
  ['a contact in a metric', trigger('{ "metric": "a", "window": "1h", "if": "contact.points > 1" }'), 'triggers[0].if', '4:56', /not available here/],
  ['a burst without its time', trigger('{ "on": "member.joined", "debounce": { "for": "soon" } }'), 'triggers[0].debounce.for', '4:55', /a duration is/],
  ['a pattern in front', trigger('{ "on": "*.joined" }'), 'triggers[0].on', '4:18', /event type/],
  ['the loop in a trigger', trigger('{ "on": "member.joined", "if": "loop.index == 1" }'), 'triggers[0].if', '4:48', /inside a `repeat`/],
  ['the run in a trigger', trigger('{ "on": "member.joined", "if": "run.id == \'x\'" }'), 'triggers[0].if', '4:48', /not available here/],
  ['a step in a condition', between('"conditions": ["steps.gift.balance > 1"]'), 'conditions[0]', '5:19', /no step/],
  ['the run in a condition', between('"conditions": ["run.id == \'x\'"]'), 'conditions[0]', '5:19', /not available here/],
  ['a condition that is a number', between('"conditions": ["contact.points"]'), 'conditions[0]', '5:19', /true or false/],
  ['a misspelt key of the entry', between('"entry": { "key": "event.dta.x" }'), 'entry.key', '5:28', /`event.data`/],
  ['a re-entry that is none', between('"entry": { "reentry": "sometimes" }'), 'entry.reentry', '5:14', /"always" or "never"/],
  ['an entry of nobody', between('"entry": { "mode": "queued", "max": 0 }'), 'entry.max', '5:32', /at least 1/],
  ['half an expression', between('"goal": { "on": "order.paid", "value": "event.data.amount +" }'), 'goal.value', '5:62', /ends too early/],
  ['a goal in words', between('"goal": { "on": "order.paid", "within": "2 weeks" }'), 'goal.within', '5:33', /a duration is/],
  ['an exit without its event', between('"exit": [{ "if": "true" }]'), 'exit[0].on', '5:12', /`on` is missing/],
  ['more than all', between('"settings": { "holdout": 120 }'), 'settings.holdout', '5:17', /at most 100/],
  ['an hour of the night', between('"settings": { "quiet_hours": { "from": "25:00", "to": "08:00" } }'), 'settings.quiet_hours.from', '5:34', /HH:MM/],
  ['a misspelt setting', between('"settings": { "quiet_hour": "defer" }'), 'settings.quiet_hour', '5:17', /`quiet_hour`/],
  ['a type of input', between('"inputs": { "a": { "type": "strng" } }'), 'inputs.a.type', '5:22', /strng/],
  ['a pattern of an input', between('"inputs": { "a": { "type": "string", "pattern": "(" } }'), 'inputs.a.pattern', '5:53', /missing/],
  ['a helper in a text', between('"texts": { "hi": { "en": "{{uper contact.name}}" } }'), 'texts.hi.en', '5:31', /no helper `uper`/],
  ['a field in a text', between('"texts": { "hi": { "en": "{{contact.nme}}" } }'), 'texts.hi.en', '5:31', /does not exist/],
  ['a step in a text', between('"texts": { "hi": { "en": "{{steps.nope.x}}" } }'), 'texts.hi.en', '5:31', /no step `nope`/],
  ['a helper inside another', { actions: [send('{{#if (eqq contact.tier "gold")}}x{{/if}}')] }, 'actions[0].with.text', '7:55', /no helper `eqq`/],
  ['what a step does not return', { actions: [gift, send('{{steps.gift.balanc}}')] }, 'actions[1].with.text', '8:50', /returns no `balanc`/],
  ['what another action returns', { actions: [gift, '{ "if": "steps.gift.code == 1" }'] }, 'actions[1].if', '8:14', /returns no `code`/],
  ['what a wait returns', { actions: ['{ "id": "w", "wait": "1d" }', '{ "if": "steps.w.x == 1" }'] }, 'actions[1].if', '8:14', /returns nothing/],
  ['what an answer returns', { actions: ['{ "id": "w", "wait_for": { "on": "order.paid", "timeout": "1d" } }', '{ "if": "steps.w.evnt.data.x == 1" }'] }, 'actions[1].if', '8:14', /returns no `evnt`/],
  ['an experiment of no weight', step('{ "split": [{ "name": "a", "weight": 0 }] }'), 'actions[0].split', '7:7', /weight above 0/],
  ['two branches of one name', step('{ "split": [{ "name": "a", "weight": 1 }, { "name": "a", "weight": 1 }] }'), 'actions[0].split', '7:7', /name of its own/],
  ['a holdout with steps', step('{ "split": [{ "name": "holdout", "weight": 1, "then": [{ "wait": "1d" }] }] }'), 'actions[0].split', '7:7', /without steps/],
  ['a loop of two kinds', step('{ "repeat": { "times": 2, "while": "true" }, "steps": [] }'), 'actions[0].repeat', '7:7', /exactly one/],
  ['a loop of no kind', step('{ "repeat": { "max": 2 }, "steps": [] }'), 'actions[0].repeat', '7:7', /exactly one/],
  ['one event and several', step('{ "wait_for": { "on": "order.paid", "any": [{ "name": "a", "on": "order.paid" }], "timeout": "1d" } }'), 'actions[0].wait_for', '7:7', /not both/],
  ['no event at all', step('{ "wait_for": { "timeout": "1d" } }'), 'actions[0].wait_for', '7:7', /either `on` or `any`/],
  ['two events of one name', step('{ "wait_for": { "any": [{ "name": "a", "on": "order.paid" }, { "name": "a", "on": "order.refunded" }], "timeout": "1d" } }'), 'actions[0].wait_for', '7:7', /name of its own/],
  ['what should hold already', step('{ "wait_for": { "on": "order.paid", "timeout": "1d", "already": "contact.points" } }'), 'actions[0].wait_for.already', '7:70', /true or false/],
  ['a limit of nothing', step('{ "throttle": { "limit": 0, "per": "1h" } }'), 'actions[0].throttle.limit', '7:21', /at least 1/],
  ['a name that is no slug', step('{ "call": { "workflow": "Not A Slug" } }'), 'actions[0].call.workflow', '7:17', /a slug is/],
  ['an end that is none', step('{ "stop": "done" }'), 'actions[0].stop', '7:7', /"completed"/],
  ['an answer to a failure', step('{ "do": "tag.add", "with": { "tag": "a" }, "on_error": "ignore" }'), 'actions[0].on_error', '7:48', /"fail" or "continue"/],
  ['no attempt', step('{ "do": "tag.add", "with": { "tag": "a" }, "retry": { "attempts": 0 } }'), 'actions[0].retry.attempts', '7:59', /at least 1/],
  ['an approval without a title', step('{ "approve": { "assignee": "x", "timeout": "1d" } }'), 'actions[0].approve.title', '7:7', /missing/],
  ['a wait until a number', step('{ "wait": { "until": "contact.points" } }'), 'actions[0].wait.until', '7:27', /timestamp is needed/],
  ['an address that is none', step('{ "do": "http.request", "with": { "url": "ftp://x.y" } }'), 'actions[0].with.url', '7:39', /http/],
  ['a method that is none', step('{ "do": "http.request", "with": { "url": "https://x.y", "method": "FETCH" } }'), 'actions[0].with.method', '7:61', /"GET"/],
  ['a kind of consent', step('{ "do": "consent.set", "with": { "category": "promo", "granted": true } }'), 'actions[0].with.category', '7:38', /promotional/],
  ['an event of no type', step('{ "do": "event.emit", "with": { "type": "*bad" } }'), 'actions[0].with.type', '7:37', /event type/],
  ['an expression deep inside', step('{ "do": "event.emit", "with": { "type": "custom.a", "data": { "x": [{ "expr": "contact.nam" }] } } }'), 'actions[0].with.data.x[0].expr', '7:92', /`contact.name`/],
  ['a template inside a list', step('{ "do": "event.emit", "with": { "type": "custom.a", "data": { "x": ["{{contact.nam}}"] } } }'), 'actions[0].with.data.x[0]', '7:76', /does not exist/],
] // biome-ignore format: one line a case

test.each(cases)('refuses %s, and says where', (_what, definition, path, place, message) => {
  const checked = checkText(written(definition))
  const problems = checked.kind === 'problems' ? checked.problems : []
  const found = problems.find((one) => one.path === path && message.test(`${one.message} ${one.hint}`))
  expect(found, JSON.stringify(problems)).toBeDefined()
  expect(`${found?.line}:${found?.column}`).toBe(place)
})

test('there are at least sixty', () => expect(cases.length).toBeGreaterThanOrEqual(60))

const named: Case[] = [
  ['an unknown channel', trigger('{ "on": "member.joined", "channel": "shopp" }'), 'triggers[0].channel', '4:41', /`shop`/],
  ['an unknown channel of a message', step('{ "do": "message.send", "with": { "text": "a", "channel": "nowhere" } }'), 'actions[0].with.channel', '7:52', /no channel/],
  ['an unknown text', step('{ "do": "message.send", "with": { "template": "recal" } }'), 'actions[0].with.template', '7:39', /`recall`/],
  ['an unknown segment', expression('segment("vipps") && contact.points > 1'), 'actions[0].if', '7:14', /`vips`/],
  ['an unknown workflow', step('{ "call": { "workflow": "hello" } }'), 'actions[0].call.workflow', '7:17', /no workflow/],
] // biome-ignore format: one line a case

test.each(named)('refuses %s when it is known what there is', (_what, definition, path, place, message) => {
  const known = { channels: ['shop'], texts: ['recall'], segments: ['vips'], workflows: ['other'] }
  const checked = checkText(written(definition), { known })
  const problems = checked.kind === 'problems' ? checked.problems : []
  expect(problems).toMatchObject([{ path }])
  expect(`${problems[0]?.line}:${problems[0]?.column}`).toBe(place)
  expect(`${problems[0]?.message} ${problems[0]?.hint}`).toMatch(message)
  expect(checkText(written(definition)).kind).toBe('ok')
})

const never: [string, Parameters<typeof written>[0], string][] = [
  ['a branch under `false`', step('{ "if": "false", "then": [{ "wait": "1d" }] }'), 'actions[0].then'],
  ['the other branch of `true`', step('{ "if": "true", "else": [{ "wait": "1d" }] }'), 'actions[0].else'],
  ['a step that is always left out', step('{ "wait": "1d", "when": "false" }'), 'actions[0].when'],
  ['a case behind one that is always taken', step('{ "choose": [{ "if": "true" }, { "if": "contact.points > 1" }] }'), 'actions[0].choose[1]'],
  ['a loop of no turns', step('{ "repeat": { "times": 0 }, "steps": [{ "wait": "1d" }] }'), 'actions[0].steps'],
] // biome-ignore format: one line a case

test.each(never)('warns of %s', (_what, definition, path) => {
  const checked = checkText(written(definition))
  expect(checked.kind === 'ok' && checked.warnings.map((one) => one.path)).toContain(path)
})
