import { Hono } from 'hono'
import type * as v from 'valibot'
import type { CampaignAnswer } from '../../../../schema/api/campaigns.ts'
import { PHASES } from '../../../../schema/campaign.ts'
import type { Refused } from '../../api.ts'
import { formOf } from '../../form.ts'
import { show } from '../../layout.tsx'
import { TextField } from '../../parts/fields.tsx'
import { LocalFields, localFrom } from '../../parts/local-fields.tsx'
import { Problems, refusal, wrongIn } from '../../parts/refusal.tsx'
import { Csrf } from '../../parts/send-button.tsx'
import { statusWord } from '../../parts/status.tsx'
import type { Page, Site } from '../../site.ts'
import { idFrom } from '../../slug.ts'
import { done } from '../../visit.ts'
import { instantOf, wallOf } from '../../wall-clock.ts'
import { fill, words } from '../../words.ts'

const say = words({
  campaigns: ['Campaigns', '营销活动'],
  title: ['Plan a campaign', '新建营销活动'],
  change: ['Change the campaign', '修改营销活动'],
  name: ['Name', '名称'],
  begins: ['{phase} begins', '{phase}开始'],
  ends: ['It ends', '结束时间'],
  zone: ['On the clocks of {zone}', '按 {zone} 的时间'],
  audience: ['Who hears of each phase', '每个阶段通知谁'],
  audienceHint: [
    "A segment such as segment('buyers'), or a condition. Left empty, only workflows of the campaign hear of it.",
    "分群，例如 segment('buyers')，或条件表达式。留空则只通知该活动自己的工作流。",
  ],
  save: ['Save', '保存'],
  saved: ['The campaign is planned.', '营销活动已保存。'],
})

type Campaign = v.InferOutput<typeof CampaignAnswer>
type Given = { name?: unknown; phases?: Record<string, string>; ends_at?: string; audience?: string | null }

/** Plan a campaign, or change one. */
export const writing = new Hono<Site>()
  .get('/campaigns/new', (c) => page(c, {}))
  .post('/campaigns/new', (c) => save(c, undefined))
  .get('/campaigns/:id/edit', async (c) => {
    const found = await c.var.visit.api.get<Campaign>(`/campaigns/${encodeURIComponent(c.req.param('id'))}`)
    return found.kind === 'refused' ? refusal(c, found) : page(c, found.body)
  })
  .post('/campaigns/:id/edit', (c) => save(c, c.req.param('id')))

async function save(c: Page, known: string | undefined): Promise<Response> {
  const { visit } = c.var
  const form = await formOf(c)
  const at = (name: string) => instantOf(form.text(name).slice(0, 16), visit.zone)
  const body = {
    name: localFrom(form, 'name') ?? '',
    phases: Object.fromEntries(PHASES.map((phase) => [phase, at(phase)])),
    ends_at: at('ends_at'),
    audience: form.text('audience') || null,
  }
  const id = known ?? idFrom(form.text('name:en') || form.text('name:zh-CN'), 'campaign', visit)
  const kept = await visit.api.send<Campaign>('PUT', `/campaigns/${encodeURIComponent(id)}`, body)
  if (kept.kind === 'refused') return page(c, body, kept)
  return done(c, `/campaigns/${encodeURIComponent(id)}`, say(visit.locale).saved)
}

function page(c: Page, given: Given, refused?: Refused): Response | Promise<Response> {
  const { visit } = c.var
  const w = say(visit.locale)
  const wrong = wrongIn(visit, refused)
  const zone = fill(w.zone, { zone: visit.zone })
  return show(
    c,
    {
      title: c.req.param('id') === undefined ? w.title : w.change,
      crumbs: [{ title: w.campaigns, path: '/campaigns' }],
      children: (
        <form method="post" class="card narrow">
          <Csrf visit={visit} />
          <Problems visit={visit} refused={refused} />
          <LocalFields visit={visit} name="name" label={w.name} value={given.name} required wrong={wrong.get('name')} />
          {PHASES.map((phase, i) => (
            <TextField
              visit={visit}
              name={phase}
              type="datetime-local"
              required
              label={fill(w.begins, { phase: statusWord(visit, phase) })}
              {...(i === 0 && { hint: zone })}
              value={wallOf(given.phases?.[phase], visit.zone)}
              wrong={wrong.get(`phases.${phase}`)}
            />
          ))}
          <TextField
            visit={visit}
            name="ends_at"
            type="datetime-local"
            required
            label={w.ends}
            value={wallOf(given.ends_at, visit.zone)}
            wrong={wrong.get('ends_at')}
          />
          <TextField
            visit={visit}
            name="audience"
            label={w.audience}
            hint={w.audienceHint}
            value={given.audience ?? ''}
            wrong={wrong.get('audience')}
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
