import { Hono } from 'hono'
import type { Refused } from '../../api.ts'
import { formOf } from '../../form.ts'
import { show } from '../../layout.tsx'
import { AreaField, TextField } from '../../parts/fields.tsx'
import { problemWords } from '../../parts/problem-words.ts'
import { Problems, refusal } from '../../parts/refusal.tsx'
import { Csrf, SendButton } from '../../parts/send-button.tsx'
import type { Page, Site } from '../../site.ts'
import { idFrom } from '../../slug.ts'
import { done } from '../../visit.ts'
import { words } from '../../words.ts'
import { type Now, OnCall, type Rota } from '../rotas.tsx'
import { type Fields, fieldsOf, rotaFrom } from './fields.ts'
import { Week } from './week.tsx'

const say = words({
  rotas: ['Rotas', '值班表'],
  title: ['Set up a rota', '新建值班表'],
  name: ['Name', '名称'],
  zone: ['Time zone of its clock', '时区'],
  people: ['People', '人员'],
  peopleHint: [
    'One a line: a short name, then how to reach them: the channel and their id on it, or their member id. “lin wecom zhang.lin”, “ada c1abc…”',
    '每行一人：简称，然后是联系方式：渠道和其在该渠道的 ID，或成员 ID。例如“lin wecom zhang.lin”、“ada c1abc…”',
  ],
  lines: ['Who is called, line by line', '逐线通知'],
  linesHint: [
    'One shift a line: “1 mon-fri 09:00-18:00 ada, lin”. The number is the line; without days and hours they are always on call; “2 everyone” calls all.',
    '每行一班：“1 mon-fri 09:00-18:00 ada, lin”。数字是第几线；不写日期和时间表示一直值班；“2 everyone” 表示通知所有人。',
  ],
  holidays: ['Holidays', '节假日'],
  holidaysHint: [
    'One a line: the day, and who is on call then: “2026-10-01 lin”',
    '每行一天：日期和当天值班的人：“2026-10-01 lin”',
  ],
  change: ['The rota', '排班'],
  save: ['Save', '保存'],
  saved: ['Kept. Calls follow it from now on.', '已保存，之后的告警按此通知。'],
  remove: ['Remove', '删除'],
  sure: ['Remove this rota? Alerts that name it call nobody then.', '确定删除？使用它的告警将无人通知。'],
  removed: ['The rota is removed.', '值班表已删除。'],
  rotationHint: [
    'Taking turns: “1 every week from 2026-01-05 09:00 ada, lin”, also “every day” or “every 3 days”.',
    '轮换：“1 every week from 2026-01-05 09:00 ada, lin”，也可用 every day 或 every 3 days。',
  ],
  overrides: ['Stand-ins', '临时替班'],
  overridesHint: [
    'One a line: from, until, the line, and who instead: “2026-03-01T09:00 2026-03-02T09:00 1 lin”. On the clock of the rota.',
    '每行一条：开始、结束、第几线、由谁替班：“2026-03-01T09:00 2026-03-02T09:00 1 lin”，按值班表时区。',
  ],
})

/** One rota: who is on call now, the week, and the form that changes it. */
export const rota = new Hono<Site>()
  .get('/rotas/new', (c) => write(c, { fields: { zone: c.var.visit.zone } }))
  .post('/rotas/new', save)
  .get('/rotas/:id', async (c) => {
    const found = await c.var.visit.api.get<Rota>(pathOf(c))
    return found.kind === 'refused' ? refusal(c, found) : write(c, { fields: fieldsOf(found.body), known: found.body })
  })
  .post('/rotas/:id', save)
  .post('/rotas/:id/remove', async (c) => {
    const answer = await c.var.visit.api.send('DELETE', pathOf(c))
    if (answer.kind === 'refused') return done(c, '/rotas', problemWords(c.var.visit, answer.detail), 'bad')
    return done(c, '/rotas', say(c.var.visit.locale).removed)
  })

function pathOf(c: Page): string {
  return `/rotas/${encodeURIComponent(c.req.param('id') ?? '')}`
}

async function save(c: Page): Promise<Response> {
  const { visit } = c.var
  const form = await formOf(c)
  const known = c.req.param('id') === undefined ? undefined : await visit.api.get<Rota>(pathOf(c))
  if (known?.kind === 'refused') return refusal(c, known)
  const fields: Fields = Object.fromEntries(
    ['name', 'zone', 'people', 'lines', 'holidays', 'overrides'].map((name) => [name, form.text(name)]),
  )
  const read = rotaFrom(fields, known?.body)
  const shown = { fields, ...(known && { known: known.body }) }
  if (read.kind === 'unread')
    return write(c, {
      ...shown,
      refused: {
        kind: 'refused',
        status: 400,
        detail: '',
        errors: read.lines.map(({ field, line }) => ({ path: field, message: line })),
      },
    })
  const id = c.req.param('id') ?? idFrom(fields.name ?? '', 'rota', visit)
  const kept = await visit.api.send<Rota>('PUT', `/rotas/${encodeURIComponent(id)}`, read.rota)
  if (kept.kind === 'refused') return write(c, { ...shown, refused: kept })
  return done(c, `/rotas/${encodeURIComponent(id)}`, say(visit.locale).saved)
}

type Shown = { fields: Fields; known?: Rota; refused?: Refused }

async function write(c: Page, { fields, known, refused }: Shown): Promise<Response> {
  const { visit } = c.var
  const w = say(visit.locale)
  const now = known && (await visit.api.get<Now>(`/rotas/${encodeURIComponent(known.id)}/now`))
  const wrong = (name: string) => refused?.errors.find(({ path }) => path === name || path.startsWith(name))?.message
  return show(
    c,
    {
      title: known ? (known.name ?? known.id) : w.title,
      crumbs: [{ title: w.rotas, path: '/rotas' }],
      acts: known && (
        <SendButton visit={visit} to={`/rotas/${encodeURIComponent(known.id)}/remove`} confirm={w.sure} class="danger">
          {w.remove}
        </SendButton>
      ),
      children: (
        <>
          {known && (
            <div class="grid">
              {now?.kind === 'ok' && (
                <section class="card">
                  <OnCall visit={visit} now={now.body} />
                </section>
              )}
              <Week visit={visit} rota={known} />
            </div>
          )}
          <form class="card narrow" method="post">
            <Csrf visit={visit} />
            {known && <h2>{w.change}</h2>}
            <Problems visit={visit} refused={refused} />
            <TextField visit={visit} name="name" label={w.name} value={fields.name} required wrong={wrong('name')} />
            <TextField
              visit={visit}
              name="zone"
              label={w.zone}
              value={fields.zone}
              required
              wrong={wrong('timezone')}
            />
            <AreaField
              visit={visit}
              name="people"
              label={w.people}
              hint={w.peopleHint}
              required
              value={fields.people}
              wrong={wrong('people')}
            />
            <AreaField
              visit={visit}
              name="lines"
              label={w.lines}
              hint={`${w.linesHint} ${w.rotationHint}`}
              required
              value={fields.lines}
              wrong={wrong('lines')}
            />
            <AreaField
              visit={visit}
              name="holidays"
              label={w.holidays}
              hint={w.holidaysHint}
              value={fields.holidays}
              wrong={wrong('holidays')}
            />
            <AreaField
              visit={visit}
              name="overrides"
              label={w.overrides}
              hint={w.overridesHint}
              value={fields.overrides}
              wrong={wrong('overrides')}
            />
            <button type="submit" class="first">
              {w.save}
            </button>
          </form>
        </>
      ),
    },
    refused ? 400 : 200,
  )
}
