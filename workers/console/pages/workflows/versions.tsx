import { Hono } from 'hono'
import type * as v from 'valibot'
import type { DifferenceAnswer } from '../../../../schema/api/difference.ts'
import { show } from '../../layout.tsx'
import { refusal } from '../../parts/refusal.tsx'
import type { Site } from '../../site.ts'
import { fill, words } from '../../words.ts'

const say = words({
  workflows: ['Workflows', '工作流'],
  title: ['{a} → {b}', '{a} → {b}'],
  version: ['version {n}', '版本 {n}'],
  draft: ['draft', '草稿'],
  same: ['Nothing is different.', '没有差别。'],
})

type Difference = v.InferOutput<typeof DifferenceAnswer>
const TONES: Record<string, string> = { added: 'good', removed: 'bad', changed: 'info', moved: 'warn' }

/** What is different between two versions, in words. */
export const versions = new Hono<Site>().get('/workflows/:id/versions/:a/:b', async (c) => {
  const { visit } = c.var
  const w = say(visit.locale)
  const { id, a, b } = c.req.param()
  const path = `/workflows/${encodeURIComponent(id)}/versions/${encodeURIComponent(a)}/diff/${encodeURIComponent(b)}`
  const found = await visit.api.get<Difference>(path, { locale: visit.locale })
  if (found.kind === 'refused') return refusal(c, found)
  const named = (version: string) => (version === 'draft' ? w.draft : fill(w.version, { n: version }))
  return show(c, {
    title: fill(w.title, { a: named(a), b: named(b) }),
    crumbs: [
      { title: w.workflows, path: '/workflows' },
      { title: id, path: `/workflows/${encodeURIComponent(id)}` },
    ],
    children: (
      <section class="card">
        {found.body.changes.length === 0 && <p>{w.same}</p>}
        <ul class="line">
          {found.body.changes.map((change) => (
            <li class={TONES[change.kind]}>{change.text}</li>
          ))}
        </ul>
      </section>
    ),
  })
})
