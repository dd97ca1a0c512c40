import { Hono } from 'hono'
import type * as v from 'valibot'
import type { NowAnswer } from '../../../schema/api/alerts.ts'
import type { Rota as RotaShape } from '../../../schema/rota.ts'
import type { List as Listed } from '../api.ts'
import { show } from '../layout.tsx'
import { Empty } from '../parts/empty.tsx'
import { Moment } from '../parts/moment.tsx'
import { refusal } from '../parts/refusal.tsx'
import type { Site, Visit } from '../site.ts'
import { fill, words } from '../words.ts'
import { rota } from './rotas/rota.tsx'

const say = words({
  title: ['Rotas', '值班表'],
  sub: [
    'Who is called when something is wrong, and who if they do not answer.',
    '出现告警时通知谁，无人响应再通知谁。',
  ],
  add: ['Set up a rota', '新建值班表'],
  now: ['On call now', '当前值班'],
  line: ['Line {line}', '第 {line} 线'],
  nobody: ['nobody', '无人值班'],
  until: ['Changes', '下次换班'],
  empty: ['No rota yet', '还没有值班表'],
  emptySub: [
    'Say who is on call when: alerts call them line by line until somebody takes care of it.',
    '设置谁在什么时候值班：告警会逐线通知，直到有人接手。',
  ],
})

export type Rota = RotaShape & { id: string }
export type Now = v.InferOutput<typeof NowAnswer>

export const rotas = new Hono<Site>()
  .get('/rotas', async (c) => {
    const { visit } = c.var
    const w = say(visit.locale)
    const listed = await visit.api.get<Listed<Rota>>('/rotas', { limit: 50 })
    if (listed.kind === 'refused') return refusal(c, listed)
    const { items } = listed.body
    const present = await Promise.all(items.map(({ id }) => visit.api.get<Now>(`/rotas/${encodeURIComponent(id)}/now`)))
    const add = (
      <a class="button first" href="/rotas/new">
        {w.add}
      </a>
    )
    return show(c, {
      title: w.title,
      sub: w.sub,
      acts: add,
      children: (
        <>
          {items.length === 0 && (
            <Empty title={w.empty} sub={w.emptySub}>
              {add}
            </Empty>
          )}
          <div class="grid">
            {items.map((one, i) => {
              const now = present[i]
              return (
                <section class="card">
                  <h2>
                    <a href={`/rotas/${encodeURIComponent(one.id)}`}>{one.name ?? one.id}</a>
                  </h2>
                  {now?.kind === 'ok' && <OnCall visit={visit} now={now.body} />}
                </section>
              )
            })}
          </div>
        </>
      ),
    })
  })
  .route('/', rota)

/** Who would be called now, line by line. */
export function OnCall({ visit, now }: { visit: Visit; now: Now }) {
  const w = say(visit.locale)
  return (
    <>
      <h3>{w.now}</h3>
      <ol class="plain">
        {now.lines.map(({ line, name, people }) => (
          <li>
            <span class="quiet">{name ?? fill(w.line, { line })}</span>{' '}
            {people.length === 0 ? (
              <span class="badge bad">{w.nobody}</span>
            ) : (
              people.map((one) => <span class="badge good">{String(one.name ?? one.person)}</span>)
            )}
          </li>
        ))}
      </ol>
      {now.until && (
        <p class="quiet">
          {w.until} <Moment visit={visit} at={now.until} />
        </p>
      )}
    </>
  )
}
