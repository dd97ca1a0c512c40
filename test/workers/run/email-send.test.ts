import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { ask, get, idle, install, migrate, sandbox } from '../../world.ts'

type Mail = { key: string | null; body: { to: string[]; subject: string; text: string } }

const mails: Mail[] = []

beforeAll(async () => {
  await migrate()
  vi.stubGlobal('fetch', async (input: RequestInfo, init?: RequestInit) => {
    const request = new Request(input, init)
    mails.push({ key: request.headers.get('idempotency-key'), body: await request.json() })
    return Response.json({ id: `e-${mails.length}` })
  })
  await sandbox('club')
  const mail = { kind: 'email', config: { from: 'hello@club.example' }, secrets: { api_key: 're_1' } }
  await get('/api/v1/channels/mail', { method: 'PUT', body: mail })
  await install({
    id: 'greets',
    triggers: [{ on: 'member.joined' }],
    actions: [
      {
        id: 'hello',
        do: 'message.send',
        with: { channel: 'mail', text: 'Welcome, {{contact.name}}!\n\nGood to have you.', category: 'transactional' },
      },
    ],
  })
})
afterAll(() => vi.unstubAllGlobals())

async function joins(user: object): Promise<void> {
  const body = { id: JSON.stringify(user), type: 'member.joined', user }
  await (await ask('/hooks/club', { key: null, body })).text()
  await idle()
}

test('mails a contact at the address that they are known by, once', async () => {
  await joins({ id: 'ann', name: 'Ann', email: 'ann@example.com' })
  await joins({ id: 'ann', name: 'Ann', email: 'ann@example.com' })
  expect(mails).toEqual([
    {
      key: expect.stringMatching(/:hello:0$/),
      body: expect.objectContaining({
        to: ['ann@example.com'],
        subject: 'Welcome, Ann!',
        text: 'Welcome, Ann!\n\nGood to have you.',
      }),
    },
  ])
  const { items } = await get('/api/v1/messages?channel=mail')
  expect(items).toMatchObject([{ status: 'sent', to: 'ann@example.com', provider_id: 'e-1' }])
})

test('leaves out whoever has no address, and says so', async () => {
  mails.splice(0)
  await joins({ id: 'bo', name: 'Bo' })
  expect(mails).toEqual([])
  expect((await get('/api/v1/messages?channel=mail&status=skipped')).items).toMatchObject([{ reason: 'no channel' }])
})
