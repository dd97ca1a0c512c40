import { Hono } from 'hono'
import type * as v from 'valibot'
import type { UpgradeAnswer } from '../../../../schema/api/templates.ts'
import type { Refused } from '../../api.ts'
import { formOf } from '../../form.ts'
import { show } from '../../layout.tsx'
import { Problems, refusal } from '../../parts/refusal.tsx'
import { Csrf } from '../../parts/send-button.tsx'
import type { Page, Site, Visit } from '../../site.ts'
import { done } from '../../visit.ts'
import { fill, words } from '../../words.ts'
import { wrongInputs } from './answers.tsx'
import { InputFields, readInputs } from './input-fields.tsx'
import { RunningField, runningOf } from './running.tsx'
import type { Choices } from './template.tsx'

const say = words({
  workflows: ['Workflows', '工作流'],
  title: ['Upgrade {id}', '升级 {id}'],
  sub: ['From version {from} of the template “{template}” to {to}.', '模板“{template}”：从 {from} 升级到 {to}。'],
  changes: ['What is different', '更新内容'],
  same: ['Nothing that anybody would notice.', '没有可见的变化。'],
  own: ['What you have changed yourselves goes', '你们自己的改动会被覆盖'],
  ownSub: [
    'The upgrade takes the template as it is. Write these down, and make them again afterwards.',
    '升级会采用模板原样。请先记下这些改动，升级后重新修改。',
  ],
  asks: ['It asks something new', '需要补充填写'],
  kept: ['Your other answers stay.', '其余回答保持不变。'],
  keptAll: ['Your answers stay as they are.', '你的回答保持不变。'],
  failing: ['Its own examples do not pass with these answers', '模板自带的示例在这些回答下未通过'],
  upgrade: ['Upgrade', '升级'],
  current: ['It is of the newest version already.', '已是最新版本。'],
  done: ['Upgraded to {to}: version {version} is live.', '已升级到 {to}：版本 {version} 已上线。'],
})

type Upgrade = v.InferOutput<typeof UpgradeAnswer>
const TONES: Record<string, string> = { added: 'good', removed: 'bad', changed: 'info', moved: 'warn' }

/** Bring a workflow to the present version of its template: what that changes, first. */
export const upgrade = new Hono<Site>()
  .get('/workflows/:id/upgrade', (c) => page(c))
  .post('/workflows/:id/upgrade', async (c) => {
    const { visit } = c.var
    const looked = await preview(c, {})
    if (looked.kind === 'refused') return refusal(c, looked)
    const form = await formOf(c)
    const inputs = readInputs(form, looked.body.asks)
    const running = runningOf(form.text('running'))
    const body = { inputs, running, locale: visit.locale }
    const made = await visit.api.send<Upgrade>('POST', `${pathOf(c)}/upgrade`, body)
    if (made.kind === 'refused') return page(c, { inputs, running, refused: made })
    const { to, version } = made.body
    return done(c, pathOf(c), fill(say(visit.locale).done, { to, version: version ?? '' }))
  })

function pathOf(c: Page): string {
  return `/workflows/${encodeURIComponent(c.req.param('id') ?? '')}`
}

function preview(c: Page, inputs: Record<string, unknown>) {
  const { api, locale } = c.var.visit
  return api.send<Upgrade>('POST', `${pathOf(c)}/upgrade`, { preview: true, locale, inputs })
}

type Failed = { inputs: Record<string, unknown>; running: string; refused: Refused }

async function page(c: Page, failed?: Failed): Promise<Response> {
  const { visit } = c.var
  const w = say(visit.locale)
  const looked = await preview(c, failed?.inputs ?? {})
  if (looked.kind === 'refused') return refusal(c, looked)
  const one = looked.body
  const offered = await visit.api.get<{ inputs: Choices }>(`/templates/${one.template}/choices`, {
    locale: visit.locale,
  })
  const id = c.req.param('id') ?? ''
  return show(
    c,
    {
      title: fill(w.title, { id }),
      sub: one.from === one.to ? w.current : fill(w.sub, { from: one.from, to: one.to, template: one.template }),
      crumbs: [
        { title: w.workflows, path: '/workflows' },
        { title: id, path: pathOf(c) },
      ],
      children: (
        <div class="split">
          <div>
            <Changes title={w.changes} none={w.same} changes={one.changes} />
            {one.own_changes.length > 0 && <Changes title={w.own} sub={w.ownSub} changes={one.own_changes} />}
          </div>
          <form class="card" method="post">
            <Csrf visit={visit} />
            <Problems visit={visit} refused={failed?.refused} />
            {one.asks.length > 0 && <h2>{w.asks}</h2>}
            <InputFields
              visit={visit}
              inputs={one.asks}
              given={{ ...one.inputs, ...failed?.inputs }}
              choices={offered.kind === 'ok' ? offered.body.inputs : {}}
              wrong={wrongInputs(visit, failed?.refused)}
            />
            <p class="quiet">{one.asks.length > 0 ? w.kept : w.keptAll}</p>
            <Failing visit={visit} scenarios={one.scenarios} />
            <RunningField visit={visit} {...(failed && { value: failed.running })} />
            <p class="quiet">{one.running.text}</p>
            <button type="submit" class="first" disabled={one.from === one.to && one.same}>
              {w.upgrade}
            </button>
          </form>
        </div>
      ),
    },
    failed ? 400 : 200,
  )
}

type Told = { title: string; sub?: string; none?: string; changes: Upgrade['changes'] }

function Changes({ title, sub, none, changes }: Told) {
  return (
    <section class="card">
      <h2>{title}</h2>
      {sub !== undefined && <p class="quiet">{sub}</p>}
      {changes.length === 0 && <p>{none}</p>}
      <ul class="line">
        {changes.map((change) => (
          <li class={TONES[change.kind]}>{change.text}</li>
        ))}
      </ul>
    </section>
  )
}

function Failing({ visit, scenarios }: { visit: Visit; scenarios: Upgrade['scenarios'] }) {
  const failed = scenarios.filter(({ passed }) => !passed)
  if (failed.length === 0) return null
  return (
    <div class="flash bad">
      <strong>{say(visit.locale).failing}</strong>
      <ul>
        {failed.map(({ name, differences }) => (
          <li>
            {name}: {differences.join('; ')}
          </li>
        ))}
      </ul>
    </div>
  )
}
