import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readSegment } from '../../../workflows/engine/segments.ts'
import { readRows } from '../../../workflows/segments/read-rows.ts'
import { comparisonsOf, FIELDS, type Group, type Row, type Rows } from '../../../workflows/segments/rows.ts'
import { writeRows } from '../../../workflows/segments/write-rows.ts'

describe('conditions as rows', () => {
  it.each([
    ['contact.points >= 100', [['points', '', 'ge', '100']]],
    [
      `'vip' in contact.tags && contact.stage == "active"`,
      [
        ['tags', '', 'has', 'vip'],
        ['stage', '', 'is', 'active'],
      ],
    ],
    [`!("vip" in contact.tags)`, [['tags', '', 'has_not', 'vip']]],
    ['now - contact.last_seen_at > days(30)', [['last_seen_at', '', 'over', '30']]],
    ['!has(contact.left_at)', [['left_at', '', 'unknown', '']]],
    [
      `contact.joined_at >= timestamp("2026-01-01T00:00:00.000Z")`,
      [['joined_at', '', 'after', '2026-01-01T00:00:00.000Z']],
    ],
    ['contact.name != ""', [['name', '', 'known', '']]],
    ['contact.traits.age > -1.5', [['attribute', 'age', 'gt', '-1.5']]],
    [`contact.traits["first name"] == "李"`, [['attribute', 'first name', 'is', '李']]],
    [`!("city" in contact.traits) || contact.traits.city != "x"`, [['attribute', 'city', 'is_not', 'x']]],
    [`contact.identities.exists(one, one.channel == "chat")`, [['channel', '', 'has', 'chat']]],
    [`!contact.consents[?"promotional"].orValue(true)`, [['consents', '', 'no', 'promotional']]],
    [`segment('vips')`, [['segment', '', 'is', 'vips']]],
  ] as const)('%s', (source, rows) => {
    const read = readRows(source)
    expect(
      read?.groups.flatMap((group) => group.rows.map(({ field, key, is, value }) => [field, key, is, value])),
    ).toEqual(rows)
    expect(writeRows(read ?? { join: 'all', groups: [] })).toMatchObject({ kind: 'cel' })
  })

  it.each([
    [
      'contact.points > 1 || contact.points < 0 && contact.risk < 3',
      'any',
      [
        ['any', 1],
        ['all', 2],
      ],
    ],
    [
      'contact.points > 1 && contact.risk > 2 && (contact.streak > 3 || contact.streak < 1)',
      'all',
      [
        ['all', 2],
        ['any', 2],
      ],
    ],
    ['contact.points > 1 && (!("city" in contact.traits) || contact.traits.city != "x")', 'all', [['all', 2]]],
  ] as const)('groups what goes together: %s', (source, join, groups) => {
    const read = readRows(source)
    expect(read?.join).toBe(join)
    expect(read?.groups.map((group) => [group.join, group.rows.length])).toEqual(groups)
  })

  it.each([
    'true',
    'contact.points',
    'contact.points + 1 > 2',
    'contact.nothing == 1',
    'contact.points > 1 ? true : false',
    '!(contact.points > 1 && contact.risk > 2)',
    'contact.points > 1 || (contact.risk > 1 && (contact.streak > 1 || contact.streak < 0))',
    `contact.tags.exists(tag, tag.startsWith("v"))`,
    'contact.points >',
    '',
  ])('leaves to the expression what rows cannot say: %s', (source) => expect(readRows(source)).toBeUndefined())

  it.each([
    [{ field: 'points', key: '', is: 'ge', value: 'many' }, 'number'],
    [{ field: 'points', key: '', is: 'ge', value: '1 || true' }, 'number'],
    [{ field: 'tags', key: '', is: 'has', value: ' ' }, 'value'],
    [{ field: 'attribute', key: '', is: 'is', value: 'x' }, 'key'],
    [{ field: 'joined_at', key: '', is: 'after', value: 'soon' }, 'date'],
    [{ field: 'joined_at', key: '', is: 'within', value: '-3' }, 'number'],
    [{ field: 'tags', key: '', is: 'like', value: 'x' }, 'field'],
    [{ field: 'constructor', key: '', is: 'is', value: 'x' }, 'field'],
  ] as const)('says what a row lacks: %o', (row, why) => {
    const good: Row = { field: 'points', key: '', is: 'ge', value: '1' }
    const rows: Rows = {
      join: 'all',
      groups: [
        { join: 'all', rows: [] },
        { join: 'any', rows: [good, row] },
      ],
    }
    expect(writeRows(rows)).toEqual({ kind: 'wrong', problems: [{ place: '1.1', why }] })
  })

  it('writes what it reads again, whatever people compare with, and only what the language takes', () => {
    fc.assert(
      fc.property(anyRows, (rows) => {
        const written = writeRows(rows)
        if (written.kind !== 'cel') throw new Error(JSON.stringify(written))
        expect(readSegment(written.source)).toMatchObject({ kind: 'expression' })
        const read = readRows(written.source)
        expect(read && writeRows(read)).toEqual(written)
      }),
      { numRuns: 120 },
    )
  })
})

const anyValue = {
  text: fc.string({ minLength: 1, maxLength: 12, unit: 'binary' }).filter((text) => text.trim() !== ''),
  number: fc.integer({ min: -1000, max: 1000 }).map(String),
  days: fc.integer({ min: 0, max: 900 }).map(String),
  instant: fc.constantFrom('2026-01-01T00:00:00.000Z', '2025-12-31T16:00:00.000Z'),
}

const anyRow: fc.Arbitrary<Row> = fc.constantFrom(...Object.keys(FIELDS)).chain((field) =>
  fc.constantFrom(...Object.keys(comparisonsOf(field))).chain((is) =>
    fc.record({
      field: fc.constant(field),
      key: field === 'attribute' ? fc.constantFrom('city', 'first name', 'in', '生日', 'a"b') : fc.constant(''),
      is: fc.constant(is),
      value: anyValue[comparisonsOf(field)[is]?.takes ?? 'text'],
    }),
  ),
)
const anyJoin = fc.constantFrom('all' as const, 'any' as const)
const anyGroup: fc.Arbitrary<Group> = fc.record({
  join: anyJoin,
  rows: fc.array(anyRow, { minLength: 1, maxLength: 3 }),
})
const anyRows: fc.Arbitrary<Rows> = fc.record({
  join: anyJoin,
  groups: fc.array(anyGroup, { minLength: 1, maxLength: 3 }),
})
