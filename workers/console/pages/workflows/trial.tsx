import { Hono } from 'hono'
import type * as v from 'valibot'
import type { WorkflowAnswer } from '../../../../schema/api/workflows.ts'
import { isObject } from '../../../../schema/json.ts'
import type { SimulationAnswer } from '../../../../schema/simulation.ts'
import type { Answer } from '../../api.ts'
import { show } from '../../layout.tsx'
import { Flow } from '../../parts/flow.tsx'
import { Problems, refusal } from '../../parts/refusal.tsx'
import type { Page, Site, Visit } from '../../site.ts'
import { instantOf } from '../../wall-clock.ts'
import { words } from '../../words.ts'
import { Conversation } from './conversation.tsx'

const say = words({
  workflows: ['Workflows', '工作流'],
  title: ['Try it', '试运行'],
  sub: [
    'What would happen to one member, at which time. Nothing is sent.',
    '模拟一位成员会经历什么、在什么时间。不会真的发送。',
  ],
  name: ['Name', '姓名'],
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
  wrongLine: ['This line is not “day time event {data}”', '这一行不是“第几天 时间 事件 {数据}”'],
})

type Workflow = v.InferOutput<typeof WorkflowAnswer>
export type Simulation = v.InferOutput<typeof SimulationAnswer>

/** Play a workflow for a made-up member: its draft, on a day of one's choice. */
export const trial = new Hono<Site>().get('/workflows/:id/try', async (c) => {
  const { visit } = c.var
  const found = await visit.api.get<Workflow>(`/workflows/${encodeURIComponent(c.req.param('id'))}`)
  if (found.kind === 'refused') return refusal(c, found)
  return page(c, found.body)
})

type Asked = {
  name: string
  locale: string
  zone: string
  from: string
  time: string
  days: string
  event: string
  data: string
  more: string
}

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
      { title: id, path: `/workflows/${id}` },
    ],
    children: (
      <div class="grid">
        <div>
          <form class="card" method="get">
            <div class="filters">
              <Input label={w.name} name="name" value={asked.name} />
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
          <Problems refused={played?.kind === 'refused' ? played : undefined} />
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

function defaults(visit: Visit, draft: unknown): Asked {
  const today = new Date(visit.nowMs).toISOString().slice(0, 10)
  const triggers = isObject(draft) && Array.isArray(draft.triggers) ? draft.triggers : []
  const on = triggers.flatMap((one) => (isObject(one) && typeof one.on === 'string' ? [one.on] : []))[0]
  const name = visit.locale === 'zh-CN' ? '李雷' : 'Ada'
  return {
    name,
    locale: visit.locale,
    zone: visit.zone,
    from: today,
    time: '10:00',
    days: '14',
    event: on ?? '',
    data: '{}',
    more: '',
  }
}

async function play(
  visit: Visit,
  { draft, inputs, asked }: { draft: unknown; inputs: unknown; asked: Asked },
): Promise<Answer<Simulation>> {
  const at = (day: number, time: string) => instantOf(`${asked.from}T${time}`, asked.zone, day)
  const from = at(0, asked.time)
  const until = at(Number(asked.days) || 14, asked.time)
  const events = asked.event === '' ? [] : [{ at: from, type: asked.event, data: parsed(asked.data) }]
  for (const line of asked.more
    .split('\n')
    .map((one) => one.trim())
    .filter(Boolean)) {
    const [, day = '', time = '', type = '', data] = /^(\d+)\s+(\d{1,2}:\d{2})\s+(\S+)\s*(\{.*\})?$/.exec(line) ?? []
    if (type === '')
      return {
        kind: 'refused',
        status: 400,
        detail: say(visit.locale).wrongLine,
        errors: [{ path: '', message: line }],
      }
    events.push({ at: at(Number(day), time.padStart(5, '0')), type, data: parsed(data ?? '{}') })
  }
  const contact = { name: asked.name, locale: asked.locale, timezone: asked.zone }
  const starts = asked.event === '' ? [{ at: from }] : []
  return visit.api.send('POST', '/workflows/simulate', {
    definition: draft,
    ...(isObject(inputs) && { inputs }),
    contact,
    events,
    starts,
    from,
    until,
  })
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text || '{}')
  } catch {
    return text
  }
}
