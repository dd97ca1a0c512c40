import { Hono } from 'hono'
import type * as v from 'valibot'
import type { WorkflowAnswer } from '../../../../schema/api/workflows.ts'
import { isObject } from '../../../../schema/json.ts'
import { show } from '../../layout.tsx'
import { Flow } from '../../parts/flow.tsx'
import { Problems, refusal } from '../../parts/refusal.tsx'
import type { Page, Site } from '../../site.ts'
import { local, words } from '../../words.ts'
import { Conversation } from './conversation.tsx'
import { type Asked, defaults, play } from './play.ts'

const say = words({
  workflows: ['Workflows', '工作流'],
  title: ['Try it', '试运行'],
  sub: [
    'What would happen to one member, at which time. Nothing is sent.',
    '模拟一位成员会经历什么、在什么时间。不会真的发送。',
  ],
  name: ['Name', '姓名'],
  member: ['Or as a member who is there', '或指定一位真实成员'],
  locale: ['Language', '语言'],
  zone: ['Time zone', '时区'],
  from: ['Begins on', '开始日期'],
  time: ['at', '时间'],
  days: ['Days', '天数'],
  event: ['What happens first', '首先发生的事件'],
  data: ['Its data, as JSON', '事件数据（JSON）'],
  more: [
    'What happens later: one a line, “day time event {data}”',
    '之后发生的事：每行一个，“第几天 时间 事件 {数据}”',
  ],
  example: ['2 10:30 message.received {"text":"hi"}', '2 10:30 message.received {"text":"你好"}'],
  go: ['Play', '播放'],
})

type Workflow = v.InferOutput<typeof WorkflowAnswer>

/** Play a workflow for a made-up member: its draft, on a day of one's choice. */
export const trial = new Hono<Site>().get('/workflows/:id/try', async (c) => {
  const { visit } = c.var
  const found = await visit.api.get<Workflow>(`/workflows/${encodeURIComponent(c.req.param('id'))}`)
  if (found.kind === 'refused') return refusal(c, found)
  return page(c, found.body)
})

async function page(c: Page, { id, draft, inputs }: Workflow): Promise<Response> {
  const { visit } = c.var
  const w = say(visit.locale)
  const asked = { ...defaults(visit, draft), ...c.req.query() } as Asked
  const played = c.req.query('days') === undefined ? undefined : await play(visit, { draft, inputs, asked })
  const simulation = played?.kind === 'ok' ? played.body : undefined
  return show(c, {
    title: w.title,
    sub: w.sub,
    crumbs: [
      { title: w.workflows, path: '/workflows' },
      { title: (isObject(draft) && local(draft.name, visit.locale)) || id, path: `/workflows/${id}` },
    ],
    children: (
      <div class="grid">
        <div>
          <form class="card" method="get">
            <div class="filters">
              <Input label={w.name} name="name" value={asked.name} />
              <Input label={w.member} name="member" value={asked.member} />
              <label>
                {w.locale}
                <select name="locale">
                  {['en', 'zh-CN'].map((one) => (
                    <option value={one} selected={one === asked.locale}>
                      {one}
                    </option>
                  ))}
                </select>
              </label>
              <Input label={w.zone} name="zone" value={asked.zone} />
              <Input label={w.from} name="from" value={asked.from} type="date" />
              <Input label={w.time} name="time" value={asked.time} type="time" />
              <Input label={w.days} name="days" value={asked.days} type="number" />
            </div>
            <div class="field">
              <label for="event">{w.event}</label>
              <input id="event" name="event" value={asked.event} />
            </div>
            <div class="field">
              <label for="data">{w.data}</label>
              <textarea id="data" name="data" class="mono" rows={2}>
                {asked.data}
              </textarea>
            </div>
            <div class="field">
              <label for="more">{w.more}</label>
              <textarea id="more" name="more" class="mono" placeholder={w.example}>
                {asked.more}
              </textarea>
            </div>
            <button type="submit" class="first">
              {w.go}
            </button>
          </form>
          <Problems visit={visit} refused={played?.kind === 'refused' ? played : undefined} />
          {simulation && <Conversation visit={visit} simulation={simulation} zone={asked.zone} />}
        </div>
        <Flow visit={visit} definition={draft} {...(simulation && { counts: simulation.coverage })} />
      </div>
    ),
  })
}

function Input({ label, name, value, type = 'text' }: { label: string; name: string; value: string; type?: string }) {
  return (
    <label>
      {label}
      <input name={name} value={value} type={type} {...(type === 'number' && { min: '1', max: '366' })} />
    </label>
  )
}
