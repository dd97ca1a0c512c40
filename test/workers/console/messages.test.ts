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

it('comes past what nobody can decide to what can be', async () => {
  await migrate()
  await sandbox('chat')
  const hello = { do: 'message.send', with: { text: 'Hello', category: 'transactional' } }
  await install({ id: 'hello', triggers: [{ on: 'member.joined' }], actions: [hello] })
  await happens('chat', 'eve', 'member.joined')
  await idle()
  const { id } = await contact('chat', 'eve')
  const { DB } = env as unknown as { DB: D1Database }
  await DB.prepare("UPDATE deliveries SET status = 'unknown' WHERE subject_id = ?").bind(id).run()
  const { results: columns } = await DB.prepare('PRAGMA table_info(deliveries)').all<{ name: string }>()
  const others = columns.map(({ name }) => name).filter((name) => !['seq', 'id', 'subject_id'].includes(name))
  const copy = `INSERT INTO deliveries (id, subject_id, ${others}) SELECT 'nobody-' || value, NULL, ${others}
    FROM deliveries, json_each(?) WHERE subject_id = ?`
  await DB.prepare(copy)
    .bind(JSON.stringify(Array.from({ length: 60 }, (_, i) => i)), id)
    .run()

  const admin = await visitor()
  await admin.send('/messages/verdict/retry?status=unknown', { _back: '/messages?status=unknown' })
  expect(await admin.open('/messages?status=unknown')).toContain('Decided: 1. Not possible: 60.')
  await idle()
  expect((await get(`/api/v1/messages?contact_id=${id}`)).items).toMatchObject([{ status: 'sent' }])
})
