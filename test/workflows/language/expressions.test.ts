import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bucket } from '../../../workflows/language/bucket.ts'
import {
  type Expression,
  type ExpressionOptions,
  holds,
  parseExpression,
  type Scope,
  toJson,
} from '../../../workflows/language/expressions.ts'

const now = new Date('2026-01-31T09:00:00Z')
const scope: Scope = {
  now,
  event: {
    id: 'e1',
    type: 'order.paid',
    time: now,
    channel: 'shop',
    data: {
      n: 2,
      amount: 99.5,
      code: 'abc',
      items: [{ price: 3 }, { price: 4 }],
      big: Array.from({ length: 10_000 }, (_, i) => i),
    },
  },
  contact: {
    id: 'c1',
    name: 'Ann',
    points: 100,
    tier: null,
    risk: 0.5,
    tags: ['vip', 'x', 'y'],
    traits: { city: 'Shanghai', born: '1990-05-01' },
    consents: { promotional: true },
    joined_at: new Date('2026-01-01T00:00:00Z'),
    last_seen_at: new Date('2026-01-20T00:00:00Z'),
  },
  inputs: { days: 7 },
  vars: {},
  steps: { gift: { code: 'abc', expires_at: '2026-02-10T00:00:00Z' } },
  loop: { index: 0 },
  run: { id: 'r1', started_at: now },
  segments: { vip: true, cold: false },
}

function parse(source: string, options?: ExpressionOptions): Expression {
  const parsed = parseExpression(source, options)
  if (parsed.kind === 'problem') throw new Error(`${source}: ${parsed.problem.message}`)
  return parsed.expression
}

function refusal(source: string, options?: ExpressionOptions): unknown {
  const parsed = parseExpression(source, options)
  return parsed.kind === 'problem' ? parsed.problem : 'accepted'
}

function evaluated(source: string, seen: Scope = scope): unknown {
  const result = parse(source).evaluate(seen)
  return result.kind === 'value' ? toJson(result.value) : result
}

describe('what an operator writes', () => {
  it.each([
    ['contact.points == 100', true],
    ['contact.points >= 99.5 && event.data.amount >= 99.5', true],
    ['contact.points * 1.5 > 10', true],
    ['contact.points / 3 > 33.3', true],
    ['7 / 2', 3],
    ['inputs.days / 2', 3.5],
    ['contact.points > 50 ? 2 : 0.5', 2],
    ['[1, 2, 3].exists(x, x == event.data.n)', true],
    ['event.data.n in [1, 2, 3]', true],
    ["!('staff' in contact.tags)", true],
    ['size(contact.tags) > 2', true],
    ['contact.tags.exists(t, t.startsWith("v"))', true],
    ['event.data.items.map(i, i.price * 2)', [6, 8]],
    ['event.data.code == steps.gift.code', true],
    ['contact.tier == null', true],
    ['has(contact.tier)', false],
    ['has(event.data.coupon)', false],
    ['event.data.?coupon.?value.orValue(5)', 5],
    ['contact.consents.promotional', true],
    ['contact.joined_at + days(7) < now', true],
    ['contact.joined_at + days(inputs.days) < now', true],
    ['now - contact.last_seen_at > duration("168h")', true],
    ['now - contact.last_seen_at > duration("10d")', true],
    ['now - contact.last_seen_at > days(11.5)', false],
    ['timestamp(contact.traits.born).getMonth() == 4', true],
    ['timestamp(steps.gift.expires_at) - now', '1w2d15h'],
    ['now + hours(1) + minutes(2) + seconds(3)', '2026-01-31T10:02:03Z'],
    ['local(now, "Asia/Shanghai").getHours()', 17],
    ['local(now, "Asia/Shanghai").getDayOfWeek()', 6],
    ['local(now, "America/New_York").getDate()', 31],
    ['local(now, "America/New_York").getDayOfMonth()', 30],
    ['local(now, "America/New_York").getMonth() + local(now, "UTC").getFullYear()', 2026],
    ['local(now, "Asia/Kathmandu").getMinutes() + local(now, "UTC").getSeconds()', 45],
    ['now.getHours("Asia/Shanghai")', 17],
    ['segment("vip") && !segment("cold")', true],
    ['loop.index == 0 && run.started_at == now', true],
    ['contact.name.lower() + "@" + contact.traits.city.upper()', 'ann@SHANGHAI'],
    ['contact["points"]', 100],
    ['type(contact.points) == double', true],
    ['contact.points == 100u', true],
    ['"loop" + string(loop.index) // loop', 'loop0'],
    ['[1, 2].map(loop, loop)', [1, 2]],
    ['{"loop": 3}.loop + loop.index', 3],
  ])('%s', (source, expected) => expect(evaluated(source)).toEqual(expected))

  it('draws the bucket that split draws', () => {
    expect(evaluated('bucket(contact.id, "exp", 10000)')).toBe(bucket('c1', 'exp', 10_000))
    expect(evaluated('bucket(contact.id, "exp", 0)')).toMatchObject({ kind: 'failed' })
  })

  it('asks a function about segments', () => {
    const segments = (name: string) => (name === 'vip' ? true : undefined)
    expect(evaluated('segment("vip")', { segments })).toBe(true)
    expect(evaluated('segment("zip")', { segments })).toMatchObject({
      kind: 'failed',
      why: 'segment "zip" is not known here',
    })
    expect(evaluated('segment("vip")', {})).toMatchObject({ kind: 'failed' })
    expect(evaluated('segment("toString")')).toMatchObject({ kind: 'failed' })
  })
})

describe('an expression is refused when it is saved', () => {
  it.each([
    [
      'contact.point > 3',
      {
        message: '`contact.point` does not exist; did you mean `contact.points`?',
        line: 1,
        column: 9,
        hint: 'contact.points',
      },
    ],
    [
      'true &&\n  contcat.points > 1',
      { message: '`contcat` does not exist; did you mean `contact`?', line: 2, column: 3 },
    ],
    ['contact.constructor', { message: '`contact.constructor` does not exist' }],
    ['has(contact.tire)', { message: '`contact.tire` does not exist; did you mean `contact.tier`?' }],
    ['contact["pionts"] > 1', { message: '`contact.pionts` does not exist; did you mean `contact.points`?' }],
    ['event.date.n', { message: '`event.date` does not exist; did you mean `event.data`?' }],
    ['length(contact.tags)', { message: '`length()` does not exist; did you mean `size()`?' }],
    ['contact.tags.some(t, t == "x")', { hint: 'exists' }],
    ['contact.name.startWith("A")', { message: '`startWith()` does not exist; did you mean `startsWith()`?' }],
    ['startsWith(contact.name, "A")', { message: '`startsWith` is called on a value, as in text.startsWith(…)' }],
    ['day(3)', { hint: 'days' }],
    ['days("3")', { message: '`days` cannot take a text', hint: 'days(a number)' }],
    ['contact.points.startsWith("1")', { message: '`startsWith` cannot take a number and a text' }],
    ['contact.points == "100"', { message: '`contact.points` is a number and can never equal a text' }],
    ['contact.joined_at > 5', { message: '`>` cannot compare a timestamp with a number' }],
    [
      'contact.name + 1',
      { message: '`+` cannot join a text and a number', hint: 'string(n) makes a text of a number' },
    ],
    ['"v" in contact.name', { hint: 'text.contains(part) looks into a text' }],
    ['1 in contact.tags', { message: 'a number is never in a list of which each is a text' }],
    ['contact.points && true', { message: 'each side of `&&` must be true or false, not a number', column: 1 }],
    ['contact.points = 100', { message: '`=` cannot stand here', column: 16, hint: 'compare with `==`' }],
    ['contact.points > 1 and true', { hint: '`&&` means and', column: 20 }],
    ['(1', { message: 'expected `)`, found the end', column: 3 }],
    ['1 +', { message: 'the expression ends too early', column: 4 }],
    ['contact.name == “Ann”', { hint: 'use straight quotes', column: 17 }],
    ['', { message: 'the expression is empty' }],
    ['value > 3', { message: '`value` is not available here' }],
    [
      'contact.name.matches("(a")',
      { message: 'the pattern is wrong: a group that does not end: ) is missing', column: 22 },
    ],
    ['contact.name.matches("(a)\\\\1")', { message: 'the pattern is wrong: back-references are not supported' }],
  ])('%s', (source, problem) => expect(refusal(source)).toMatchObject(problem))

  it('sees only what is allowed', () => {
    expect(parse('value > baseline * 2', { allows: ['value', 'baseline'] }).uses).toEqual(['baseline', 'value'])
    expect(parse('body.name', { allows: ['body'] }).uses).toEqual(['body.name'])
    expect(refusal('contact.points > 1', { allows: ['value'] })).toMatchObject({
      message: '`contact` is not available here',
    })
  })

  it('must return what is asked of it', () => {
    expect(refusal('contact.points', { returns: 'bool' })).toMatchObject({
      message: 'a condition must be true or false, this is a number',
    })
    expect(refusal('contact.name', { returns: 'timestamp' })).toMatchObject({
      message: 'a timestamp is needed, this is a text',
    })
    for (const source of ['contact.points > 1', 'vars.flag', 'event.data.a || true'])
      expect(refusal(source, { returns: 'bool' })).toBe('accepted')
    for (const source of ['now + days(1)', 'vars.at'])
      expect(refusal(source, { returns: 'timestamp' })).toBe('accepted')
  })

  it('is never answered by an exception, whatever is written', () => {
    const part = fc.constantFrom(
      'contact',
      '.points',
      '.tags',
      '(',
      ')',
      '[',
      ']',
      '{',
      '}',
      '"a',
      '"',
      '1',
      '2.5',
      '+',
      '-',
      '==',
      '&&',
      '?',
      ':',
      ',',
      '.map(x, ',
      'x',
      '.?',
      'has(',
      '!',
      'in',
      ' ',
      'r"',
      'b"\\',
      '0x',
      '//',
      '\n',
      '。',
    )
    fc.assert(
      fc.property(fc.array(part, { maxLength: 14 }), (parts) => {
        const parsed = parseExpression(parts.join(''))
        if (parsed.kind === 'problem') expect(parsed.problem.message).not.toMatch(/\n|undefined/)
        else parsed.expression.evaluate(scope)
      }),
      { numRuns: 3_000 },
    )
  })
})

describe('uses', () => {
  it.each([
    ['contact.points > 1 && contact.tags.size() > 0', ['contact.points', 'contact.tags']],
    ['steps.gift.code == event.data["code"]', ['event.data.code', 'steps.gift.code']],
    ['event.data.items[0].price', ['event.data.items']],
    [
      'event.data.items.exists(i, i.price > contact.points && vars.a)',
      ['contact.points', 'event.data.items', 'vars.a'],
    ],
    ['has(steps.a.b) ? steps.?c.d.orValue(inputs.e) : now', ['inputs.e', 'now', 'steps.a.b', 'steps.c.d']],
    ['{"a": vars.a, "b": [vars.b]}[vars.k]', ['vars.a', 'vars.b', 'vars.k']],
    ['-vars.a + (type(1) == int ? 1 : 2)', ['vars.a']],
    ['[1].map(contact, contact)', []],
    ['loop.index + [1].map(loop, loop)[0]', ['loop.index']],
  ])('%s', (source, uses) => expect(parse(source).uses).toEqual(uses))
})

describe('holds', () => {
  it('counts a failing expression as false, with a warning', () => {
    expect(holds(parse('event.data.nope > 3'), scope)).toEqual({
      holds: false,
      warning: '`event.data.nope` is missing',
    })
    expect(holds(parse('event.data.amount > 3'), {})).toEqual({ holds: false, warning: '`event` is not there' })
    expect(holds(parse('contact.owner == "x"'), scope)).toEqual({ holds: false, warning: '`contact.owner` is missing' })
    expect(holds(parse('contact.tier > "a"'), scope)).toEqual({
      holds: false,
      warning: 'null cannot be ordered against a text',
    })
    expect(holds(parse('contact.points / 0 > 1'), scope)).toEqual({ holds: false, warning: 'division by zero' })
  })
  it('counts what is neither true nor false as false, with a warning', () =>
    expect(holds(parse('vars.n'), { vars: { n: 1 } })).toEqual({
      holds: false,
      warning: 'the result is a number, not true or false',
    }))
  it('says nothing more where there is an answer', () => {
    expect(holds(parse('contact.points > 1'), scope)).toEqual({ holds: true })
    expect(holds(parse('contact.points < 1'), scope)).toEqual({ holds: false })
    expect(holds(parse('event.data.nope > 3 || true'), scope)).toEqual({ holds: true })
  })
})

describe('a hostile expression cannot stall the worker', () => {
  const big = (source: string) => source.replaceAll('$', 'event.data.big')
  it.each([
    '$.exists(x, $.exists(y, $.exists(z, x + y + z < 0)))',
    '$.map(x, $.map(y, $.map(z, [x, y, z])))',
    '$.map(x, [$, $, $])',
    '$.filter(x, $ == $.map(y, y))',
    '$.exists(x, 10001 in $ || $.exists(y, y == -1))',
    '$.all(x, !["a"].map(y, $).join("").contains("b"))',
    '$.map(x, contact.name.matches("(a|b|" + string(x) + "){1,99}"))',
    '$.map(x, ("a" + string(x)).replace("", contact.name)).map(s, s.split("").map(c, c + c).join(s))',
    '[1,2,3,4,5,6,7,8].map(a, [1,2,3,4,5,6,7,8].map(b, $))',
    '$.exists(x, $.nope == 1 || false)',
    '($ + $).size() > 1',
  ])('%s', (source) => {
    const started = performance.now()
    const result = parse(big(source)).evaluate(scope)
    expect(performance.now() - started).toBeLessThan(1_500)
    expect(JSON.stringify(result.kind === 'value' ? toJson(result.value) : null).length).toBeLessThan(2_000_000)
  })

  it('ends when the work is used up, even under ||', () => {
    const source = big('$.exists(x, $.exists(y, x + y < 0)) || true')
    expect(parse(source).evaluate(scope)).toEqual({ kind: 'failed', why: 'it takes too much work on this data' })
  })

  it('bounds texts and lists', () => {
    const doubling = `["aaaaaaaaaa"].map(a, ${Array.from({ length: 300 }, () => 'a').join('+')})[0]`
    expect(parse(doubling).evaluate(scope)).toMatchObject({ kind: 'value' })
    expect(parse('event.data.t + event.data.t').evaluate({ event: { data: { t: 'a'.repeat(60_000) } } })).toMatchObject(
      { kind: 'failed' },
    )
    expect(
      parse('event.data.l + event.data.l').evaluate({ event: { data: { l: Array(6_000).fill(1) } } }),
    ).toMatchObject({ kind: 'failed' })
    expect(
      parse('event.data.l.exists(x, x == 1)').evaluate({ event: { data: { l: Array(10_001).fill(1) } } }),
    ).toMatchObject({ kind: 'failed' })
  })

  it('matches in linear time', () => {
    const started = performance.now()
    expect(evaluated('"aaaaaaaaaaaaaaaaaaaaaaaaaaaa!".matches("(a+)+$")')).toBe(false)
    expect(evaluated('["(x+x+)+y"].exists(p, "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx".matches(p))')).toBe(false)
    expect(performance.now() - started).toBeLessThan(200)
  })

  it.each([
    ['a'.repeat(5_000)],
    [`1${'+1'.repeat(2_000)}`],
    ['('.repeat(2_000)],
    [`${'!'.repeat(4_000)}true`],
    [`${'-'.repeat(4_000)}1`],
    [`event.data${'[0]'.repeat(1_000)}`],
    [`true${' ? true : true'.repeat(290)}`],
    ['[1].map(a, [1].map(b, [1].map(c, [1].map(d, d))))'],
  ])('is refused when it is too large: %.12s…', (source) => expect(parseExpression(source).kind).toBe('problem'))
})

describe('nothing but data can be reached', () => {
  it.each([
    'event.data.__proto__',
    'event.data.constructor',
    'event.data["constructor"]["constructor"]',
    'event.data.toString',
    'contact.traits.hasOwnProperty',
    'event.data.items.length',
    'contact.name.length',
    'event.data.items.push',
    'vars.f',
    '{"a": 1}["__proto__"]',
  ])('%s', (source) => {
    const parsed = parseExpression(source)
    if (parsed.kind === 'problem') return
    expect(parsed.expression.evaluate({ ...scope, vars: { f: () => 1 } }).kind).toBe('failed')
  })

  it.each([
    'constructor',
    '__proto__',
    'toString',
    'globalThis',
    'undefined',
    'this',
    'prototype',
    'constructor()',
    'now.getTime()',
    'contact.name.constructor("x")',
  ])('refuses %s', (source) => expect(parseExpression(source).kind).toBe('problem'))

  it('data cannot pass for a duration or a type', () =>
    expect(evaluated('type(event.data)', { event: { data: { kind: 'duration', ms: 1 } } })).toBe('map'))

  it('fails on a date that is none', () =>
    expect(evaluated('string(now)', { now: new Date(Number.NaN) })).toMatchObject({ kind: 'failed' }))

  it('leaves the scope as it was', () => {
    const before = JSON.stringify(scope)
    for (const source of ['contact.tags + ["z"]', 'contact.tags.map(t, t)', 'event.data.items.filter(i, true)'])
      evaluated(source)
    expect(JSON.stringify(scope)).toBe(before)
  })
})

describe('toJson', () => {
  it.each([
    ['1', 1],
    ['9007199254740993', '9007199254740993'],
    ['1u', 1],
    ['1.5', 1.5],
    ['double("inf")', null],
    ['now', '2026-01-31T09:00:00Z'],
    ['now + duration("5ms")', '2026-01-31T09:00:00.005Z'],
    ['days(1) + hours(2)', '1d2h'],
    ['-days(1)', '-1d'],
    ['duration("1500ms")', '1.5s'],
    ['b"abc"', 'YWJj'],
    ['{"a": [1, {"b": null}], 2: true}', { 2: true, a: [1, { b: null }] }],
    ['vars.?a', null],
    ['contact.?points', 100],
    ['type(1)', 'int'],
    ['local(now, "Asia/Shanghai")', '2026-01-31T17:00:00.000'],
    ['contact.traits', { city: 'Shanghai', born: '1990-05-01' }],
  ])('%s', (source, expected) => expect(evaluated(source)).toEqual(expected))

  it('writes a key named __proto__ as data', () => {
    const json = evaluated('{"__proto__": {"admin": true}}')
    expect(JSON.stringify(json)).toBe('{"__proto__":{"admin":true}}')
    expect((json as { admin?: boolean }).admin).toBeUndefined()
  })
})

it('evaluates a usual condition in microseconds', () => {
  const expression = parse("contact.points >= 10 && 'x' in contact.tags")
  for (let i = 0; i < 5_000; i++) expression.evaluate(scope)
  const started = performance.now()
  for (let i = 0; i < 50_000; i++) expression.evaluate(scope)
  expect((performance.now() - started) / 50).toBeLessThan(20)
})
