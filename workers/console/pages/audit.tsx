import { Hono } from 'hono'
import type * as v from 'valibot'
import type { AuditAnswer } from '../../../schema/api/audit.ts'
import type { KeyAnswer } from '../../../schema/api/keys.ts'
import { isObject } from '../../../schema/json.ts'
import type { List } from '../api.ts'
import { Filters } from '../parts/filters.tsx'
import { listing } from '../parts/listing.tsx'
import { Moment } from '../parts/moment.tsx'
import { short } from '../parts/names.tsx'
import type { Site, Visit } from '../site.ts'
import { instantOf } from '../wall-clock.ts'
import { words } from '../words.ts'

const say = words({
  settings: ['Settings', '设置'],
  title: ['Audit', '审计'],
  sub: [
    'Every change and every sign-in: who it was, what it was before, and what it is now.',
    '每一次变更与登录：谁做的，改前与改后。',
  ],
  when: ['When', '时间'],
  who: ['Who', '操作者'],
  what: ['What', '操作'],
  which: ['Of', '对象'],
  resource: ['Kind', '类别'],
  from: ['From', '从'],
  to: ['Until', '到'],
  place: ['What', '字段'],
  before: ['Before', '改前'],
  after: ['After', '改后'],
  asked: ['Asked', '请求'],
  refused: ['refused ({status})', '被拒绝（{status}）'],
  empty: ['No change yet', '还没有变更'],
  emptySub: [
    'Whatever is changed in the console or through the API is listed here.',
    '在控制台或通过 API 所做的变更都会列在这里。',
  ],
})

type Change = v.InferOutput<typeof AuditAnswer>
type Key = v.InferOutput<typeof KeyAnswer>

const RESOURCES = [
  'sign-in', 'settings', 'keys', 'secrets', 'channels', 'workflows', 'templates', 'contacts', 'points', 'runs',
  'messages', 'events', 'broadcasts', 'campaigns', 'gatherings', 'segments', 'texts', 'coupons', 'items', 'badges',
  'surveys', 'faqs', 'words', 'rotas', 'alerts', 'tasks', 'referrals', 'contributions', 'jobs', 'export', 'import',
] as const // biome-ignore format: one list, read at a glance

export const audit = new Hono<Site>().get('/settings/audit', async (c) => {
  const { visit } = c.var
  const w = say(visit.locale)
  const { resource = '', key_id = '', resource_id = '', from = '', to = '' } = c.req.query()
  const keys = await visit.api.get<List<Key>>('/keys', { limit: 200 })
  const known = keys.kind === 'ok' ? keys.body.items.map(({ id, name }) => [id, short(name, 60)] as const) : []
  const day = (text: string, days: number) => (text === '' ? undefined : instantOf(`${text}T00:00`, visit.zone, days))
  return listing<Change>(c, {
    from: '/audit',
    query: { resource, key_id, resource_id, from: day(from, 0), to: day(to, 1) },
    title: w.title,
    sub: w.sub,
    crumbs: [{ title: w.settings, path: '/settings' }],
    empty: { title: w.empty, sub: w.emptySub },
    above: (
      <Filters
        visit={visit}
        filters={[
          { name: 'resource', label: w.resource, value: resource, choices: RESOURCES.map((one) => [one, one]) },
          { name: 'key_id', label: w.who, value: key_id, choices: [['admin-key', 'ADMIN_KEY'], ...known] },
          { name: 'resource_id', label: w.which, value: resource_id },
          { name: 'from', label: w.from, value: from, type: 'date' },
          { name: 'to', label: w.to, value: to, type: 'date' },
        ]}
      />
    ),
    columns: [
      { title: w.when, tight: true, show: (one) => <Moment visit={visit} at={one.at} /> },
      {
        title: w.who,
        show: (one) => (
          <>
            <span dir="auto">{one.key_name}</span> <span class="quiet">{one.role}</span>
          </>
        ),
      },
      { title: w.what, show: (one) => <What visit={visit} change={one} /> },
    ],
  })
})

/** What was asked, of what, and each thing that differs, beside each other. */
function What({ visit, change }: { visit: Visit; change: Change }) {
  const { operation, resource_id, status, request } = change
  const w = say(visit.locale)
  const differences = differencesOf(change)
  const isRefused = status !== null && status >= 400
  return (
    <>
      <code>{operation}</code> {resource_id !== null && <span class="mono">{short(resource_id, 60)}</span>}{' '}
      {isRefused && <span class="badge bad">{w.refused.replace('{status}', String(status))}</span>}
      {differences.length > 0 && (
        <details>
          <summary>
            {differences
              .map(([place]) => place)
              .join(', ')
              .slice(0, 120)}
          </summary>
          <section class="scroll" aria-label={operation} tabindex={0}>
            <table class="differences">
              <thead>
                <tr>
                  <th scope="col">{w.place}</th>
                  <th scope="col">{w.before}</th>
                  <th scope="col">{w.after}</th>
                </tr>
              </thead>
              <tbody>
                {differences.map(([place, before, after]) => (
                  <tr>
                    <th scope="row">{place}</th>
                    <td>
                      <del>{before}</del>
                    </td>
                    <td>
                      <ins>{after}</ins>
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </section>
        </details>
      )}
      {differences.length === 0 && request !== null && (
        <details>
          <summary>{w.asked}</summary>
          <pre tabindex={0}>{JSON.stringify(request, null, 2)}</pre>
        </details>
      )}
    </>
  )
}

/** Field by field, as text; what is not an object is one. */
function differencesOf({ before, after }: Change): [place: string, before: string, after: string][] {
  if (before === null && after === null) return []
  const [was, is] = [before, after].map((state) => (isObject(state) ? state : state === null ? {} : { '': state }))
  const places = [...new Set([...Object.keys(was ?? {}), ...Object.keys(is ?? {})])]
  return places.map((place) => [place, written(was?.[place]), written(is?.[place])])
}

function written(value: unknown): string {
  if (value === undefined) return ''
  return typeof value === 'string' ? value : JSON.stringify(value, null, 1)
}
