import { env } from 'cloudflare:workers'
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Contact } from '../../../schema/actor.ts'
import type { JsonObject } from '../../../schema/json.ts'
import { SETTINGS_DEFAULT } from '../../../schema/settings.ts'
import { filterOf, isMember, segmentOf } from '../../../workers/run/segment.ts'
import { subjectRow, writeSubjects } from '../../../workers/store/subjects.ts'
import { newContact } from '../../../workflows/engine/new-contact.ts'
import { readSegment } from '../../../workflows/engine/segments.ts'
import { migrate } from '../../world.ts'

const { DB } = env as unknown as { DB: D1Database }
const NOW = Date.parse('2026-03-02T12:00:00Z')
const DAY = 86_400_000

const kept = [
  "contact.points > 10 || 'vip' in contact.tags",
  'contact.traits.age >= 18',
  "contact.name.startsWith('a')",
]
const segments = new Map(
  kept.flatMap((source, i) => {
    const parsed = readSegment(source)
    return parsed.kind === 'expression' ? [[`s${i}`, parsed.expression] as const] : []
  }),
)
const members = { settings: SETTINGS_DEFAULT, segments }

const word = fc.constantFrom('', 'a', 'vip', 'gold', "o'x", '"q"', '北京', 'a%b', '10', 'true', 'null', '😀', 'en')
const number = fc.oneof(fc.integer({ min: -20, max: 20 }), fc.constantFrom(0.5, 10.25, -0.1, 1e15))
const instant = fc.oneof(
  fc.constant(null),
  fc.integer({ min: -40, max: 5 }).map((days) => NOW + days * DAY),
  fc.constant(NOW),
)
const traitKey = fc.constantFrom('age', 'city', 'is-on', '城市')
const traitValue = fc.oneof(
  word,
  number,
  fc.boolean(),
  fc.constant(null),
  fc.constant([1, 'a']),
  fc.record({ age: fc.oneof(number, word) }),
)

const contact: fc.Arbitrary<Contact> = fc
  .record({
    name: fc.oneof(fc.constant(null), word),
    tier: fc.oneof(fc.constant(null), word),
    locale: fc.oneof(fc.constant(null), word),
    stage: fc.constantFrom('new', 'active', 'dormant', 'churned'),
    tags: fc.uniqueArray(word, { maxLength: 3 }),
    traits: fc.dictionary(traitKey, traitValue as fc.Arbitrary<never>, { maxKeys: 3 }) as fc.Arbitrary<JsonObject>,
    points: fc.integer({ min: 0, max: 30 }),
    risk: fc.integer({ min: 0, max: 100 }),
    streak: fc.integer({ min: 0, max: 9 }),
    joinedAt: instant,
    leftAt: instant,
    lastSeenAt: instant,
  })
  .map((fields) => ({ ...newContact('c', NOW - DAY), ...fields }))

const quoted = word.map((text) => JSON.stringify(text))
const written = number.map(String)
const time = fc.constantFrom('contact.joined_at', 'contact.left_at', 'contact.last_seen_at', 'contact.created_at')
const trait = fc.oneof(
  traitKey.map((key) => `contact.traits[${JSON.stringify(key)}]`),
  fc.constantFrom('contact.traits.age', 'contact.traits.city', 'contact.traits.age.age'),
)
const span = fc.integer({ min: -30, max: 30 }).map((days) => `days(${days})`)
const moment = fc.oneof(
  span.map((by) => `now - ${by}`),
  fc.constantFrom('now', "timestamp('2026-03-01T00:00:00Z')"),
)
const order = fc.constantFrom('<', '<=', '>', '>=')
const same = fc.constantFrom('==', '!=')
const any = fc.oneof(order, same)
const text = fc.constantFrom('contact.name', 'contact.tier', 'contact.locale', 'contact.stage', 'contact.timezone')
const count = fc.constantFrom('contact.points', 'contact.risk', 'contact.streak', 'contact.referrals')
const join = (...parts: fc.Arbitrary<string>[]) => fc.tuple(...parts).map((all) => all.join(' '))

const simple = fc.oneof(
  join(text, same, quoted),
  join(quoted, same, text),
  join(count, any, written),
  join(written, any, count),
  join(time, any, moment),
  join(moment, order, time),
  join(time, same, fc.constant('null')),
  fc.tuple(time, any, span).map(([at, by, length]) => `now - ${at} ${by} ${length}`),
  fc.tuple(time, span, order, moment).map(([at, length, by, than]) => `${at} + ${length} ${by} ${than}`),
  fc.tuple(time, any, time).map((all) => all.join(' ')),
  fc.tuple(time, time, order, span).map(([a, b, by, length]) => `${a} - ${b} ${by} ${length}`),
  join(trait, same, fc.oneof(quoted, written, fc.constantFrom('true', 'false', 'null'))),
  join(trait, order, written),
  quoted.map((tag) => `${tag} in contact.tags`),
  fc.array(quoted, { maxLength: 3 }).map((all) => `contact.stage in [${all.join(', ')}]`),
  fc.array(written, { minLength: 1, maxLength: 3 }).map((all) => `contact.points in [${all.join(', ')}]`),
  traitKey.map((key) => `${JSON.stringify(key)} in contact.traits`),
  fc.constantFrom(
    'has(contact.traits.age)',
    'has(contact.joined_at)',
    'has(contact.name)',
    'has(contact.traits.age.age)',
  ),
  fc.constantFrom(
    'true',
    'false',
    '1 / 0 == 1',
    'contact.name.size() > 1',
    "contact.name.startsWith('a')",
    "'active' in contact.roles",
  ),
  fc.constantFrom("segment('s0')", "segment('s1')", "segment('s2')", "segment('none')"),
)

const { expression } = fc.letrec<{ expression: string }>((tie) => ({
  expression: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    simple,
    fc
      .tuple(tie('expression'), fc.constantFrom('&&', '||'), tie('expression'))
      .map(([a, by, b]) => `(${a} ${by} ${b})`),
    fc.tuple(tie('expression'), tie('expression')).map(([a, b]) => `${a} && ${b}`),
    tie('expression').map((inside) => `!(${inside})`),
  ),
}))

async function inDatabase(source: string): Promise<string[]> {
  const { sql, params } = filterOf(source, members, NOW)
  const found = await DB.prepare(`SELECT id FROM subjects WHERE ${sql} ORDER BY id`)
    .bind(...params)
    .all<{ id: string }>()
  return found.results.map(({ id }) => id)
}

describe('a segment in SQL', () => {
  beforeAll(migrate)

  it('means the same contacts as the evaluator, or more when SQL cannot say all of it', {
    timeout: 90_000,
  }, async () => {
    let exact = 0
    let some = 0
    await fc.assert(
      fc.asyncProperty(
        fc.array(contact, { minLength: 6, maxLength: 6 }),
        fc.array(expression, { minLength: 15, maxLength: 15 }),
        async (given, sources) => {
          const contacts = given.map((one, i) => ({ ...one, id: `c${i}` }))
          const { sql, params } = writeSubjects(
            contacts.map((one) => subjectRow(one, { version: 1, dueAt: null, active: [] })),
            'whole',
          )
          await DB.batch([DB.prepare('DELETE FROM subjects'), DB.prepare(sql).bind(...params)])
          for (const source of sources) {
            const parsed = readSegment(source)
            if (parsed.kind === 'problem') continue
            const meant = contacts.filter((one) => isMember(one, parsed.expression, members, NOW)).map(({ id }) => id)
            const found = await inDatabase(source)
            if (meant.length > 0 && meant.length < 6) some += 1
            if (filterOf(source, members, NOW).exact) {
              exact += 1
              expect(found, source).toEqual(meant)
            } else expect(found, source).toEqual(expect.arrayContaining(meant))
          }
        },
      ),
      { numRuns: 60 },
    )
    expect(exact).toBeGreaterThan(300)
    expect(some).toBeGreaterThan(100)
  })

  it.each([
    ["contact.stage == 'dormant' && 'vip' in contact.tags", true],
    ["contact.traits.city == '北京' || !(contact.points >= 100)", true],
    ['now - contact.last_seen_at > days(14) && contact.tier != "gold"', true],
    ["segment('s0')", true],
    ["segment('s2') && contact.points > 3", false],
    ["'core' in contact.roles", false],
  ])('%s is all in SQL: %s', (source, exact) => {
    expect(segmentOf(source, members).kind).toBe('segment')
    expect(filterOf(source, members, NOW).exact).toBe(exact)
  })
})
