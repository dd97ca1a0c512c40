import { Hono } from 'hono'
import { LIMIT_MAX } from '../../../schema/api/page.ts'
import { jsonSchema } from '../../json-schema.ts'
import type { List as Listed, Refused } from '../api.ts'
import { formOf } from '../form.ts'
import { show } from '../layout.tsx'
import { List } from '../parts/list.tsx'
import { problemWords } from '../parts/problem-words.ts'
import { Problems, refusal } from '../parts/refusal.tsx'
import { SchemaForm } from '../parts/schema-form.tsx'
import type { FormSchema } from '../parts/schema-kinds.ts'
import { readSchemaForm } from '../parts/schema-read.ts'
import { Csrf, SendButton } from '../parts/send-button.tsx'
import type { Page, Site, Visit } from '../site.ts'
import { done } from '../visit.ts'
import { local, words } from '../words.ts'
import { SHELVES, type Shelf, type Thing } from './library/shelves.ts'

const say = words({
  title: ['Library', '资料库'],
  sub: ['What workflows use by name: write it once here.', '工作流按名称使用的内容：在这里写一次即可。'],
  add: ['Add', '添加'],
  id: ['Id', '标识'],
  name: ['Name', '名称'],
  facts: ['About', '概况'],
  save: ['Save', '保存'],
  saved: ['Kept.', '已保存。'],
  remove: ['Remove', '删除'],
  sure: ['Remove it? Workflows that name it will miss it.', '确定删除？引用它的工作流将找不到它。'],
  removed: ['Removed.', '已删除。'],
  empty: ['Nothing here yet', '还没有内容'],
})

/** Things that are kept by name: each shelf a list and a form, drawn from the shape that the API takes. */
export const library = new Hono<Site>()
  .get('/library', (c) => {
    const { visit } = c.var
    const w = say(visit.locale)
    return show(c, {
      title: w.title,
      sub: w.sub,
      children: (
        <ul class="tiles">
          {SHELVES.map((shelf) => (
            <li>
              <a class="tile" href={`/library/${shelf.path}`}>
                <strong>{both(shelf.title, visit)}</strong>
                <span class="quiet">{both(shelf.sub, visit)}</span>
              </a>
            </li>
          ))}
        </ul>
      ),
    })
  })
  .get('/library/:shelf', (c) => onShelf(c, (shelf) => list(c, shelf)))
  .get('/library/:shelf/add', (c) => onShelf(c, (shelf) => write(c, { shelf, values: {} })))
  .post('/library/:shelf/add', (c) => onShelf(c, (shelf) => save(c, shelf)))
  .get('/library/:shelf/:id', (c) => onShelf(c, (shelf) => open(c, shelf)))
  .post('/library/:shelf/:id', (c) => onShelf(c, (shelf) => save(c, shelf)))
  .post('/library/:shelf/:id/remove', (c) =>
    onShelf(c, async (shelf) => {
      const answer = await c.var.visit.api.send('DELETE', `/${shelf.path}/${encodeURIComponent(c.req.param('id'))}`)
      const to = `/library/${shelf.path}`
      return answer.kind === 'refused'
        ? done(c, to, problemWords(c.var.visit, answer.detail), 'bad')
        : done(c, to, say(c.var.visit.locale).removed)
    }),
  )

async function onShelf(c: Page, act: (shelf: Shelf) => Promise<Response> | Response): Promise<Response> {
  const shelf = SHELVES.find(({ path }) => path === c.req.param('shelf'))
  return shelf ? act(shelf) : refusal(c, { kind: 'refused', status: 404, detail: '', errors: [] })
}

async function list(c: Page, shelf: Shelf): Promise<Response> {
  const { visit } = c.var
  const w = say(visit.locale)
  const listed = await visit.api.get<Listed<Thing>>(`/${shelf.path}`, { cursor: c.req.query('cursor') })
  if (listed.kind === 'refused') return refusal(c, listed)
  const add = (
    <a class="button first" href={`/library/${shelf.path}/add`}>
      {w.add}
    </a>
  )
  return show(c, {
    title: both(shelf.title, visit),
    sub: both(shelf.sub, visit),
    crumbs: [{ title: w.title, path: '/library' }],
    acts: add,
    children: (
      <List
        visit={visit}
        label={both(shelf.title, visit)}
        items={listed.body.items}
        nextCursor={listed.body.next_cursor ?? null}
        empty={{ title: w.empty, acts: add }}
        columns={[
          {
            title: w.name,
            show: (one) => (
              <a href={`/library/${shelf.path}/${encodeURIComponent(idOf(one))}`}>
                {local(one.name, visit.locale) || idOf(one)}
              </a>
            ),
          },
          { title: w.id, tight: true, show: (one) => <code>{idOf(one)}</code> },
          { title: w.facts, show: (one) => shelf.facts(one, visit.locale) },
        ]}
      />
    ),
  })
}

async function open(c: Page, shelf: Shelf): Promise<Response> {
  const id = c.req.param('id') ?? ''
  if (shelf.isSecret) return openSecret(c, shelf, id)
  const found = await c.var.visit.api.get<Thing>(`/${shelf.path}/${encodeURIComponent(id)}`)
  return found.kind === 'refused' ? refusal(c, found) : write(c, { shelf, id, values: found.body })
}

/** Nobody reads what it says: who may see that it is there may write it anew. */
async function openSecret(c: Page, shelf: Shelf, id: string): Promise<Response> {
  const listed = await c.var.visit.api.get<Listed<Thing>>(`/${shelf.path}`, { limit: LIMIT_MAX })
  if (listed.kind === 'refused') return refusal(c, listed)
  const isThere = listed.body.items.some((one) => idOf(one) === id)
  return isThere
    ? write(c, { shelf, id, values: {} })
    : refusal(c, { kind: 'refused', status: 404, detail: '', errors: [] })
}

async function save(c: Page, shelf: Shelf): Promise<Response> {
  const { visit } = c.var
  const form = await formOf(c)
  const known = c.req.param('id')
  const id = known ?? form.text('id')
  const values = readSchemaForm(form, schemaOf(shelf), 'f.')
  const isNew = known === undefined && shelf.creates === 'POST'
  const kept = isNew
    ? await visit.api.send('POST', `/${shelf.path}`, { id, ...values })
    : await visit.api.send('PUT', `/${shelf.path}/${encodeURIComponent(id)}`, values)
  if (kept.kind === 'refused')
    return write(c, { shelf, ...(known !== undefined && { id: known }), values: { ...values, id }, refused: kept })
  return done(c, `/library/${shelf.path}`, say(visit.locale).saved)
}

function schemaOf({ body }: Shelf): FormSchema {
  return jsonSchema(body) as FormSchema
}

type Written = { shelf: Shelf; id?: string; values: Record<string, unknown>; refused?: Refused }

function write(c: Page, { shelf, id, values, refused }: Written): Response | Promise<Response> {
  const { visit } = c.var
  const w = say(visit.locale)
  const wrong = new Map(refused?.errors.map(({ path, message }) => [path, problemWords(visit, message)]))
  return show(
    c,
    {
      title: id === undefined ? `${w.add}: ${both(shelf.title, visit)}` : local(values.name, visit.locale) || id,
      crumbs: [
        { title: w.title, path: '/library' },
        { title: both(shelf.title, visit), path: `/library/${shelf.path}` },
      ],
      acts: id !== undefined && (
        <SendButton
          visit={visit}
          to={`/library/${shelf.path}/${encodeURIComponent(id)}/remove`}
          confirm={w.sure}
          class="danger"
        >
          {w.remove}
        </SendButton>
      ),
      children: (
        <form class="card" method="post">
          <Csrf visit={visit} />
          <Problems visit={visit} refused={refused} />
          {id === undefined && (
            <div class="field">
              <label for="id">{w.id}</label>
              <input id="id" name="id" required value={typeof values.id === 'string' ? values.id : ''} />
            </div>
          )}
          <SchemaForm
            visit={visit}
            schema={schemaOf(shelf)}
            prefix="f."
            values={values}
            wrong={wrong}
            labels={shelf.labels}
            {...(shelf.isSecret && { isSecret: true, secret: new Set<string>() })}
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

function both([en, zh]: readonly [string, string], { locale }: Visit): string {
  return locale === 'zh-CN' ? zh : en
}

function idOf(one: Thing): string {
  return String(one.id ?? one.name ?? '')
}
