import { Hono } from 'hono'
import type * as v from 'valibot'
import type { PreviewAnswer, SegmentAnswer } from '../../../../schema/api/segments.ts'
import type { RowProblem } from '../../../../workflows/segments/write-rows.ts'
import type { Answer, Refused } from '../../api.ts'
import { formOf } from '../../form.ts'
import { show } from '../../layout.tsx'
import { AreaField, TextField } from '../../parts/fields.tsx'
import { problemWords } from '../../parts/problem-words.ts'
import { Problems, refusal, wrongIn } from '../../parts/refusal.tsx'
import { Csrf, EnterSends, SendButton } from '../../parts/send-button.tsx'
import type { Page, Site } from '../../site.ts'
import { idFrom } from '../../slug.ts'
import { done } from '../../visit.ts'
import { words } from '../../words.ts'
import { Builder } from './builder.tsx'
import { choicesOf } from './choices.ts'
import { type Draft, draftFrom, draftOf, sourceOf } from './draft.ts'
import { Meant } from './meant.tsx'

const say = words({
  segments: ['Segments', '分群'],
  title: ['Make a segment', '新建分群'],
  name: ['Name', '名称'],
  who: ['Who is in it', '包含谁'],
  whoSub: ['Members for whom this holds:', '符合以下条件的成员：'],
  expert: ['Write it as an expression', '改用表达式'],
  rows: ['Back to rows', '改用条件行'],
  source: ['Condition over the contact, in CEL', '针对 contact 的条件（CEL）'],
  sourceHint: [
    'Such as contact.points > 100 && "vip" in contact.tags. Everything that a condition may say is in the guide to the language.',
    '例如 contact.points > 100 && "vip" in contact.tags。完整写法见语言指南。',
  ],
  notRows: [
    'This condition says more than rows can show: it stays an expression.',
    '这个条件无法用条件行表示，将保留为表达式。',
  ],
  save: ['Save', '保存'],
  saved: ['The segment is kept.', '分群已保存。'],
  send: ['Write a broadcast to them', '给他们群发'],
  members: ['See its members', '查看成员'],
  remove: ['Remove', '删除'],
  sure: ['Remove this segment?', '确定删除这个分群？'],
  removed: ['The segment is removed.', '分群已删除。'],
  unfinished: ['Some conditions are not finished.', '有条件尚未填写完整。'],
})

type Segment = v.InferOutput<typeof SegmentAnswer>
type Preview = v.InferOutput<typeof PreviewAnswer>

/** Make a segment, or change one. Its buttons send the form and show it again; a script does so without leaving the page. */
export const writing = new Hono<Site>()
  .get('/segments/new', (c) => page(c, { draft: draftOf(undefined, c.var.visit.zone) }))
  .post('/segments/new', save)
  .get('/segments/:id', async (c) => {
    const { visit } = c.var
    const found = await visit.api.get<Segment>(pathOf(c))
    return found.kind === 'refused' ? refusal(c, found) : page(c, { draft: draftOf(found.body, visit.zone) })
  })
  .post('/segments/:id', save)
  .post('/segments/:id/remove', async (c) => {
    const answer = await c.var.visit.api.send('DELETE', pathOf(c))
    if (answer.kind === 'refused') return done(c, pathOf(c), problemWords(c.var.visit, answer.detail), 'bad')
    return done(c, '/segments', say(c.var.visit.locale).removed)
  })

function pathOf(c: Page): string {
  return `/segments/${encodeURIComponent(c.req.param('id') ?? '')}`
}

async function save(c: Page): Promise<Response> {
  const { visit } = c.var
  const form = await formOf(c)
  const draft = draftFrom(form, visit.zone)
  const verb = form.text('verb')
  const said = sourceOf(draft, visit.zone)
  const asksRows = verb === 'rows' && !draft.rows
  if (verb !== '') return page(c, { draft, asksRows, unfinished: verb === 'expert' || verb === 'look' })
  if (said.kind === 'wrong') return page(c, { draft, unfinished: true, status: 400 })
  const known = c.req.param('id')
  const body = { name: draft.name, if: said.source }
  const kept =
    known === undefined
      ? await visit.api.send<Segment>('POST', '/segments', { id: idFrom(draft.name, 'segment', visit), ...body })
      : await visit.api.send<Segment>('PUT', pathOf(c), body)
  if (kept.kind === 'refused') return page(c, { draft, refused: kept, status: 400 })
  return done(c, `/segments/${encodeURIComponent(kept.body.id)}`, say(visit.locale).saved)
}

type Shown = {
  draft: Draft
  refused?: Refused
  /** Rows were asked for, and cannot say it. */
  asksRows?: boolean
  /** Say what rows lack; while they are put together nobody wants to hear it. */
  unfinished?: boolean
  status?: 200 | 400
}

async function page(c: Page, { draft, refused, asksRows, unfinished, status = 200 }: Shown): Promise<Response> {
  const { visit } = c.var
  const w = say(visit.locale)
  const id = c.req.param('id')
  const said = sourceOf(draft, visit.zone)
  const [choices, preview] = await Promise.all([
    draft.rows ? choicesOf(visit, id) : {},
    said.kind === 'cel' && said.source.trim() !== ''
      ? visit.api.send<Preview>('POST', '/segments/preview', { if: said.source })
      : undefined,
  ])
  const problems: RowProblem[] = said.kind === 'wrong' && unfinished ? said.problems : []
  const wrong = wrongIn(visit, refused ?? refusedOf(draft, preview))
  return show(
    c,
    {
      title: id === undefined ? w.title : draft.name || id,
      crumbs: [{ title: w.segments, path: '/segments' }],
      acts: id !== undefined && <Acts c={c} id={id} />,
      children: (
        <form method="post" class="desk" data-lives>
          <Csrf visit={visit} />
          <EnterSends />
          <div>
            <Problems visit={visit} refused={refused} />
            {problems.length > 0 && (
              <div class="flash bad" role="alert">
                {w.unfinished}
              </div>
            )}
            <section class="card">
              <TextField
                visit={visit}
                name="name"
                label={w.name}
                value={draft.name}
                required
                maxlength={100}
                wrong={wrong.get('name')}
              />
              <h2>{w.who}</h2>
              {asksRows && (
                <div class="flash bad" role="alert">
                  {w.notRows}
                </div>
              )}
              {draft.rows ? (
                <>
                  <p class="quiet">{w.whoSub}</p>
                  <Builder visit={visit} rows={draft.rows} problems={problems} choices={choices} />
                </>
              ) : (
                <>
                  <input type="hidden" name="mode" value="expert" />
                  <AreaField
                    visit={visit}
                    name="if"
                    label={w.source}
                    hint={w.sourceHint}
                    value={draft.source}
                    rows={5}
                    mono
                    required
                    maxlength={4096}
                    wrong={wrong.get('if')}
                  />
                </>
              )}
            </section>
            <div class="row">
              <button type="submit" class="first">
                {w.save}
              </button>
              <button type="submit" name="verb" value={draft.rows ? 'expert' : 'rows'} formnovalidate data-live>
                {draft.rows ? w.expert : w.rows}
              </button>
            </div>
          </div>
          <Meant visit={visit} preview={preview} source={draft.rows && said.kind === 'cel' ? said.source : undefined} />
        </form>
      ),
    },
    status,
  )
}

/** What is wrong with an expression is said beside it. */
function refusedOf({ rows }: Draft, preview: Answer<Preview> | undefined): Refused | undefined {
  return !rows && preview?.kind === 'refused' ? preview : undefined
}

function Acts({ c, id }: { c: Page; id: string }) {
  const { visit } = c.var
  const w = say(visit.locale)
  return (
    <>
      <a class="button" href={`/members?segment=${encodeURIComponent(id)}`}>
        {w.members}
      </a>
      <a class="button" href={`/broadcasts/new?segment=${encodeURIComponent(id)}`}>
        {w.send}
      </a>
      <SendButton visit={visit} to={`${pathOf(c)}/remove`} confirm={w.sure} class="danger">
        {w.remove}
      </SendButton>
    </>
  )
}
