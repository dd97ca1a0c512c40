import { Hono } from 'hono'
import type * as v from 'valibot'
import type { SurveyAnswered, SurveyAnswerShape, SurveyResults } from '../../../schema/api/surveys.ts'
import type { List as Listed } from '../api.ts'
import { show } from '../layout.tsx'
import { Bars } from '../parts/bars.tsx'
import { Figure } from '../parts/figure.tsx'
import { List } from '../parts/list.tsx'
import { listing } from '../parts/listing.tsx'
import { Moment, numeral } from '../parts/moment.tsx'
import { Member, namesOf, short } from '../parts/names.tsx'
import { problemWords } from '../parts/problem-words.ts'
import { refusal } from '../parts/refusal.tsx'
import { SendButton } from '../parts/send-button.tsx'
import type { Page, Site, Visit } from '../site.ts'
import { done } from '../visit.ts'
import { local, words } from '../words.ts'
import { writing } from './surveys/write.tsx'

const say = words({
  title: ['Surveys', '问卷'],
  sub: [
    'Questions that are put in the chat or on a page, and what members answered.',
    '在聊天或网页中提问，查看成员的回答。',
  ],
  add: ['Make a survey', '新建问卷'],
  edit: ['Change', '修改'],
  name: ['Survey', '问卷'],
  questions: ['Questions', '题目数'],
  changed: ['Changed', '修改于'],
  empty: ['No survey yet', '还没有问卷'],
  emptySub: [
    'Make one, and let a workflow ask it: its results appear here.',
    '新建一份，再用工作流发出：结果会显示在这里。',
  ],
  templates: ['Templates that ask', '问卷类模板'],
  answers: ['Answers', '回答数'],
  mean: ['Mean score', '平均分'],
  nps: ['NPS', 'NPS'],
  npsSub: [
    'Promoters less detractors, from −100 to 100. Above 0 more praise than complain.',
    '推荐者占比减去贬损者占比，范围 −100 到 100。大于 0 表示推荐者更多。',
  ],
  promoters: ['Promoters (9–10)', '推荐者（9–10 分）'],
  passives: ['Passives (7–8)', '中立者（7–8 分）'],
  detractors: ['Detractors (0–6)', '贬损者（0–6 分）'],
  scores: ['Scores', '得分分布'],
  said: ['What was answered', '回答明细'],
  who: ['Who', '成员'],
  anonymous: ['somebody', '匿名'],
  score: ['Score', '得分'],
  answer: ['Answers', '回答'],
  when: ['When', '时间'],
  nothing: ['Nobody has answered yet', '还没有回答'],
  nothingSub: ['Answers appear as soon as a workflow has asked somebody.', '工作流发出问卷后，回答会显示在这里。'],
  remove: ['Remove', '删除'],
  sure: [
    'Remove this survey? Its answers stay; workflows that ask it will fail.',
    '删除这份问卷？已有回答会保留，引用它的工作流将失败。',
  ],
  removed: ['The survey is removed.', '问卷已删除。'],
})

type Survey = v.InferOutput<typeof SurveyAnswerShape>
type Results = v.InferOutput<typeof SurveyResults>
type Answered = v.InferOutput<typeof SurveyAnswered>

export const surveys = new Hono<Site>()
  .route('/', writing)
  .get('/surveys', (c) => {
    const { visit } = c.var
    const w = say(visit.locale)
    const add = (
      <a class="button first" href="/surveys/new">
        {w.add}
      </a>
    )
    return listing<Survey>(c, {
      from: '/surveys',
      title: w.title,
      sub: w.sub,
      acts: add,
      empty: {
        title: w.empty,
        sub: w.emptySub,
        acts: (
          <>
            {add}
            <a class="button" href="/templates?q=nps">
              {w.templates}
            </a>
          </>
        ),
      },
      columns: [
        { title: w.name, show: (one) => <a href={pathOf(one.id)}>{short(local(one.name, visit.locale) || one.id)}</a> },
        { title: w.questions, num: true, tight: true, show: (one) => numeral(visit, one.questions.length) },
        { title: w.changed, tight: true, show: (one) => <Moment visit={visit} at={one.updated_at} /> },
      ],
    })
  })
  .get('/surveys/:id', (c) => page(c, c.req.param('id')))
  .post('/surveys/:id/remove', async (c) => {
    const answer = await c.var.visit.api.send('DELETE', pathOf(c.req.param('id')))
    if (answer.kind === 'refused')
      return done(c, pathOf(c.req.param('id')), problemWords(c.var.visit, answer.detail), 'bad')
    return done(c, '/surveys', say(c.var.visit.locale).removed)
  })

function pathOf(id: string): string {
  return `/surveys/${encodeURIComponent(id)}`
}

async function page(c: Page, id: string): Promise<Response> {
  const { visit } = c.var
  const w = say(visit.locale)
  const [found, results, answers] = await Promise.all([
    visit.api.get<Survey>(pathOf(id)),
    visit.api.get<Results>(`${pathOf(id)}/results`),
    visit.api.get<Listed<Answered>>(`${pathOf(id)}/answers`, { cursor: c.req.query('cursor'), limit: 20 }),
  ])
  if (found.kind === 'refused') return refusal(c, found)
  if (answers.kind === 'refused') return refusal(c, answers)
  const names = await namesOf(
    visit,
    answers.body.items.map((one) => one.contact_id),
  )
  const survey = found.body
  return show(c, {
    title: local(survey.name, visit.locale) || survey.id,
    crumbs: [{ title: w.title, path: '/surveys' }],
    acts: (
      <>
        <a class="button" href={`${pathOf(id)}/edit`}>
          {w.edit}
        </a>
        <SendButton visit={visit} to={`${pathOf(id)}/remove`} confirm={w.sure} class="danger">
          {w.remove}
        </SendButton>
      </>
    ),
    children: (
      <>
        {results.kind === 'ok' && results.body.answers > 0 && <Came visit={visit} results={results.body} />}
        <h2>{w.said}</h2>
        <List
          visit={visit}
          label={w.said}
          items={answers.body.items}
          nextCursor={answers.body.next_cursor}
          empty={{ title: w.nothing, sub: w.nothingSub }}
          columns={[
            {
              title: w.who,
              show: (one) => (one.contact_id ? <Member names={names} id={one.contact_id} /> : w.anonymous),
            },
            { title: w.score, num: true, tight: true, show: (one) => (one.score === null ? '–' : one.score) },
            { title: w.answer, show: (one) => <Said visit={visit} survey={survey} answers={one.answers} /> },
            { title: w.when, tight: true, show: (one) => <Moment visit={visit} at={one.at} /> },
          ]}
        />
      </>
    ),
  })
}

function Came({ visit, results }: { visit: Visit; results: Results }) {
  const w = say(visit.locale)
  const { nps, by_score } = results
  const scores = Object.entries(by_score).sort(([a], [b]) => Number(b) - Number(a))
  return (
    <>
      <div class="figures">
        <Figure visit={visit} label={w.answers} value={results.answers} />
        <Figure visit={visit} label={w.mean} value={results.mean} digits={1} />
        {nps && <Figure visit={visit} label={w.nps} value={nps.score} />}
      </div>
      <div class="grid">
        {nps && (
          <section class="card">
            <h2>{w.nps}</h2>
            <p class="quiet">{w.npsSub}</p>
            <Bars
              visit={visit}
              label={w.nps}
              bars={(['promoters', 'passives', 'detractors'] as const).map((one) => ({
                title: w[one],
                value: nps[one],
              }))}
            />
          </section>
        )}
        {scores.length > 0 && (
          <section class="card">
            <h2>{w.scores}</h2>
            <Bars visit={visit} label={w.scores} bars={scores.map(([title, value]) => ({ title, value }))} />
          </section>
        )}
      </div>
    </>
  )
}

/** Each answer under its question, as it was put. */
function Said({ visit, survey, answers }: { visit: Visit; survey: Survey; answers: Record<string, unknown> }) {
  const asked = new Map(survey.questions.map(({ id, text }) => [id, local(text, visit.locale)]))
  return (
    <dl class="said-list">
      {Object.entries(answers).map(([id, said]) => (
        <div>
          <dt class="quiet">{short(asked.get(id) ?? id, 120)}</dt>
          <dd dir="auto">{Array.isArray(said) ? said.join(', ') : String(said)}</dd>
        </div>
      ))}
    </dl>
  )
}
