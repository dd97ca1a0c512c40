import { Hono } from 'hono'
import type * as v from 'valibot'
import type { SurveyAnswerShape } from '../../../../schema/api/surveys.ts'
import type { Refused } from '../../api.ts'
import { formOf } from '../../form.ts'
import { show } from '../../layout.tsx'
import { AreaField, CheckField, SelectField } from '../../parts/fields.tsx'
import { LocalFields, localFrom, localOrder } from '../../parts/local-fields.tsx'
import { problemWords } from '../../parts/problem-words.ts'
import { Problems, refusal } from '../../parts/refusal.tsx'
import { Csrf, EnterSends } from '../../parts/send-button.tsx'
import type { Choice } from '../../parts/tabs.tsx'
import type { Page, Site, Visit } from '../../site.ts'
import { idFrom } from '../../slug.ts'
import { done } from '../../visit.ts'
import { fill, words } from '../../words.ts'
import {
  changed,
  offers,
  optionLines,
  QUESTIONS_MAX,
  type Draft as Question,
  questionsFrom,
  TYPES,
} from './questions.ts'

const say = words({
  surveys: ['Surveys', '问卷'],
  title: ['Make a survey', '新建问卷'],
  change: ['Change the survey', '修改问卷'],
  name: ['Name', '名称'],
  question: ['Question {n}', '第 {n} 题'],
  text: ['Question', '问题'],
  type: ['Answered by', '回答方式'],
  up: ['Move question {n} up', '上移第 {n} 题'],
  down: ['Move question {n} down', '下移第 {n} 题'],
  drop: ['Remove question {n}', '删除第 {n} 题'],
  add: ['Add a question', '添加题目'],
  nps: ['0 to 10: how likely to recommend', '0 到 10 分：推荐意愿'],
  rating: ['1 to 5', '1 到 5 分'],
  choice: ['one of several', '单选'],
  multi: ['any of several', '多选'],
  free: ['words of their own', '文字回答'],
  yes_no: ['yes or no', '是或否'],
  options: ['Choices', '选项'],
  optionsHint: ['One a line, in the same order in each language', '每行一个，各语言顺序一致'],
  required: ['Must be answered', '必答'],
  thanks: ['Said at the end', '结束语'],
  anonymous: ['Kept without saying who answered', '匿名作答'],
  save: ['Save', '保存'],
  saved: ['Kept. Let a workflow ask it.', '已保存。可以用工作流发出。'],
  intro: ['Said before the questions', '开场语'],
})

type Survey = v.InferOutput<typeof SurveyAnswerShape>
type Draft = Partial<Omit<Survey, 'questions'>> & { questions: readonly Question[] }

/** Make a survey, or change one. Questions are added, moved and removed by buttons that show the form again. */
export const writing = new Hono<Site>()
  .get('/surveys/new', (c) => page(c, { questions: [{ id: 'q1', type: 'nps' }] }))
  .post('/surveys/new', (c) => save(c, undefined))
  .get('/surveys/:id/edit', async (c) => {
    const found = await c.var.visit.api.get<Survey>(`/surveys/${encodeURIComponent(c.req.param('id'))}`)
    return found.kind === 'refused' ? refusal(c, found) : page(c, found.body)
  })
  .post('/surveys/:id/edit', (c) => save(c, c.req.param('id')))

async function save(c: Page, known: string | undefined): Promise<Response> {
  const { visit } = c.var
  const form = await formOf(c)
  const path = `/surveys/${encodeURIComponent(known ?? '')}`
  const before = known === undefined ? undefined : await visit.api.get<Survey>(path)
  if (before?.kind === 'refused') return refusal(c, before)
  const {
    id: _,
    created_at: __,
    updated_at: ___,
    name,
    intro,
    thanks,
    ...kept
  } = before?.body ?? ({} as Partial<Survey>)
  const said = { name: localFrom(form, 'name'), intro: localFrom(form, 'intro'), thanks: localFrom(form, 'thanks') }
  const verb = form.text('verb')
  const body = {
    ...kept,
    ...Object.fromEntries(Object.entries(said).filter(([, text]) => text)),
    questions: changed(questionsFrom(form, kept.questions ?? []), verb),
    anonymous: form.text('anonymous') === 'true',
  }
  if (verb !== '') return page(c, body)
  const id = known ?? idFrom(form.text('name:en') || form.text('name:zh-CN'), 'survey', visit)
  const answer = await visit.api.send<Survey>('PUT', `/surveys/${encodeURIComponent(id)}`, body)
  if (answer.kind === 'refused') return page(c, body, answer)
  return done(c, `/surveys/${encodeURIComponent(id)}`, say(visit.locale).saved)
}

function page(c: Page, draft: Draft, refused?: Refused): Response | Promise<Response> {
  const { visit } = c.var
  const w = say(visit.locale)
  return show(
    c,
    {
      title: c.req.param('id') === undefined ? w.title : w.change,
      crumbs: [{ title: w.surveys, path: '/surveys' }],
      children: (
        <form method="post" class="narrow" data-lives>
          <Csrf visit={visit} />
          <EnterSends />
          <Problems visit={visit} refused={refused} />
          <section class="card">
            <LocalFields visit={visit} name="name" label={w.name} value={draft.name} required />
            <LocalFields visit={visit} name="intro" label={w.intro} value={draft.intro} isLong />
          </section>
          {draft.questions.map((question, i) => (
            <QuestionFields visit={visit} question={question} i={i} count={draft.questions.length} refused={refused} />
          ))}
          {draft.questions.length < QUESTIONS_MAX && (
            <p>
              <button type="submit" name="verb" value="add" formnovalidate data-live>
                {w.add}
              </button>
            </p>
          )}
          <section class="card">
            <LocalFields visit={visit} name="thanks" label={w.thanks} value={draft.thanks} />
            <CheckField visit={visit} name="anonymous" label={w.anonymous} checked={draft.anonymous === true} />
          </section>
          <button type="submit" class="first">
            {w.save}
          </button>
        </form>
      ),
    },
    refused ? 400 : 200,
  )
}

type Given = { visit: Visit; question: Question; i: number; count: number; refused: Refused | undefined }

function QuestionFields({ visit, question, i, count, refused }: Given) {
  const w = say(visit.locale)
  const wrong = refused?.errors.find(({ path }) => path.startsWith(`questions.${i}`))?.message
  const choices: Choice[] = TYPES.map((type) => [type, type === 'text' ? w.free : w[type]])
  return (
    <fieldset class="card">
      <legend>{fill(w.question, { n: i + 1 })}</legend>
      <input type="hidden" name={`q${i}.id`} value={question.id ?? ''} />
      <LocalFields
        visit={visit}
        name={`q${i}.text`}
        label={w.text}
        value={question.text}
        required
        wrong={wrong === undefined ? undefined : problemWords(visit, wrong)}
      />
      <SelectField
        visit={visit}
        name={`q${i}.type`}
        label={w.type}
        choices={choices}
        value={question.type}
        required
        live
      />
      {offers(question.type) && (
        <div class="pair long">
          {localOrder(visit.locale).map(({ locale, label }) => (
            <AreaField
              visit={visit}
              name={`q${i}.options:${locale}`}
              label={label(w.options)}
              hint={w.optionsHint}
              rows={4}
              value={optionLines(question.options, locale)}
            />
          ))}
        </div>
      )}
      <div class="row between">
        <CheckField visit={visit} name={`q${i}.required`} label={w.required} checked={question.required !== false} />
        <div class="row movers">
          <Mover to={`up:${i}`} label={fill(w.up, { n: i + 1 })} sign="↑" disabled={i === 0} />
          <Mover to={`down:${i}`} label={fill(w.down, { n: i + 1 })} sign="↓" disabled={i === count - 1} />
          <Mover to={`drop:${i}`} label={fill(w.drop, { n: i + 1 })} sign="×" disabled={count === 1} />
        </div>
      </div>
    </fieldset>
  )
}

function Mover({ to, label, sign, disabled }: { to: string; label: string; sign: string; disabled: boolean }) {
  return (
    <button
      type="submit"
      name="verb"
      value={to}
      formnovalidate
      data-live
      class="plain"
      aria-label={label}
      title={label}
      disabled={disabled}
    >
      {sign}
    </button>
  )
}
