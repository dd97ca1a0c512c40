import { env } from 'cloudflare:workers'
import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { CONTACTS_NOW } from '../../../workers/store/contact-count.ts'
import { contact, get, idle, migrate, sandbox } from '../../world.ts'

type Item = { id: string; name: string | null; tags: string[]; stage: string }

beforeAll(async () => {
  await migrate()
  await sandbox('term')
})

async function all(path: string): Promise<Item[]> {
  const items: Item[] = []
  for (let cursor = ''; ; ) {
    const page = await get(`/api/v1${path}${path.includes('?') ? '&' : '?'}limit=2${cursor}`)
    items.push(...page.items)
    if (page.next_cursor === null) return items
    cursor = `&cursor=${page.next_cursor}`
  }
}

const meet = (user: string, fields: object) =>
  get('/api/v1/contacts', { body: { identities: [{ channel: 'term', external_id: user }], ...fields } })
const search = async (q: string) => (await all(`/contacts?q=${encodeURIComponent(q)}`)).map(({ name }) => name)

test('finds names by how any word of them begins, in any script, and whoever is exactly that first', async () => {
  await meet('ada', { name: 'Ada King-Noel' })
  await meet('grace', { name: 'Grace Brewster Hopper' })
  await meet('ming', { name: '王小明' })
  await meet('elodie', { name: 'Élodie Durand' })
  await meet('anna', { name: 'Anna Annabel' })
  await meet('king', { name: 'King of the hill' })
  expect(await search('brewster h')).toEqual(['Grace Brewster Hopper'])
  expect(await search('HOPP')).toEqual(['Grace Brewster Hopper'])
  expect(await search('noel')).toEqual(['Ada King-Noel'])
  expect(await search('小明')).toEqual(['王小明'])
  expect(await search('ÉLO')).toEqual(['Élodie Durand'])
  expect(await search('ann')).toEqual(['Anna Annabel'])
  expect(await search('king')).toEqual(['King of the hill', 'Ada King-Noel'])
  expect(await search('opper')).toEqual([])
  const { id } = await contact('term', 'ming')
  await get(`/api/v1/contacts/${id}`, { method: 'PATCH', body: { name: '李小红' } })
  expect(await search('小明')).toEqual([])
  expect(await search('小红')).toEqual(['李小红'])
  expect((await all(`/contacts?q=ann&segment=${encodeURIComponent("contact.name != ''")}`)).length).toBe(1)
})

test('finds e-mail addresses and handles by how any part of them begins, page by page, each member once', async () => {
  await meet('wei_zhang', { name: 'Wei', email: 'li.chen@Example.org' })
  await meet('chen.bo@example.org', { name: 'Chen Bo', email: 'chen.bo@example.org' })
  await meet('99887766', { name: 'Number' })
  expect(await search('chen@')).toEqual(['Wei'])
  expect(await search('li.chen')).toEqual(['Wei'])
  expect(await search('CHEN')).toEqual(['Chen Bo', 'Wei'])
  expect((await search('example.org')).sort()).toEqual(['Chen Bo', 'Wei'])
  expect(await search('exa')).toHaveLength(2)
  expect(await search('zha')).toEqual(['Wei'])
  expect(await search('org')).toEqual([])
  expect(await search('hen@')).toEqual([])
  expect(await search('99887766')).toEqual(['Number'])
  const { id } = await contact('term', 'wei_zhang')
  await get(`/api/v1/contacts/${id}`, { method: 'PATCH', body: { email: 'wei@elsewhere.net' } })
  expect(await search('chen@')).toEqual([])
  expect(await search('elsewhere')).toEqual(['Wei'])
  await get(`/api/v1/contacts/${id}`, { method: 'DELETE' })
  expect(await search('zha')).toEqual([])
})

const user = fc.integer({ min: 0, max: 7 }).map((n) => `u${n}`)
const tags = fc.uniqueArray(fc.constantFrom('red', 'blue', "o'x", 'tag:red', '热'), { maxLength: 3 })
const step = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('tags' as const), user, tags }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('name' as const), user, name: fc.constantFrom('Bo Li', 'Li', 'Bo', '张三') }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('merge' as const), user, from: user }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('erase' as const), user }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('look' as const) }) },
) // biome-ignore format: one line a kind

test('lists by tag and by name exactly those who have them, whatever has happened to them since', async () => {
  const idOf = async (name: string): Promise<string | undefined> =>
    (await get(`/api/v1/contacts?channel=term&external_id=${name}`)).items[0]?.id
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 25 }), async (steps) => {
      for (const one of steps) {
        if (one.kind === 'look') await get('/api/v1/contacts?q=bo')
        else {
          const id = (await idOf(one.user)) ?? (await meet(one.user, {})).id
          const path = `/api/v1/contacts/${id}`
          if (one.kind === 'tags') await get(path, { method: 'PATCH', body: { tags: one.tags } })
          if (one.kind === 'name') await get(path, { method: 'PATCH', body: { name: one.name } })
          if (one.kind === 'erase') await get(path, { method: 'DELETE' })
          const from = one.kind === 'merge' ? await idOf(one.from) : undefined
          if (from !== undefined && from !== id) await get('/api/v1/contacts/merge', { body: { into: id, from } })
        }
      }
      await idle()
      const members = await all('/contacts')
      for (const tag of ['red', 'blue', "o'x", 'tag:red', '热']) {
        const listed = await all(`/contacts?segment=${encodeURIComponent(`${JSON.stringify(tag)} in contact.tags`)}`)
        const having = members.filter((member) => member.tags.includes(tag))
        expect(listed.map(({ id }) => id)).toEqual(having.map(({ id }) => id))
      }
      for (const q of ['li', '三']) {
        const having = members.filter(({ name }) => name?.toLowerCase().includes(q))
        expect((await all(`/contacts?q=${encodeURIComponent(q)}`)).map(({ id }) => id).sort()).toEqual(
          having.map(({ id }) => id).sort(),
        )
      }
      const { DB } = env as unknown as { DB: D1Database }
      const lost = 'SELECT count(*) AS n FROM terms WHERE subject_id NOT IN (SELECT id FROM subjects)'
      expect((await DB.prepare(`SELECT ${CONTACTS_NOW} AS n`).first<{ n: number }>())?.n).toBe(members.length)
      expect((await DB.prepare(lost).first<{ n: number }>())?.n).toBe(0)
    }),
    { numRuns: 6 },
  )
})
