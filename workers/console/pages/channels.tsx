import { Hono } from 'hono'
import type * as v from 'valibot'
import type { ChannelAnswer } from '../../../schema/api/channels.ts'
import type { List as Listed } from '../api.ts'
import { show } from '../layout.tsx'
import { List } from '../parts/list.tsx'
import { refusal } from '../parts/refusal.tsx'
import type { Site } from '../site.ts'
import { fill, local, words } from '../words.ts'
import { channel } from './channels/channel.tsx'
import { type Kind, kindsOf } from './channels/kinds.ts'

const say = words({
  title: ['Channels', '渠道'],
  sub: ['Where members are: platforms and forms, in both directions.', '成员所在之处：平台与表单，双向收发。'],
  name: ['Name', '名称'],
  kind: ['Kind', '类型'],
  sends: ['Can', '能力'],
  yes: ['receives and sends', '可收可发'],
  no: ['receives only', '仅接收'],
  missing: ['receives only: {what} is missing', '仅接收：缺少 {what}'],
  address: ['Its address for the platform', '平台回调地址'],
  add: ['Add a channel', '添加渠道'],
  choose: ['Choose a platform or form', '选择平台或表单'],
  both: ['receives and sends', '可收可发'],
  empty: ['No channel yet', '还没有渠道'],
  emptySub: ['A channel is an address to which a platform posts what happens.', '渠道就是平台推送事件的地址。'],
})

type Channel = v.InferOutput<typeof ChannelAnswer>

export const channels = new Hono<Site>()
  .get('/channels', async (c) => {
    const { visit } = c.var
    const w = say(visit.locale)
    const [listed, kinds] = await Promise.all([
      visit.api.get<Listed<Channel>>('/channels', { cursor: c.req.query('cursor') }),
      kindsOf(visit),
    ])
    if (listed.kind === 'refused') return refusal(c, listed)
    const origin = c.env.PUBLIC_URL ?? new URL(c.req.url).origin
    const add = (
      <a class="button first" href="/channels/add">
        {w.add}
      </a>
    )
    return show(c, {
      title: w.title,
      sub: w.sub,
      acts: add,
      children: (
        <List
          visit={visit}
          label={w.title}
          items={listed.body.items}
          nextCursor={listed.body.next_cursor}
          empty={{ title: w.empty, sub: w.emptySub, acts: add }}
          columns={[
            { title: w.name, show: (one) => <a href={`/channels/${one.id}`}>{one.name}</a> },
            { title: w.kind, tight: true, show: (one) => local(kinds.get(one.kind)?.title, visit.locale) || one.kind },
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
  .get('/channels/add', async (c) => {
    const { visit } = c.var
    const w = say(visit.locale)
    const kinds = await kindsOf(visit)
    return show(c, {
      title: w.add,
      sub: w.choose,
      crumbs: [{ title: w.title, path: '/channels' }],
      children: (
        <ul class="tiles">
          {[...kinds.values()].map((kind: Kind) => (
            <li>
              <a class="tile" href={`/channels/add/${kind.kind}`}>
                <strong>{local(kind.title, visit.locale)}</strong>
                <span class="quiet">{kind.can_send ? w.both : w.no}</span>
              </a>
            </li>
          ))}
        </ul>
      ),
    })
  })
  .route('/', channel)
