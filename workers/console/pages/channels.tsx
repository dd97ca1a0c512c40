import { Hono } from 'hono'
import type * as v from 'valibot'
import type { ChannelAnswer } from '../../../schema/api/channels.ts'
import type { List as Listed } from '../api.ts'
import { show } from '../layout.tsx'
import { List } from '../parts/list.tsx'
import { refusal } from '../parts/refusal.tsx'
import type { Site } from '../site.ts'
import { fill, words } from '../words.ts'

const say = words({
  title: ['Channels', '渠道'],
  sub: ['Where members are: platforms and forms, in both directions.', '成员所在之处：平台与表单，双向收发。'],
  name: ['Name', '名称'],
  kind: ['Kind', '类型'],
  sends: ['Sends', '发送'],
  yes: ['receives and sends', '可收可发'],
  no: ['receives only', '仅接收'],
  missing: ['receives only: {what} is missing', '仅接收：缺少 {what}'],
  address: ['Its address for the platform', '平台回调地址'],
  empty: ['No channel yet', '还没有渠道'],
  emptySub: ['A channel is an address to which a platform posts what happens.', '渠道就是平台推送事件的地址。'],
})

type Channel = v.InferOutput<typeof ChannelAnswer>

export const channels = new Hono<Site>().get('/channels', async (c) => {
  const { visit } = c.var
  const w = say(visit.locale)
  const listed = await visit.api.get<Listed<Channel>>('/channels', { cursor: c.req.query('cursor') })
  if (listed.kind === 'refused') return refusal(c, listed)
  const origin = c.env.PUBLIC_URL ?? new URL(c.req.url).origin
  return show(c, {
    title: w.title,
    sub: w.sub,
    children: (
      <List
        visit={visit}
        label={w.title}
        items={listed.body.items}
        nextCursor={listed.body.next_cursor}
        empty={
          <>
            <h2>{w.empty}</h2>
            <p>{w.emptySub}</p>
          </>
        }
        columns={[
          { title: w.name, show: (one) => one.name },
          { title: w.kind, tight: true, show: (one) => one.kind },
          {
            title: w.sends,
            show: (one) => (one.can_send ? w.yes : one.missing ? fill(w.missing, { what: one.missing }) : w.no),
          },
          { title: w.address, show: (one) => <code>{`${origin}${one.hook_path}`}</code> },
        ]}
      />
    ),
  })
})
