import { Hono } from 'hono'
import type * as v from 'valibot'
import type { AuditAnswer } from '../../../schema/api/audit.ts'
import { Filters } from '../parts/filters.tsx'
import { listing } from '../parts/listing.tsx'
import { Moment } from '../parts/moment.tsx'
import type { Site, Visit } from '../site.ts'
import { words } from '../words.ts'

const say = words({
  settings: ['Settings', '设置'],
  title: ['Audit', '审计'],
  sub: ['Every change: who made it, what it was before, and what it is now.', '每一次变更：谁做的，改前与改后。'],
  when: ['When', '时间'],
  who: ['Who', '操作者'],
  what: ['What', '操作'],
  which: ['Of', '对象'],
  resource: ['Kind', '类别'],
  changed: ['Before and after', '改前与改后'],
  refused: ['refused ({status})', '被拒绝（{status}）'],
  empty: ['No change yet', '还没有变更'],
  emptySub: [
    'Whatever is changed in the console or through the API is listed here.',
    '在控制台或通过 API 所做的变更都会列在这里。',
  ],
})

type Change = v.InferOutput<typeof AuditAnswer>

export const audit = new Hono<Site>().get('/settings/audit', (c) => {
  const { visit } = c.var
  const w = say(visit.locale)
  const { resource = '' } = c.req.query()
  return listing<Change>(c, {
    from: '/audit',
    query: { resource },
    title: w.title,
    sub: w.sub,
    crumbs: [{ title: w.settings, path: '/settings' }],
    empty: { title: w.empty, sub: w.emptySub },
    above: <Filters visit={visit} filters={[{ name: 'resource', label: w.resource, value: resource }]} />,
    columns: [
      { title: w.when, tight: true, show: (one) => <Moment visit={visit} at={one.at} /> },
      { title: w.who, show: (one) => <span dir="auto">{one.key_name}</span> },
      { title: w.what, show: (one) => <code>{one.operation}</code> },
      { title: w.which, show: (one) => one.resource_id ?? '–' },
      { title: w.changed, show: (one) => <Changed visit={visit} change={one} /> },
    ],
  })
})

function Changed({ visit, change: { status, request, before, after } }: { visit: Visit; change: Change }) {
  const w = say(visit.locale)
  if (status !== null && status >= 400)
    return <span class="quiet">{w.refused.replace('{status}', String(status))}</span>
  const shown = before === null && after === null ? { request } : { before, after }
  return (
    <details>
      <summary>{w.changed}</summary>
      <pre tabindex={0}>{JSON.stringify(shown, null, 2)}</pre>
    </details>
  )
}
