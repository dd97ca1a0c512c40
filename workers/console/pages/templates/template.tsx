import { Hono } from 'hono'
import type * as v from 'valibot'
import type { ChoicesAnswer, InstallAnswer, TemplateAnswer } from '../../../../schema/api/templates.ts'
import { eventWords } from '../../../../schema/event-words.ts'
import type { Refused } from '../../api.ts'
import { formOf } from '../../form.ts'
import { show } from '../../layout.tsx'
import { Flow } from '../../parts/flow.tsx'
import { Moment } from '../../parts/moment.tsx'
import { Prose } from '../../parts/prose.tsx'
import { Problems, refusal } from '../../parts/refusal.tsx'
import { Csrf } from '../../parts/send-button.tsx'
import type { Page, Site, Visit } from '../../site.ts'
import { done } from '../../visit.ts'
import { fill, words } from '../../words.ts'
import { Conversation } from '../workflows/conversation.tsx'
import { defaults, play, type Simulation } from '../workflows/play.ts'
import { InputFields, readInputs } from './input-fields.tsx'

const say = words({
  templates: ['Templates', '模板'],
  about: ['What it is for', '用途说明'],
  preview: ['Watch a simulated week', '观看模拟的一周'],
  previewSub: [
    'The simulated week sends nothing. What is on can be paused at any time.',
    '模拟不会发送任何内容；上线后随时可以暂停。',
  ],
  week: ['A week with your answers', '按你的回答模拟的一周'],
  talk: ['For example', '示例对话'],
  questions: ['Your answers', '请填写'],
  inUse: ['In use', '使用中'],
  answers: ['Change its answers', '修改回答'],
  upgrade: ['Upgrade to {version}', '升级到 {version}'],
  id: ['Name of the workflow in addresses', '工作流标识'],
  setup: ['Before it works', '上线前准备'],
  ready: ['ready', '已就绪'],
  missing: ['to do', '待设置'],
  install: ['Turn it on', '安装并上线'],
  keep: ['Install without publishing', '安装但先不发布'],
  installed: ['It is live. Here you see what it does.', '已上线，可在此查看运行情况。'],
  kept: [
    'It is installed and not published yet: look at it, try it, publish it.',
    '已安装但未发布：可以先查看、试运行，再发布。',
  ],
})

export type Template = v.InferOutput<typeof TemplateAnswer>
export type Choices = v.InferOutput<typeof ChoicesAnswer>['inputs']
type Installed = v.InferOutput<typeof InstallAnswer>

/** One template: what it is for, how it looks, what it says, and the questions it asks. */
export const template = new Hono<Site>()
  .get('/templates/:id', (c) => page(c, {}))
  .post('/templates/:id', async (c) => {
    const { visit } = c.var
    const found = await visit.api.get<Template>(pathOf(c), { locale: visit.locale })
    if (found.kind === 'refused') return refusal(c, found)
    const form = await formOf(c)
    const inputs = readInputs(form, found.body.inputs)
    if (form.text('verb') === 'preview') return preview(c, found.body, inputs)
    const workflowId = form.text('workflow_id')
    const publish = form.text('verb') !== 'keep'
    const body = { ...(workflowId !== '' && { workflow_id: workflowId }), inputs, publish }
    const made = await visit.api.send<Installed>('POST', `${pathOf(c)}/install`, body)
    if (made.kind === 'refused') return page(c, { given: inputs, refused: made })
    const w = say(visit.locale)
    return done(c, `/workflows/${made.body.id}`, publish ? w.installed : w.kept)
  })

function pathOf(c: Page): string {
  return `/templates/${encodeURIComponent(c.req.param('id') ?? '')}`
}

/** A week of it with these answers, for a made-up member. */
async function preview(c: Page, { definition }: Template, inputs: Record<string, unknown>): Promise<Response> {
  const asked = { ...defaults(c.var.visit, definition), days: '7' }
  const played = await play(c.var.visit, { draft: definition, inputs, asked })
  return played.kind === 'refused'
    ? page(c, { given: inputs, refused: played })
    : page(c, { given: inputs, simulation: played.body })
}

type Shown = { given?: Record<string, unknown>; refused?: Refused; simulation?: Simulation }

async function page(c: Page, { given = {}, refused, simulation }: Shown): Promise<Response> {
  const { visit } = c.var
  const w = say(visit.locale)
  const [found, offered] = await Promise.all([
    visit.api.get<Template>(pathOf(c), { locale: visit.locale }),
    visit.api.get<{ inputs: Choices }>(`${pathOf(c)}/choices`, { locale: visit.locale }),
  ])
  if (found.kind === 'refused') return refusal(c, found)
  const one = found.body
  const choices = offered.kind === 'ok' ? offered.body.inputs : {}
  const wrong = new Map(refused?.errors.map(({ path, message }) => [path.replace(/^inputs\./, ''), message]))
  return show(
    c,
    {
      title: one.name,
      sub: one.description,
      crumbs: [{ title: w.templates, path: '/templates' }],
      children: (
        <div class="grid">
          <div>
            <InUse visit={visit} template={one} />
            <form class="card" method="post">
              <Csrf visit={visit} />
              <h2>{w.questions}</h2>
              <Problems visit={visit} refused={refused} />
              <InputFields visit={visit} inputs={one.inputs} given={given} choices={choices} wrong={wrong} />
              <details>
                <summary>{w.id}</summary>
                <div class="field">
                  <label for="workflow_id">{w.id}</label>
                  <input id="workflow_id" name="workflow_id" placeholder={one.id} />
                </div>
              </details>
              <div class="row">
                <button type="submit" name="verb" value="publish" class="first">
                  {w.install}
                </button>
                <button type="submit" name="verb" value="preview" formaction="#week">
                  {w.preview}
                </button>
                <button type="submit" name="verb" value="keep">
                  {w.keep}
                </button>
              </div>
              <p class="quiet after">{w.previewSub}</p>
            </form>
            <Setup visit={visit} setup={one.setup} />
            <section class="card">
              <h2>{w.about}</h2>
              <Prose text={one.about} />
            </section>
          </div>
          <div>
            {simulation && (
              <div id="week">
                <Conversation visit={visit} simulation={simulation} zone={visit.zone} title={w.week} />
              </div>
            )}
            <Talk visit={visit} conversation={one.conversation} />
            <Flow visit={visit} definition={one.definition} />
          </div>
        </div>
      ),
    },
    refused ? 400 : 200,
  )
}

/** The workflows that were made of it: their answers can be changed, and what is behind be brought up to date. */
function InUse({ visit, template: { installed, behind, version } }: { visit: Visit; template: Template }) {
  const w = say(visit.locale)
  if (installed.length === 0) return null
  return (
    <section class="card">
      <h2>{w.inUse}</h2>
      <ul class="rows">
        {installed.map((id) => (
          <li>
            <a href={`/workflows/${id}`}>{id}</a>
            <span class="row">
              <a class="button" href={`/workflows/${id}/answers`}>
                {w.answers}
              </a>
              {behind.includes(id) && (
                <a class="button first" href={`/workflows/${id}/upgrade`}>
                  {fill(w.upgrade, { version })}
                </a>
              )}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}

function Setup({ visit, setup }: { visit: Visit; setup: Template['setup'] }) {
  const w = say(visit.locale)
  if (setup.length === 0) return null
  return (
    <section class="card">
      <h2>{w.setup}</h2>
      <ul class="line">
        {setup.map(({ text, ready, required }) => (
          <li class={ready ? 'good' : required ? 'bad' : 'warn'}>
            {text} <span class={`badge ${ready ? 'good' : 'warn'}`}>{ready ? w.ready : w.missing}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}

function Talk({ visit, conversation }: { visit: Visit; conversation: Template['conversation'] }) {
  if (conversation.length === 0) return null
  return (
    <section class="card">
      <h2>{say(visit.locale).talk}</h2>
      <ol class="line talk">
        {conversation.map(({ at, from, text }) => (
          <li class={from === 'us' ? 'good' : 'info'}>
            <div class={from === 'us' ? 'bubble' : 'bubble theirs'}>
              {from === 'event' ? eventWords(text, visit.locale) : text}
            </div>
            <div>
              <Moment visit={visit} at={at} />
            </div>
          </li>
        ))}
      </ol>
    </section>
  )
}
