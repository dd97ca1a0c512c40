import { Hono } from 'hono'
import { isObject } from '../../../../schema/json.ts'
import type { Refused } from '../../api.ts'
import { formOf } from '../../form.ts'
import { show } from '../../layout.tsx'
import { Problems, refusal, wrongIn } from '../../parts/refusal.tsx'
import { Csrf } from '../../parts/send-button.tsx'
import type { Page, Site, Visit } from '../../site.ts'
import { done } from '../../visit.ts'
import { fill, local, words } from '../../words.ts'
import { InputFields, readInputs } from './input-fields.tsx'
import type { Workflow } from './origin.tsx'
import { RunningField, runningOf } from './running.tsx'
import type { Choices, Template } from './template.tsx'

const say = words({
  workflows: ['Workflows', '工作流'],
  title: ['Answers of {name}', '{name} 的回答'],
  sub: [
    'What it was asked when it was installed. Saving makes a new version with the new answers.',
    '安装时填写的内容。保存后以新的回答发布一个新版本。',
  ],
  draft: [
    'Its draft has changed since it was published: the changes go live together with the answers.',
    '草稿在发布后有改动：这些改动会与回答一起上线。',
  ],
  nothing: ['It asks nothing.', '没有需要填写的内容。'],
  save: ['Save and publish', '保存并发布'],
  saved: ['Published with the new answers.', '已用新的回答发布。'],
})

type Input = Template['inputs'][number]

/** Change later what a workflow was asked when it was installed. */
export const answers = new Hono<Site>()
  .get('/workflows/:id/answers', (c) => page(c))
  .post('/workflows/:id/answers', async (c) => {
    const { visit } = c.var
    const found = await visit.api.get<Workflow>(pathOf(c))
    if (found.kind === 'refused') return refusal(c, found)
    const form = await formOf(c)
    const inputs = readInputs(form, inputsOf(visit, found.body))
    const running = runningOf(form.text('running'))
    const made = await visit.api.send('POST', `${pathOf(c)}/publish`, { inputs, running })
    if (made.kind === 'refused') return page(c, { inputs, running, refused: made })
    return done(c, pathOf(c), say(visit.locale).saved)
  })

function pathOf(c: Page): string {
  return `/workflows/${encodeURIComponent(c.req.param('id') ?? '')}`
}

/** What the draft asks, in the reader's language. */
function inputsOf({ locale }: Visit, { draft }: Workflow): Input[] {
  const asked = isObject(draft) && isObject(draft.inputs) ? draft.inputs : {}
  return Object.entries(asked).map(([name, spec]) => {
    const known = isObject(spec) ? spec : {}
    return {
      ...known,
      ...{ name, type: String(known.type ?? 'string'), required: known.required === true, default: known.default },
      title: local(known.title, locale) || name,
      description: local(known.description, locale) || null,
    }
  })
}

type Shown = { inputs: Record<string, unknown>; running: string; refused: Refused }

async function page(c: Page, failed?: Shown): Promise<Response> {
  const { visit } = c.var
  const w = say(visit.locale)
  const found = await visit.api.get<Workflow>(pathOf(c))
  if (found.kind === 'refused') return refusal(c, found)
  const workflow = found.body
  const offered = workflow.template
    ? await visit.api.get<{ inputs: Choices }>(`/templates/${workflow.template.id}/choices`, { locale: visit.locale })
    : undefined
  const asked = inputsOf(visit, workflow)
  const name = local(workflow.title, visit.locale)
  const differs = workflow.version !== null && JSON.stringify(workflow.draft) !== JSON.stringify(workflow.definition)
  return show(
    c,
    {
      title: fill(w.title, { name }),
      sub: w.sub,
      crumbs: [
        { title: w.workflows, path: '/workflows' },
        { title: name, path: pathOf(c) },
      ],
      children: (
        <form class="card narrow" method="post">
          <Csrf visit={visit} />
          <Problems visit={visit} refused={failed?.refused} />
          {differs && <p class="flash note">{w.draft}</p>}
          {asked.length === 0 && <p>{w.nothing}</p>}
          <InputFields
            visit={visit}
            inputs={asked}
            given={failed?.inputs ?? workflow.inputs ?? {}}
            choices={offered?.kind === 'ok' ? offered.body.inputs : {}}
            wrong={wrongInputs(visit, failed?.refused)}
          />
          {workflow.version !== null && <RunningField visit={visit} {...(failed && { value: failed.running })} />}
          <button type="submit" class="first" disabled={asked.length === 0}>
            {w.save}
          </button>
        </form>
      ),
    },
    failed ? 400 : 200,
  )
}

/** What is wrong with which answer. */
export function wrongInputs(visit: Visit, refused: Refused | undefined): ReadonlyMap<string, string> {
  return new Map([...wrongIn(visit, refused)].map(([path, text]) => [path.replace(/^inputs\./, ''), text]))
}
