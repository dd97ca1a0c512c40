import { beforeAll, describe, expect, it } from 'vitest'
import { get } from '../../world.ts'
import { firstVisitor, type Visitor } from './visitor.ts'

let admin: Visitor

beforeAll(async () => {
  admin = await firstVisitor()
})

const ROWS = {
  name: 'Rich <script>alert(1)</script>',
  join: 'all',
  'g0.join': 'all',
  'g0.r0.field': 'points',
  'g0.r0.is': 'ge',
  'g0.r0.value': '100',
}

async function kept(fields: Record<string, string>, path = '/segments/new'): Promise<string> {
  const response = await admin.send(path, fields)
  if (response.status !== 303) throw new Error(await response.text())
  return response.headers.get('location') ?? ''
}

async function shown(fields: Record<string, string>, path = '/segments/new'): Promise<string> {
  return (await admin.send(path, fields)).text()
}

describe('segments', () => {
  it('writes rows as the condition that they say, and shows them again as rows', async () => {
    const path = await kept({
      ...ROWS,
      'g0.r1.field': 'joined_at',
      'g0.r1.is': 'after',
      'g0.r1.value': '2026-03-01T10:00',
    })
    expect((await get(`/api/v1${path}`)).if).toBe(
      'contact.points >= 100 && contact.joined_at >= timestamp("2026-03-01T10:00:00.000Z")',
    )
    const page = await admin.open(path)
    expect(page).toContain('value="2026-03-01T10:00"')
    expect(page).not.toContain('<script>alert')
    expect(await admin.open('/segments')).toContain('at least')
  })

  it('counts and shows who is meant while it is put together, without keeping anything', async () => {
    const page = await shown({ ...ROWS, 'g0.r0.is': 'lt', verb: 'look' })
    expect(page).toContain('1 members')
    expect((await get('/api/v1/segments')).items.some(({ if: source }: { if: string }) => source.includes('<'))).toBe(
      false,
    )
  })

  it('adds, takes away and groups conditions without any script', async () => {
    const more = await shown({ ...ROWS, verb: 'add:0' })
    expect(more).toContain('name="g0.r1.field"')
    expect(more).toContain('value="100"')
    expect(await shown({ ...ROWS, verb: 'group' })).toContain('name="g1.r0.field"')
    expect(await shown({ ...ROWS, 'g0.r1.field': 'tags', 'g0.r1.is': 'has', verb: 'drop:0.0' })).not.toContain(
      'value="100"',
    )
  })

  it('offers the comparisons of the field that was chosen, and forgets what was compared with before', async () => {
    const page = await shown({ ...ROWS, 'g0.r0.field': 'tags', 'g0.r0.was': 'points', verb: 'draw' })
    expect(page).toContain('>has not</option>')
    expect(page).not.toContain('value="100"')
  })

  it('says at the row what is missing, and keeps what was typed', async () => {
    const response = await admin.send('/segments/new', { ...ROWS, 'g0.r0.value': 'many' })
    const page = await response.text()
    expect(response.status).toBe(400)
    expect(page).toContain('Write a number here')
    expect(page).toContain('value="many"')
    expect(page).toContain('value="Rich &lt;script')
  })

  it('leaves a condition that rows cannot show as it is', async () => {
    const source = 'contact.points + 1 > 2'
    const path = await kept({ name: 'odd', mode: 'expert', if: source })
    expect(await admin.open(path)).toContain(`${source.replace('>', '&gt;')}</textarea>`)
    const asked = await shown({ name: 'odd', mode: 'expert', if: source, verb: 'rows' }, path)
    expect(asked).toContain('more than rows can show')
    expect(asked).toContain('</textarea>')
  })

  it('says where an expression is wrong', async () => {
    const response = await admin.send('/segments/new', { name: 'wrong', mode: 'expert', if: 'contact.points >' })
    expect(response.status).toBe(400)
    expect(await response.text()).toContain('the expression ends too early')
  })

  it('is offered to a broadcast, and chosen when the way leads from it', async () => {
    const path = await kept({ ...ROWS, name: 'For a broadcast' })
    const id = path.split('/').at(-1)
    expect(await admin.open(`/broadcasts/new?segment=${id}`)).toMatch(
      new RegExp(`value="segment\\(&#39;${id}&#39;\\)" selected`),
    )
    expect(await admin.open(`/members?segment=${id}`)).toContain('For a broadcast')
  })
})

it('a form that is sent twice by a double click does once what it asks for', async () => {
  const before = (await get('/api/v1/segments')).items.length
  const fields = { ...ROWS, name: 'Twice', _once: 'one-showing-of-the-form' }
  const [one, two] = await Promise.all([admin.send('/segments/new', fields), admin.send('/segments/new', fields)])
  expect([one.status, two.status]).toEqual([303, 303])
  expect(one.headers.get('location')).toBe(two.headers.get('location'))
  expect((await get('/api/v1/segments')).items).toHaveLength(before + 1)
})
