import { beforeAll, describe, expect, it } from 'vitest'
import { get, idle } from '../../world.ts'
import { firstVisitor, type Visitor } from './visitor.ts'

let admin: Visitor
let member = ''

beforeAll(async () => {
  admin = await firstVisitor()
  member = (await get('/api/v1/contacts')).items[0].id
})

async function made(title: string): Promise<string> {
  const response = await admin.send('/contributions/new', { member, title, text: '<script>alert(1)</script>' })
  if (response.status !== 303) throw new Error(await response.text())
  await idle()
  return response.headers.get('location') ?? ''
}

describe('contributions', () => {
  it('are written down, wait among those to grade, and leave them with their grade', async () => {
    const path = await made('Tea for beginners')
    expect(await admin.open('/contributions')).toContain('Tea for beginners')
    expect(await admin.open(path)).not.toContain('<script>alert')
    await admin.send(`${path}/grade`, { grade: '4', featured: 'true', note: 'well done' })
    expect(await get(`/api/v1${path}`)).toMatchObject({ grade: 4, status: 'graded', note: 'well done' })
    expect(await admin.open('/contributions')).not.toContain('Tea for beginners')
    expect(await admin.open('/contributions?status=graded')).toContain('4 of 5')
  })

  it('are featured or rejected, once', async () => {
    const path = await made('A second one')
    await admin.send(`${path}/reject`, { note: 'copied' })
    expect(await get(`/api/v1${path}`)).toMatchObject({ status: 'rejected', note: 'copied' })
    const again = await admin.send(`${path}/grade`, { grade: '5' })
    expect(again.status).toBe(400)
  })

  it('keep what was typed when something is missing', async () => {
    const path = await made('A third one')
    const without = await admin.send(`${path}/grade`, { note: 'almost <b>' })
    expect(without.status).toBe(400)
    const page = await without.text()
    expect(page).toContain('Choose a grade.')
    expect(page).toContain('almost &lt;b&gt;')
    const nobody = await admin.send('/contributions/new', { member: 'nobody-at-all', title: 'Kept' })
    expect(await nobody.text()).toMatch(/No member is found[\s\S]*value="Kept"/)
  })
})
