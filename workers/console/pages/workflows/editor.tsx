import { Hono } from 'hono'
import type * as v from 'valibot'
import type { ValidateAnswer, WorkflowAnswer } from '../../../../schema/api/workflows.ts'
import type { Refused } from '../../api.ts'
import { formOf } from '../../form.ts'
import { show } from '../../layout.tsx'
import { Problems, refusal } from '../../parts/refusal.tsx'
import { Csrf } from '../../parts/send-button.tsx'
import type { Page, Site } from '../../site.ts'
import { done } from '../../visit.ts'
import { words } from '../../words.ts'

const say = words({
  workflows: ['Workflows', '工作流'],
  create: ['New workflow', '新建工作流'],
  edit: ['Edit', '编辑'],
  definition: ['Definition', '定义'],
  hint: [
    'JSON, as the workflow language says. It is checked before it is kept.',
    '按工作流语言书写的 JSON。保存前会检查。',
  ],
  save: ['Save draft', '保存草稿'],
  publish: ['Save and publish', '保存并发布'],
  check: ['Check', '检查'],
  running: ['Runs under way', '进行中的运行'],
  keep: ['keep their version', '保持原版本'],
  cancel: ['are cancelled', '取消'],
  move: ['move to this version', '移到新版本'],
  saved: ['The draft is kept.', '草稿已保存。'],
  published: ['Published: new runs take this version.', '已发布：新的运行使用此版本。'],
  fine: ['Nothing is wrong.', '没有问题。'],
  noId: ['a definition needs an `id`', '定义缺少 `id`'],
})

const START = `{
  "$schema": "/schema/workflow.v1.json",
  "id": "welcome",
  "name": { "en": "Welcome", "zh-CN": "欢迎新人" },
  "triggers": [{ "on": "member.joined" }],
  "settings": { "category": "transactional" },
  "actions": [
    { "do": "message.send", "with": { "text": "Welcome, {{contact.name}}!" } }
  ]
}
`

type Workflow = v.InferOutput<typeof WorkflowAnswer>
type Validated = v.InferOutput<typeof ValidateAnswer>

/** Write a definition: checked, kept, published. */
export const editor = new Hono<Site>()
  .get('/workflows/new', (c) => write(c, { text: START }))
  .get('/workflows/:id/edit', async (c) => {
    const found = await c.var.visit.api.get<Workflow>(`/workflows/${encodeURIComponent(c.req.param('id'))}`)
    if (found.kind === 'refused') return refusal(c, found)
    return write(c, { text: `${JSON.stringify(found.body.draft, null, 2)}\n`, id: found.body.id })
  })
  .post('/workflows/new', save)
  .post('/workflows/:id/edit', save)

async function save(c: Page): Promise<Response> {
  const { visit } = c.var
  const w = say(visit.locale)
  const form = await formOf(c)
  const text = form.text('definition')
  const verb = form.text('verb')
  const id = c.req.param('id') ?? idIn(text)
  const checked = await visit.api.send<Validated>('POST', '/workflows/validate', text)
  const problems: Refused | undefined =
    checked.kind === 'refused'
      ? checked
      : checked.body.valid && id === undefined
        ? { kind: 'refused', status: 400, detail: w.noId, errors: [] }
        : checked.body.valid
          ? undefined
          : { kind: 'refused', status: 400, detail: '', errors: checked.body.errors }
  const warnings = checked.kind === 'ok' ? checked.body.warnings : []
  if (problems || verb === 'check')
    return write(c, { text, id: c.req.param('id'), problems, warnings, fine: !problems })
  const kept = await visit.api.send('PUT', `/workflows/${encodeURIComponent(id ?? '')}`, text)
  if (kept.kind === 'refused') return write(c, { text, id: c.req.param('id'), problems: kept })
  if (verb !== 'publish') return done(c, `/workflows/${id}/edit`, w.saved)
  const published = await visit.api.send('POST', `/workflows/${id}/publish`, {
    running: form.text('running') || 'keep',
  })
  if (published.kind === 'refused') return write(c, { text, id, problems: published })
  return done(c, `/workflows/${id}`, w.published)
}

function idIn(text: string): string | undefined {
  try {
    const { id } = JSON.parse(text) as { id?: unknown }
    return typeof id === 'string' ? id : undefined
  } catch {
    return undefined
  }
}

type Written = { text: string; id?: string; problems?: Refused; warnings?: Validated['warnings']; fine?: boolean }

function write(c: Page, { text, id, problems, warnings = [], fine = false }: Written): Response | Promise<Response> {
  const { visit } = c.var
  const w = say(visit.locale)
  const crumbs = [{ title: w.workflows, path: '/workflows' }, ...(id ? [{ title: id, path: `/workflows/${id}` }] : [])]
  return show(
    c,
    {
      title: id ? w.edit : w.create,
      crumbs,
      children: (
        <>
          <Problems refused={problems} />
          {fine && warnings.length === 0 && (
            <div class="flash good" role="status">
              {w.fine}
            </div>
          )}
          {warnings.length > 0 && <Problems refused={{ kind: 'refused', status: 200, detail: '', errors: warnings }} />}
          <form method="post" action={id ? `/workflows/${id}/edit` : '/workflows/new'}>
            <Csrf visit={visit} />
            <div class="field wide">
              <label for="definition">{w.definition}</label>
              <span class="hint" id="definition-hint">
                {w.hint}
              </span>
              <textarea
                class="code"
                id="definition"
                name="definition"
                rows={28}
                spellcheck={false}
                data-editor="workflow"
                aria-describedby="definition-hint"
              >
                {text}
              </textarea>
            </div>
            <div class="row">
              <button type="submit" name="verb" value="check">
                {w.check}
              </button>
              <button type="submit" name="verb" value="save">
                {w.save}
              </button>
              <label>
                {w.running}{' '}
                <select name="running">
                  {(['keep', 'cancel', 'move'] as const).map((one) => (
                    <option value={one}>{w[one]}</option>
                  ))}
                </select>
              </label>
              <button type="submit" name="verb" value="publish" class="first">
                {w.publish}
              </button>
            </div>
          </form>
        </>
      ),
    },
    problems ? 400 : 200,
  )
}
