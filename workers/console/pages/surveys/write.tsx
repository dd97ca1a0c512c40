import { Hono } from 'hono'
import type * as v from 'valibot'
import type { SurveyAnswerShape } from '../../../../schema/api/surveys.ts'
import type { Refused } from '../../api.ts'
import { type Form, formOf } from '../../form.ts'
import { show } from '../../layout.tsx'
import { AreaField, CheckField, SelectField } from '../../parts/fields.tsx'
import { LocalFields, localFrom } from '../../parts/local-fields.tsx'
import { Problems, refusal } from '../../parts/refusal.tsx'
import { Csrf } from '../../parts/send-button.tsx'
import type { Choice } from '../../parts/tabs.tsx'
import type { Page, Site, Visit } from '../../site.ts'
import { idFrom } from '../../slug.ts'
import { done } from '../../visit.ts'
import { fill, words } from '../../words.ts'

const say = words({
  surveys: ['Surveys', '问卷'],
  title: ['Make a survey', '新建问卷'],
  change: ['Change the survey', '修改问卷'],
  name: ['Name', '名称'],
  question: ['Question {n}', '第 {n} 题'],
  text: ['Question', '问题'],
  type: ['Answered by', '回答方式'],
  none: ['no question', '不使用此题'],
  nps: ['0 to 10: how likely to recommend', '0 到 10 分：推荐意愿'],
  rating: ['1 to 5', '1 到 5 分'],
  choice: ['one of several', '单选'],
  multi: ['any of several', '多选'],
  free: ['words of their own', '文字回答'],
  yes_no: ['yes or no', '是或否'],
  options: ['Choices', '选项'],
  optionsHint: ['One a line, for “one of several” and “any of several”', '每行一个，用于单选和多选'],
  required: ['Must be answered', '必答'],
  thanks: ['Said at the end', '结束语'],
  anonymous: ['Kept without saying who answered', '匿名作答'],
  save: ['Save', '保存'],
  saved: ['Kept. Let a workflow ask it.', '已保存。可以用工作流发出。'],
  more: ['To add another question, save: there is always one more.', '需要更多题目时先保存，表单总会多出一题。'],
})

type Survey = v.InferOutput<typeof SurveyAnswerShape>
type Question = Survey['questions'][number]
type Draft = Partial<Omit<Survey, 'questions'>> & { questions: readonly Partial<Question>[] }

const TYPES = ['nps', 'rating', 'choice', 'multi', 'text', 'yes_no'] as const
const QUESTIONS_MAX = 20

/** Make a survey, or change one. There is always one empty question more than it has. */
export const writing = new Hono<Site>()
  .get('/surveys/new', (c) => page(c, { questions: [{ type: 'nps' }] }))
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
  const [name, thanks] = [localFrom(form, 'name'), localFrom(form, 'thanks')]
  const { id: _, created_at: __, updated_at: ___, ...kept } = before?.body ?? ({} as Partial<Survey>)
  const body = {
    ...kept,
    ...(name && { name }),
    ...(thanks && { thanks }),
    questions: questionsFrom(form, kept.questions ?? []),
    anonymous: form.text('anonymous') === 'true',
  }
  const id = known ?? idFrom(form.text('name:en') || form.text('name:zh-CN'), 'survey', visit.nowMs)
  const answer = await visit.api.send<Survey>('PUT', `/surveys/${encodeURIComponent(id)}`, body)
  if (answer.kind === 'refused') return page(c, body as Draft, answer)
  return done(c, `/surveys/${encodeURIComponent(id)}`, say(visit.locale).saved)
}

function questionsFrom(form: Form, before: readonly Question[]): unknown[] {
  const asked: unknown[] = []
  for (let i = 0; i < QUESTIONS_MAX; i++) {
    const type = form.text(`q${i}.type`)
    const text = localFrom(form, `q${i}.text`)
    if (type === '' || !text) continue
    const was = before[i]
    const options = form
      .text(`q${i}.options`)
      .split('\n')
      .flatMap((line) => line.trim() || [])
    asked.push({
      id: was?.id ?? `q${i + 1}`,
      ...{ type, text, required: form.text(`q${i}.required`) === 'true' },
      ...((type === 'choice' || type === 'multi') && { options: options.map((one) => optionOf(one, was)) }),
    })
  }
  return asked
}

/** An option that has a value of its own keeps it. */
function optionOf(text: string, was: Question | undefined): unknown {
  return was?.options?.find((one) => typeof one === 'object' && one.value === text) ?? text
}

function page(c: Page, draft: Draft, refused?: Refused): Response | Promise<Response> {
  const { visit } = c.var
  const w = say(visit.locale)
  const questions = [...draft.questions, {}].slice(0, QUESTIONS_MAX)
  return show(
    c,
    {
      title: c.req.param('id') === undefined ? w.title : w.change,
      crumbs: [{ title: w.surveys, path: '/surveys' }],
      children: (
        <form method="post" class="narrow">
          <Csrf visit={visit} />
          <Problems visit={visit} refused={refused} />
          <section class="card">
            <LocalFields visit={visit} name="name" label={w.name} value={draft.name} required />
          </section>
          {questions.map((question, i) => (
            <QuestionFields visit={visit} question={question} i={i} refused={refused} />
          ))}
          <section class="card">
            <LocalFields visit={visit} name="thanks" label={w.thanks} value={draft.thanks} />
            <CheckField visit={visit} name="anonymous" label={w.anonymous} checked={draft.anonymous === true} />
          </section>
          <div class="row">
            <button type="submit" class="first">
              {w.save}
            </button>
            <span class="quiet">{w.more}</span>
          </div>
        </form>
      ),
    },
    refused ? 400 : 200,
  )
}

type Given = { visit: Visit; question: Partial<Question>; i: number; refused: Refused | undefined }

function QuestionFields({ visit, question, i, refused }: Given) {
  const w = say(visit.locale)
  const wrong = refused?.errors.find(({ path }) => path.startsWith(`questions.${i}`))?.message
  const choices: Choice[] = TYPES.map((type) => [type, type === 'text' ? w.free : w[type]])
  return (
    <fieldset class="card">
      <legend>{fill(w.question, { n: i + 1 })}</legend>
      <LocalFields visit={visit} name={`q${i}.text`} label={w.text} value={question.text} wrong={wrong} />
      <SelectField
        visit={visit}
        name={`q${i}.type`}
        label={w.type}
        choices={choices}
        none={w.none}
        value={question.type}
      />
      <AreaField
        visit={visit}
        name={`q${i}.options`}
        label={w.options}
        hint={w.optionsHint}
        rows={3}
        value={question.options?.map((one) => (typeof one === 'string' ? one : one.value)).join('\n')}
      />
      <CheckField visit={visit} name={`q${i}.required`} label={w.required} checked={question.required !== false} />
    </fieldset>
  )
}
