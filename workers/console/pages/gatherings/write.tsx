import { Hono } from 'hono'
import type * as v from 'valibot'
import type { GatheringDetail } from '../../../../schema/api/gatherings.ts'
import type { Refused } from '../../api.ts'
import { type Form, formOf } from '../../form.ts'
import { show } from '../../layout.tsx'
import { CheckField, TextField } from '../../parts/fields.tsx'
import { LocalFields, localFrom } from '../../parts/local-fields.tsx'
import { Problems, refusal, wrongIn } from '../../parts/refusal.tsx'
import { Csrf } from '../../parts/send-button.tsx'
import type { Page, Site, Visit } from '../../site.ts'
import { idFrom } from '../../slug.ts'
import { done } from '../../visit.ts'
import { instantOf, wallOf } from '../../wall-clock.ts'
import { fill, words } from '../../words.ts'

const say = words({
  events: ['Events', '活动'],
  title: ['Plan an event', '新建活动'],
  change: ['Change the event', '修改活动'],
  name: ['Name', '名称'],
  description: ['What it is about', '活动介绍'],
  place: ['Place, or link', '地点或链接'],
  starts: ['Starts', '开始时间'],
  ends: ['Ends', '结束时间'],
  zone: ['On the clocks of {zone}', '按 {zone} 的时间'],
  capacity: ['Seats', '名额'],
  capacityHint: ['Left empty: as many as want to come', '留空表示不限名额'],
  waitlist: ['Whoever comes too late may wait for a seat', '满员后可以候补'],
  code: ['Check-in code', '签到码'],
  codeHint: ['Members say it when they come. Left empty, one is made.', '成员到场时报出此码。留空则自动生成。'],
  save: ['Save', '保存'],
  saved: [
    'Kept. Whoever has a seat hears of another time or place.',
    '已保存。若时间或地点有变，已报名的成员会收到通知。',
  ],
})

type Gathering = v.InferOutput<typeof GatheringDetail>
type Body = Record<string, unknown>

/** Plan an event, or change one. */
export const writing = new Hono<Site>()
  .get('/gatherings/new', (c) => page(c, { waitlist: true }))
  .post('/gatherings/new', (c) => save(c, undefined))
  .get('/gatherings/:id/edit', async (c) => {
    const found = await c.var.visit.api.get<Gathering>(`/gatherings/${encodeURIComponent(c.req.param('id'))}`)
    return found.kind === 'refused' ? refusal(c, found) : page(c, found.body)
  })
  .post('/gatherings/:id/edit', (c) => save(c, c.req.param('id')))

async function save(c: Page, known: string | undefined): Promise<Response> {
  const { visit } = c.var
  const form = await formOf(c)
  const body = bodyOf(visit, form)
  const id = known ?? idFrom(form.text('name:en') || form.text('name:zh-CN'), 'event', visit)
  const kept = await visit.api.send<Gathering>('PUT', `/gatherings/${encodeURIComponent(id)}`, body)
  if (kept.kind === 'refused') return page(c, body, kept)
  return done(c, `/gatherings/${encodeURIComponent(kept.body.id)}`, say(visit.locale).saved)
}

function bodyOf(visit: Visit, form: Form): Body {
  const [place, ends, capacity, code] = ['place', 'ends_at', 'capacity', 'code'].map((name) => form.text(name))
  return {
    name: localFrom(form, 'name') ?? '',
    description: localFrom(form, 'description') ?? null,
    place: place || null,
    starts_at: instantOf(form.text('starts_at').slice(0, 16), visit.zone),
    ends_at: ends ? instantOf(ends.slice(0, 16), visit.zone) : null,
    capacity: capacity ? Number(capacity) : null,
    waitlist: form.text('waitlist') === 'true',
    code: code || null,
  }
}

function page(c: Page, given: Body, refused?: Refused): Response | Promise<Response> {
  const { visit } = c.var
  const w = say(visit.locale)
  const wrong = wrongIn(visit, refused)
  const text = (name: string) => (given[name] === null || given[name] === undefined ? '' : String(given[name]))
  const zone = fill(w.zone, { zone: visit.zone })
  return show(
    c,
    {
      title: c.req.param('id') === undefined ? w.title : w.change,
      crumbs: [{ title: w.events, path: '/gatherings' }],
      children: (
        <form method="post" class="card narrow">
          <Csrf visit={visit} />
          <Problems visit={visit} refused={refused} />
          <LocalFields visit={visit} name="name" label={w.name} value={given.name} required wrong={wrong.get('name')} />
          <LocalFields
            visit={visit}
            name="description"
            label={w.description}
            value={given.description}
            isLong
            wrong={wrong.get('description')}
          />
          <TextField visit={visit} name="place" label={w.place} value={text('place')} wrong={wrong.get('place')} />
          <TextField
            visit={visit}
            name="starts_at"
            type="datetime-local"
            label={w.starts}
            hint={zone}
            required
            value={wallOf(text('starts_at'), visit.zone)}
            wrong={wrong.get('starts_at')}
          />
          <TextField
            visit={visit}
            name="ends_at"
            type="datetime-local"
            label={w.ends}
            value={wallOf(text('ends_at'), visit.zone)}
            wrong={wrong.get('ends_at') ?? wrong.get('')}
          />
          <TextField
            visit={visit}
            name="capacity"
            type="number"
            min="0"
            label={w.capacity}
            hint={w.capacityHint}
            value={text('capacity')}
            wrong={wrong.get('capacity')}
          />
          <CheckField visit={visit} name="waitlist" label={w.waitlist} checked={given.waitlist === true} />
          <TextField
            visit={visit}
            name="code"
            label={w.code}
            hint={w.codeHint}
            value={text('code')}
            wrong={wrong.get('code')}
          />
          <button type="submit" class="first">
            {w.save}
          </button>
        </form>
      ),
    },
    refused ? 400 : 200,
  )
}
