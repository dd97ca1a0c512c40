import { beforeAll, expect, test } from 'vitest'
import { allTemplates } from '../../../workers/run/templates.ts'
import { contact, get, happens, idle, migrate, sandbox } from '../../world.ts'
import { answer, paged } from './api-world.ts'

beforeAll(async () => {
  await migrate()
})

test('the gallery is searched in both languages, by goal and by category, and read in pages', async () => {
  const ids = async (query: string) =>
    (await get(`/api/v1/templates?${query}`)).items.map(({ id }: { id: string }) => id)
  expect(await ids('limit=200')).toEqual(allTemplates().map(({ id }) => id))
  expect((await paged('/templates')).length).toBe(allTemplates().length)
  expect((await ids(`q=${encodeURIComponent('新人欢迎')}`))[0]).toBe('welcome')
  expect((await ids('q=WELCOME newcomers'))[0]).toBe('welcome')
  expect((await ids(`q=${encodeURIComponent('沉睡会员召回')}`))[0]).toBe('recall-dormant')
  expect((await ids(`q=${encodeURIComponent('生日祝福')}`))[0]).toBe('birthday')
  expect(await ids('q=nothing-is-called-so')).toEqual([])
  expect(await ids('goal=activation')).toContain('welcome')
  expect(await ids('category=newcomers')).toContain('welcome')
  expect((await answer('/templates?goal=fame')).status).toBe(400)
  expect((await get('/api/v1/templates?q=welcome&locale=zh-CN')).items[0]).toMatchObject({
    name: '新人欢迎',
    category: { id: 'newcomers', name: '新人' },
  })
})

test('a template explains itself: about, inputs, picture, conversation, and what is to be set up first', async () => {
  const told = await get('/api/v1/templates/welcome?locale=zh-CN')
  expect(told.about).toContain('# 新人欢迎')
  expect(told.picture).toMatch(/^<svg/)
  expect(told.conversation.find(({ from }: { from: string }) => from === 'us').text).toContain('欢迎小雨')
  expect(told.inputs.find(({ name }: { name: string }) => name === 'gift_points')).toMatchObject({
    type: 'integer',
    title: '入群见面礼积分',
    default: 10,
    required: false,
  })
  expect(told.setup[0]).toMatchObject({ kind: 'channel', required: true, ready: false })
  expect((await answer('/templates/none')).status).toBe(404)
})

test('is installed with its defaults in one request, remembers where it came from, and works', async () => {
  await sandbox('box')
  const made = await answer('/templates/welcome/install', { body: {} })
  expect(made.status).toBe(201)
  expect(made.body).toMatchObject({ id: 'welcome', status: 'active', version: 1, template: { id: 'welcome' } })
  expect(made.body.inputs).toMatchObject({ gift_points: 10 })
  expect(await get('/api/v1/templates/welcome')).toMatchObject({ installed: ['welcome'] })
  await happens('box', 'ann', 'member.joined')
  await idle()
  expect(await contact('box', 'ann')).toMatchObject({ points: 10 })
  const again = await answer('/templates/welcome/install', { body: {} })
  expect(again).toMatchObject({ status: 409, body: { errors: [{ path: 'workflow_id' }] } })
})

test('wrong inputs are refused where they are wrong, and nothing is made', async () => {
  const refused = await answer('/templates/welcome/install', {
    body: { workflow_id: 'other', inputs: { gift_points: -1, guide_url: 'no', gift_point: 3, group_channel: 'bix' } },
  })
  expect(refused.status).toBe(400)
  expect(refused.body.errors.map(({ path }: { path: string }) => path).sort()).toEqual([
    'inputs.gift_point',
    'inputs.gift_points',
    'inputs.guide_url',
  ])
  const unknown = await answer('/templates/welcome/install', {
    body: { workflow_id: 'other', inputs: { group_channel: 'bix' } },
  })
  expect(unknown.body.errors).toEqual([
    { path: 'inputs.group_channel', message: 'there is no channel `bix`', hint: 'did you mean `box`?' },
  ])
  expect((await answer('/workflows/other')).status).toBe(404)
  expect((await get('/api/v1/templates/welcome/choices')).inputs.group_channel).toMatchObject({
    options: [{ value: 'box', title: 'box (sandbox)' }],
    missing: null,
  })
})

test('a draft that is published later remembers what was given', async () => {
  const body = { workflow_id: 'later', inputs: { gift_points: 7 }, publish: false }
  expect((await answer('/templates/welcome/install', { body })).body).toMatchObject({ status: 'draft', version: null })
  await get('/api/v1/workflows/later/publish', { body: {} })
  expect((await get('/api/v1/workflows/later')).inputs.gift_points).toBe(7)
})

test('an upgrade says what changes, asks only what is new, keeps what was given, and says what becomes of runs', async () => {
  const { definition } = await get('/api/v1/templates/welcome')
  const { at_night: _, ...inputs } = definition.inputs
  const actions = definition.actions.filter(({ id }: { id: string }) => id !== 'night' && id !== 'in-group')
  const hello = { id: 'hello', do: 'message.send', with: { template: 'hello' } }
  const old = {
    ...definition,
    id: 'older',
    inputs: { ...inputs, gift_points: { ...inputs.gift_points, default: 5 } },
    actions: [hello, ...actions, { id: 'rest', wait: '30d' }],
    template: { ...definition.template, id: 'welcome', version: '0.9.0' },
  }
  await get('/api/v1/workflows/older', { method: 'PUT', body: old })
  await get('/api/v1/workflows/older/publish', { body: { inputs: { community: 'Tea' } } })
  await happens('box', 'ben', 'member.joined')
  await idle()
  const preview = await get('/api/v1/workflows/older/upgrade', { body: { preview: true } })
  expect(preview).toMatchObject({
    from: '0.9.0',
    to: '1.0.0',
    applied: false,
    version: null,
    problems: [],
    own_changes: [],
  })
  expect(preview.changes.map(({ path }: { path: string }) => path)).toContain('inputs.at_night')
  expect(preview.asks.map(({ name }: { name: string }) => name).sort()).toEqual(['at_night', 'gift_points'])
  expect(preview.inputs).toMatchObject({ community: 'Tea', gift_points: 10, at_night: false })
  expect(preview.scenarios.every(({ passed }: { passed: boolean }) => passed)).toBe(true)
  expect(preview.running).toMatchObject({ choice: 'keep', open: 1, text: expect.stringContaining('1 run') })
  expect((await get('/api/v1/workflows/older')).version).toBe(1)
  const wrong = await answer('/workflows/older/upgrade', { body: { inputs: { at_night: 'yes' } } })
  expect(wrong).toMatchObject({ status: 400, body: { errors: [{ path: 'inputs.at_night' }] } })
  const done = await get('/api/v1/workflows/older/upgrade', { body: { inputs: { at_night: true }, running: 'cancel' } })
  expect(done).toMatchObject({ applied: true, version: 2, running: { cancelled: 1, kept: 0 } })
  expect(await get('/api/v1/workflows/older')).toMatchObject({
    version: 2,
    inputs: { community: 'Tea', at_night: true },
    template: { id: 'welcome', version: '1.0.0' },
  })
  expect((await get('/api/v1/workflows/older/upgrade', { body: { preview: true } })).same).toBe(true)
})

test('an upgrade tells what was changed here since, and a workflow that came from no template has none', async () => {
  const { draft } = await get('/api/v1/workflows/older')
  const goal = { on: 'order.paid', within: '7d' }
  await get('/api/v1/workflows/older', { method: 'PUT', body: { ...draft, goal } })
  await get('/api/v1/workflows/older/publish', { body: {} })
  const preview = await get('/api/v1/workflows/older/upgrade', { body: { preview: true } })
  expect(preview.own_changes.map(({ part }: { part: string }) => part)).toContain('goal')
  await get('/api/v1/workflows/own', {
    method: 'PUT',
    body: { id: 'own', name: 'Own', triggers: [{ manual: true }], actions: [] },
  })
  expect((await answer('/workflows/own/upgrade', { body: {} })).status).toBe(409)
})

test('what was removed stays readable, and its name can be taken again', async () => {
  await get('/api/v1/workflows/welcome', { method: 'DELETE' })
  expect((await get('/api/v1/runs?workflow=welcome')).items.length).toBeGreaterThan(0)
  expect((await answer('/templates/welcome/install', { body: {} })).body).toMatchObject({ id: 'welcome', version: 2 })
})

test('every template is installed with its defaults in one request, tells what it still needs, and is up to date', async () => {
  for (const { id } of allTemplates()) {
    const made = await answer(`/templates/${id}/install`, { body: { workflow_id: `all-${id}` } })
    expect([id, made.status, made.body.status, made.body.errors]).toEqual([id, 201, 'active', undefined])
    for (const { text } of made.body.setup) expect(text).not.toBe('')
    const told = await get(`/api/v1/templates/${id}?locale=zh-CN`)
    expect([id, told.picture.startsWith('<svg'), told.scenarios.length >= 3]).toEqual([id, true, true])
    await get(`/api/v1/workflows/all-${id}`, { method: 'DELETE' })
  }
})
