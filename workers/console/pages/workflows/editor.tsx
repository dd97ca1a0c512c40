import { Hono } from 'hono'
import * as v from 'valibot'
import type { ValidateAnswer, WorkflowAnswer } from '../../../../schema/api/workflows.ts'
import { Definition } from '../../../../schema/definition.ts'
import { isObject } from '../../../../schema/json.ts'
import { picture } from '../../../../workflows/picture/picture.ts'
import type { Refused } from '../../api.ts'
import { formOf } from '../../form.ts'
import { show } from '../../layout.tsx'
import { Flow } from '../../parts/flow.tsx'
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
  format: ['Format', '整理格式'],
  difference: ['Difference to the published version', '与已发布版本的差异'],
  restored: ['What you had not saved is here again.', '已恢复上次未保存的内容。'],
  discard: ['Discard it', '放弃'],
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
    const { id, draft, definition } = found.body
    return write(c, {
      text: written(draft),
      id,
      stored: true,
      ...(definition !== null && { published: written(definition) }),
    })
  })
  .post('/workflows/look', look)
  .post('/workflows/new', save)
  .post('/workflows/:id/edit', save)

/** What the editor asks while one writes: what is wrong, and how it looks. */
async function look(c: Page): Promise<Response> {
  const { visit } = c.var
  const text = (await formOf(c)).text('definition')
  const checked = await visit.api.send<Validated>('POST', '/workflows/validate', text)
  if (checked.kind === 'refused')
    return c.json({ errors: [{ path: '', message: checked.detail }, ...checked.errors], warnings: [], picture: null })
  return c.json({
    errors: checked.body.errors,
    warnings: checked.body.warnings,
    picture: pictureOf(text, visit.locale),
  })
}

function parsedText(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function pictureOf(text: string, locale: string): string | null {
  const parsed = v.safeParse(Definition, parsedText(text))
  return parsed.success ? picture(parsed.output, { locale }) : null
}

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

function written(definition: unknown): string {
  return `${JSON.stringify(definition, null, 2)}\n`
}

function idIn(text: string): string | undefined {
  const read = parsedText(text)
  return isObject(read) && typeof read.id === 'string' ? read.id : undefined
}

type Written = {
  text: string
  id?: string
  published?: string
  problems?: Refused
  /** The text is what is kept, not what somebody has just sent. */
  stored?: true
  warnings?: Validated['warnings']
  fine?: boolean
}

function write(
  c: Page,
  { text, id, published, stored, problems, warnings = [], fine = false }: Written,
): Response | Promise<Response> {
  const { visit } = c.var
  const w = say(visit.locale)
  const crumbs = [{ title: w.workflows, path: '/workflows' }, ...(id ? [{ title: id, path: `/workflows/${id}` }] : [])]
  return show(
    c,
    {
      title: id ? w.edit : w.create,
      crumbs,
      script: 'editor',
      children: (
        <>
          <Problems visit={visit} refused={problems} />
          {fine && warnings.length === 0 && (
            <div class="flash good" role="status">
              {w.fine}
            </div>
          )}
          {warnings.length > 0 && (
            <Problems visit={visit} refused={{ kind: 'refused', status: 200, detail: '', errors: warnings }} />
          )}
          <div class="desk">
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
                  data-editor
                  data-look="/workflows/look"
                  data-kept={id ?? ''}
                  data-published={published}
                  data-stored={stored}
                  aria-describedby="definition-hint"
                >
                  {text}
                </textarea>
              </div>
              <div class="flash warn" data-restored hidden>
                {w.restored}{' '}
                <button type="button" class="plain">
                  {w.discard}
                </button>
              </div>
              <div class="row">
                <button type="button" data-format hidden>
                  {w.format}
                </button>
                {published !== undefined && (
                  <button type="button" data-difference aria-pressed="false" hidden>
                    {w.difference}
                  </button>
                )}
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
            <Flow visit={visit} definition={parsedText(text)} />
          </div>
        </>
      ),
    },
    problems ? 400 : 200,
  )
}
