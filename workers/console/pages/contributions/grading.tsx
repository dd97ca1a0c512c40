import { Hono } from 'hono'
import type * as v from 'valibot'
import type { ContributionAnswer } from '../../../../schema/api/contributions.ts'
import type { Refused } from '../../api.ts'
import { findMember } from '../../find-member.ts'
import { formOf } from '../../form.ts'
import { show } from '../../layout.tsx'
import { Facts } from '../../parts/facts.tsx'
import { AreaField, CheckField, TextField } from '../../parts/fields.tsx'
import { Moment } from '../../parts/moment.tsx'
import { Member, namesOf, short } from '../../parts/names.tsx'
import { problemWords } from '../../parts/problem-words.ts'
import { Problems, refusal, wrongIn } from '../../parts/refusal.tsx'
import { Csrf } from '../../parts/send-button.tsx'
import { Status } from '../../parts/status.tsx'
import type { Page, Site, Visit } from '../../site.ts'
import { done } from '../../visit.ts'
import { words } from '../../words.ts'
import { Stars } from './stars.tsx'

const say = words({
  contributions: ['Contributions', '用户作品'],
  untitled: ['Contribution without a title', '无标题作品'],
  add: ['Write a contribution down', '登记作品'],
  member: ['Member: name, e-mail, phone or id', '成员：姓名、邮箱、手机号或 ID'],
  who: ['Member', '成员'],
  kind: ['Kind', '类型'],
  kindHint: ['A word such as post, photo or video', '一个词，例如 post、photo、video'],
  title: ['Title', '标题'],
  text: ['Text', '正文'],
  url: ['Address', '链接'],
  save: ['Save', '保存'],
  added: ['Written down. It waits for a grade.', '已登记，等待评级。'],
  made: ['Made', '提交于'],
  decided: ['Decided', '评定于'],
  by: ['by', '评定人'],
  note: ['Note', '备注'],
  noteHint: ['Why. Workflows can pass it on to the member.', '评级理由，工作流可以转告成员。'],
  grade: ['Grade', '评级'],
  g1: ['1, thank you', '1 分，感谢参与'],
  g2: ['2, helpful', '2 分，有帮助'],
  g3: ['3, good', '3 分，不错'],
  g4: ['4, very good', '4 分，优秀'],
  g5: ['5, outstanding', '5 分，非常出色'],
  featuring: ['Show it to everybody', '精选并展示给所有人'],
  give: ['Give the grade', '提交评级'],
  feature: ['Feature it', '设为精选'],
  featured: ['featured', '精选'],
  reject: ['Reject it', '不予采纳'],
  sure: ['Reject it? That cannot be taken back.', '确定不予采纳？此操作无法撤回。'],
  graded: ['Graded. Workflows that reward it go on.', '已评级，奖励工作流将继续。'],
  isFeatured: ['It is featured now.', '已设为精选。'],
  rejected: ['Rejected.', '已标记为不采纳。'],
  choose: ['Choose a grade.', '请选择评级。'],
})

type Contribution = v.InferOutput<typeof ContributionAnswer>
const GRADES = [5, 4, 3, 2, 1] as const

/** One contribution and what a person makes of it; and writing one down that came another way. */
export const grading = new Hono<Site>()
  .get('/contributions/new', (c) => write(c, { member: c.req.query('member') ?? '' }))
  .post('/contributions/new', add)
  .get('/contributions/:id', (c) => page(c))
  .post('/contributions/:id/:verb{grade|feature|reject}', judge)

function pathOf(c: Page): string {
  return `/contributions/${encodeURIComponent(c.req.param('id') ?? '')}`
}

async function page(c: Page, wrong?: { note: string; why: string }): Promise<Response> {
  const { visit } = c.var
  const w = say(visit.locale)
  const found = await visit.api.get<Contribution>(pathOf(c))
  if (found.kind === 'refused') return refusal(c, found)
  const one = found.body
  const names = await namesOf(visit, [one.contact_id])
  return show(
    c,
    {
      title: short(one.title ?? one.text ?? w.untitled, 120),
      crumbs: [{ title: w.contributions, path: '/contributions' }],
      sub: (
        <>
          <Status visit={visit} of={one.status} /> {one.featured_at && <span class="badge good">{w.featured}</span>}
        </>
      ),
      children: (
        <div class="split">
          <section class="card">
            {one.text !== null && (
              <p class="written" dir="auto">
                {one.text}
              </p>
            )}
            {one.url !== null && (
              <p>
                <a href={one.url} rel="noreferrer nofollow" target="_blank">
                  {short(one.url, 120)}
                </a>
              </p>
            )}
            <Facts
              facts={[
                [w.who, <Member names={names} id={one.contact_id} />],
                [w.kind, one.kind],
                [w.made, <Moment visit={visit} at={one.at} />],
                [w.grade, one.grade !== null && <Stars visit={visit} grade={one.grade} />],
                [
                  w.decided,
                  one.decided_at && (
                    <>
                      <Moment visit={visit} at={one.decided_at} /> {w.by} {one.decided_by}
                    </>
                  ),
                ],
                [w.note, one.note],
              ]}
            />
          </section>
          {one.status !== 'rejected' && <Judge c={c} one={one} wrong={wrong} />}
        </div>
      ),
    },
    wrong ? 400 : 200,
  )
}

function Judge({ c, one, wrong }: { c: Page; one: Contribution; wrong: { note: string; why: string } | undefined }) {
  const { visit } = c.var
  const w = say(visit.locale)
  const here = pathOf(c)
  const waits = one.status === 'waiting'
  if (!waits && one.featured_at) return null
  return (
    <form method="post" action={`${here}/${waits ? 'grade' : 'feature'}`} class="card">
      <Csrf visit={visit} />
      {wrong && (
        <div class="flash bad" role="alert">
          {wrong.why}
        </div>
      )}
      {waits && <Grades visit={visit} />}
      {waits && !one.featured_at && <CheckField visit={visit} name="featured" label={w.featuring} checked={false} />}
      <AreaField
        visit={visit}
        name="note"
        label={w.note}
        hint={w.noteHint}
        rows={3}
        maxlength={2000}
        value={wrong?.note}
      />
      <div class="row">
        <button type="submit" class="first">
          {waits ? w.give : w.feature}
        </button>
        {waits && (
          <button type="submit" class="danger" formaction={`${here}/reject`} formnovalidate data-confirm={w.sure}>
            {w.reject}
          </button>
        )}
      </div>
    </form>
  )
}

function Grades({ visit }: { visit: Visit }) {
  const w = say(visit.locale)
  return (
    <fieldset class="radios">
      <legend>{w.grade}</legend>
      {GRADES.map((grade) => (
        <div>
          <input type="radio" id={`grade-${grade}`} name="grade" value={grade} required />
          <label for={`grade-${grade}`}>
            <span class="stars" aria-hidden="true">
              {'★'.repeat(grade)}
            </span>{' '}
            {w[`g${grade}`]}
          </label>
        </div>
      ))}
    </fieldset>
  )
}

async function judge(c: Page): Promise<Response> {
  const { visit } = c.var
  const w = say(visit.locale)
  const form = await formOf(c)
  const verb = c.req.param('verb')
  const note = form.text('note')
  if (verb === 'grade' && !/^[1-5]$/.test(form.text('grade'))) return page(c, { note, why: w.choose })
  const body = {
    ...(note !== '' && { note }),
    ...(verb === 'grade' && { grade: Number(form.text('grade')), featured: form.text('featured') === 'true' }),
  }
  const answer = await visit.api.send('POST', `${pathOf(c)}/${verb}`, body)
  if (answer.kind === 'refused') return page(c, { note, why: problemWords(visit, answer.detail) })
  const said = { grade: w.graded, feature: w.isFeatured, reject: w.rejected }
  return done(c, verb === 'feature' ? pathOf(c) : '/contributions', said[verb as keyof typeof said])
}

type Written = { member?: string; kind?: string; title?: string; text?: string; url?: string }

async function add(c: Page): Promise<Response> {
  const { visit } = c.var
  const form = await formOf(c)
  const written: Written = Object.fromEntries(
    (['member', 'kind', 'title', 'text', 'url'] as const).map((name) => [name, form.text(name)]),
  )
  const { member = '', ...given } = written
  const who = await findMember(visit, member)
  if (who.kind === 'unclear')
    return write(c, written, {
      kind: 'refused',
      status: 400,
      detail: who.why,
      errors: [{ path: 'member', message: who.why }],
    })
  const said = Object.fromEntries(Object.entries(given).filter(([, text]) => text !== ''))
  const made = await visit.api.send<Contribution>('POST', '/contributions', { contact_id: who.id, ...said })
  if (made.kind === 'refused') return write(c, written, made)
  return done(c, `/contributions/${encodeURIComponent(made.body.id)}`, say(visit.locale).added)
}

function write(c: Page, written: Written, refused?: Refused): Response | Promise<Response> {
  const { visit } = c.var
  const w = say(visit.locale)
  const wrong = wrongIn(visit, refused)
  const of = (name: keyof Written) => ({ visit, name, value: written[name], wrong: wrong.get(name) })
  return show(
    c,
    {
      title: w.add,
      crumbs: [{ title: w.contributions, path: '/contributions' }],
      children: (
        <form method="post" class="card narrow">
          <Csrf visit={visit} />
          <Problems visit={visit} refused={refused} />
          <TextField {...of('member')} label={w.member} required maxlength={200} />
          <TextField {...of('title')} label={w.title} maxlength={300} />
          <AreaField {...of('text')} label={w.text} maxlength={10000} />
          <TextField {...of('url')} label={w.url} type="url" placeholder="https://" maxlength={2000} />
          <TextField {...of('kind')} label={w.kind} hint={w.kindHint} pattern="[a-z0-9_\-]{1,40}" maxlength={40} />
          <button type="submit" class="first">
            {w.save}
          </button>
        </form>
      ),
    },
    refused ? 400 : 200,
  )
}
