import { beforeAll, expect, it } from 'vitest'
import { get, happens, idle, install, migrate, sandbox } from '../../world.ts'
import { answer, paged } from './api-world.ts'

beforeAll(async () => {
  await migrate()
  await sandbox('library')
})

const put = (id: string, text: unknown) => answer(`/texts/${id}`, { method: 'PUT', body: { text } })

it('shared texts are kept by name and locale', async () => {
  expect((await put('hello', { en: 'Hello', 'zh-CN': '你好' })).status).toBe(201)
  expect(await put('bye', 'Bye {{contact.name}}')).toMatchObject({ status: 201, body: { id: 'bye', text: 'Bye {{contact.name}}' } })
  expect(await put('hello', { en: 'Hello there', 'zh-CN': '你好' })).toMatchObject({ status: 200 })
  expect((await answer('/texts/hello')).body.text).toEqual({ en: 'Hello there', 'zh-CN': '你好' })
  expect(await paged('/texts')).toMatchObject([{ id: 'bye' }, { id: 'hello' }])
  expect((await answer('/texts/bye', { method: 'DELETE' })).status).toBe(204)
  expect((await answer('/texts/bye')).status).toBe(404)
  expect((await answer('/texts/bye', { method: 'DELETE' })).status).toBe(404)
}) // biome-ignore format: one guarantee

it.each([
  ['a template that is none', { en: '{{#if}' }, 'text.en'],
  ['a field that does not exist', { en: 'Hi {{contact.nmae}}' }, 'text.en'],
  ['a helper that does not exist', 'Hi {{uper contact.name}}', 'text'],
  ['a secret', '{{secrets.KEY}}', 'text'],
  ['no locale', { 'no locale': 'Hi' }, 'text.no locale'],
])('refuses %s, with its place', async (_what, text, path) => {
  const refused = await put('wrong', text)
  expect(refused.status).toBe(400)
  expect(refused.body.errors[0].path).toBe(path)
})

it('a change holds from the next message on', async () => {
  await put('note', 'first')
  await install({
    id: 'says',
    triggers: [{ on: 'custom.say' }],
    settings: { category: 'transactional' },
    actions: [{ do: 'message.send', with: { template: 'note' } }],
  })
  await happens('library', 'ann', 'custom.say')
  await idle()
  await put('note', 'second')
  await happens('library', 'ann', 'custom.say')
  await idle()
  const { items } = await get('/api/v1/messages')
  expect(items.map(({ text }: { text: string }) => text).sort()).toEqual(['first', 'second'])
})

const draft = (given: object) => ({
  id: 'typo',
  name: 'typo',
  triggers: [{ on: 'x' }],
  actions: [{ do: 'message.send', with: given }],
})

it.each([
  ['template', { template: 'helo' }, 'actions[0].with.template'],
  ['{{t}}', { text: '{{t "helo"}}' }, 'actions[0].with.text'],
])('a name that is neither a text of the workflow nor in the library is refused, with the nearest: %s', async (_what, given, path) => {
  const { body } = await answer('/workflows/validate', { body: draft(given) })
  expect(body).toMatchObject({ valid: false, errors: [{ path, line: expect.any(Number), hint: 'did you mean `hello`?' }] })
  expect((await answer('/workflows/typo', { method: 'PUT', body: draft(given) })).status).toBe(400)
}) // biome-ignore format: one guarantee

it('a simulation says what the library says', async () => {
  const body = {
    definition: { ...draft({ template: 'hello' }), settings: { category: 'transactional' } },
    contact: { locale: 'zh-CN' },
    events: [{ at: '2026-01-05T09:00:00Z', type: 'x' }],
    from: '2026-01-05T09:00:00Z',
    until: '2026-01-06T09:00:00Z',
  }
  expect((await answer('/workflows/simulate', { body })).body.messages).toMatchObject([{ text: '你好' }])
})
