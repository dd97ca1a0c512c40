import { env } from 'cloudflare:workers'
import { expect, it } from 'vitest'
import { contact, get, happens, idle, install, migrate, sandbox } from '../../world.ts'
import { visitor } from './visitor.ts'

it('offers a verdict on all that is unknown, and none where nothing needs one', async () => {
  await migrate()
  await sandbox('chat')
  const hello = { do: 'message.send', with: { text: 'Hello', category: 'transactional' } }
  await install({ id: 'hello', triggers: [{ on: 'member.joined' }], actions: [hello] })
  for (const user of ['ann', 'bob']) await happens('chat', user, 'member.joined')
  await idle()
  const { DB } = env as unknown as { DB: D1Database }
  await DB.prepare("UPDATE deliveries SET status = 'unknown'").run()

  const admin = await visitor({ language: 'zh-CN' })
  expect(await admin.open('/messages')).not.toContain('全部重新发送')
  const page = await admin.open('/messages?status=unknown&channel=chat')
  const [, to = ''] = /action="(\/messages\/verdict\/cancel[^"]*)"/.exec(page) ?? []
  await admin.send(to.replaceAll('&amp;', '&'), { _back: '/messages?status=unknown' })
  expect(await admin.open('/messages?status=unknown')).toContain('已决定 2 条。')
  const { id } = await contact('chat', 'ann')
  expect((await get(`/api/v1/messages?contact_id=${id}`)).items).toMatchObject([{ status: 'cancelled' }])
})
