import * as v from 'valibot'
import { isObject } from '../../../../schema/json.ts'
import { SimulatedContact, type SimulationAnswer } from '../../../../schema/simulation.ts'
import type { Answer } from '../../api.ts'
import { findMember } from '../../find-member.ts'
import type { Visit } from '../../site.ts'
import { instantOf } from '../../wall-clock.ts'
import { words } from '../../words.ts'

const say = words({
  wrongLine: ['This line is not “day time event {data}”', '这一行不是“第几天 时间 事件 {数据}”'],
})

export type Simulation = v.InferOutput<typeof SimulationAnswer>

/** What somebody wants to see played: a made-up member, from when, and what happens. */
export type Asked = {
  name: string
  /** Somebody who is there, by name or id; without it somebody is made up. */
  member: string
  locale: string
  zone: string
  from: string
  time: string
  days: string
  event: string
  data: string
  more: string
}

/** A member of the reader's language to whom the first thing happens that the definition listens to. */
export function defaults(visit: Visit, draft: unknown): Asked {
  const today = new Date(visit.nowMs).toISOString().slice(0, 10)
  const triggers = isObject(draft) && Array.isArray(draft.triggers) ? draft.triggers : []
  const on = triggers.flatMap((one) => (isObject(one) && typeof one.on === 'string' ? [one.on] : []))[0]
  const name = visit.locale === 'zh-CN' ? '李雷' : 'Ada'
  return {
    name,
    member: '',
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

/** Play a definition as the product would. */
export async function play(
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
  const real = asked.member === '' ? undefined : await realMember(visit, asked.member)
  if (real?.kind === 'refused') return real
  const contact = real?.body ?? { name: asked.name, locale: asked.locale, timezone: asked.zone }
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

/** What is known of a member, as far as it can be played with. */
async function realMember(visit: Visit, text: string): Promise<Answer<Record<string, unknown>>> {
  const found = await findMember(visit, text)
  if (found.kind === 'unclear') return { kind: 'refused', status: 400, detail: found.why, errors: [] }
  const answer = await visit.api.get<Record<string, unknown>>(`/contacts/${encodeURIComponent(found.id)}`)
  if (answer.kind === 'refused') return answer
  return { ...answer, body: v.parse(Playable, answer.body) }
}

const Playable = v.object(SimulatedContact.entries)

function parsed(text: string): unknown {
  try {
    return JSON.parse(text || '{}')
  } catch {
    return text
  }
}
