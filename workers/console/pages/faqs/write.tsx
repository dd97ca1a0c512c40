import { Hono } from 'hono'
import type * as v from 'valibot'
import type { FaqAnswer } from '../../../../schema/api/faqs.ts'
import type { Refused } from '../../api.ts'
import { formOf } from '../../form.ts'
import { show } from '../../layout.tsx'
import { AreaField, TextField } from '../../parts/fields.tsx'
import { LocalFields, localFrom } from '../../parts/local-fields.tsx'
import { short } from '../../parts/names.tsx'
import { problemWords } from '../../parts/problem-words.ts'
import { Problems, refusal } from '../../parts/refusal.tsx'
import { Csrf, SendButton } from '../../parts/send-button.tsx'
import type { Page, Site } from '../../site.ts'
import { idFrom } from '../../slug.ts'
import { done } from '../../visit.ts'
import { words } from '../../words.ts'

const say = words({
  faqs: ['FAQs', '常见问题'],
  title: ['Add a question', '添加问题'],
  questions: ['The question, in several ways', '问题的多种问法'],
  questionsHint: [
    'One a line, in any language: the more ways, the surer it is found.',
    '每行一种，任何语言均可：问法越多越容易匹配。',
  ],
  answer: ['Answer', '回答'],
  tags: ['Tags', '标签'],
  tagsHint: ['With commas between them', '用逗号分隔'],
  save: ['Save', '保存'],
  saved: ['Kept. Try it as a member would ask it.', '已保存，可以像成员那样试问一下。'],
  remove: ['Remove', '删除'],
  sure: ['Remove this question?', '确定删除这个问题？'],
  removed: ['The question is removed.', '问题已删除。'],
})

type Faq = v.InferOutput<typeof FaqAnswer>
type Given = { questions?: string[]; answer?: unknown; tags?: string[] }

/** Add a question with its answer, or change one. */
export const writing = new Hono<Site>()
  .get('/faqs/new', (c) => page(c, { questions: c.req.queries('question') ?? [] }))
  .post('/faqs/new', (c) => save(c, undefined))
  .get('/faqs/:id', async (c) => {
    const found = await c.var.visit.api.get<Faq>(`/faqs/${encodeURIComponent(c.req.param('id'))}`)
    return found.kind === 'refused' ? refusal(c, found) : page(c, found.body)
  })
  .post('/faqs/:id', (c) => save(c, c.req.param('id')))
  .post('/faqs/:id/remove', async (c) => {
    const answer = await c.var.visit.api.send('DELETE', `/faqs/${encodeURIComponent(c.req.param('id'))}`)
    if (answer.kind === 'refused') return done(c, '/faqs', problemWords(c.var.visit, answer.detail), 'bad')
    return done(c, '/faqs', say(c.var.visit.locale).removed)
  })

async function save(c: Page, known: string | undefined): Promise<Response> {
  const { visit } = c.var
  const form = await formOf(c)
  const parts = (text: string, between: RegExp) => text.split(between).flatMap((one) => one.trim() || [])
  const body = {
    questions: parts(form.text('questions'), /\n/),
    answer: localFrom(form, 'answer') ?? '',
    tags: parts(form.text('tags'), /[,，\n]/),
  }
  const id = known ?? idFrom(body.questions[0] ?? '', 'faq', visit)
  const kept = await visit.api.send<Faq>('PUT', `/faqs/${encodeURIComponent(id)}`, body)
  return kept.kind === 'refused' ? page(c, body, kept) : done(c, '/faqs', say(visit.locale).saved)
}

function page(c: Page, given: Given, refused?: Refused): Response | Promise<Response> {
  const { visit } = c.var
  const w = say(visit.locale)
  const id = c.req.param('id')
  const wrong = (name: string) =>
    refused?.errors.find(({ path }) => path === name || path.startsWith(`${name}.`))?.message
  return show(
    c,
    {
      title: id === undefined ? w.title : short(given.questions?.[0] ?? id, 100),
      crumbs: [{ title: w.faqs, path: '/faqs' }],
      acts: id !== undefined && (
        <SendButton visit={visit} to={`/faqs/${encodeURIComponent(id)}/remove`} confirm={w.sure} class="danger">
          {w.remove}
        </SendButton>
      ),
      children: (
        <form method="post" class="card narrow">
          <Csrf visit={visit} />
          <Problems visit={visit} refused={refused} />
          <AreaField
            visit={visit}
            name="questions"
            label={w.questions}
            hint={w.questionsHint}
            required
            value={given.questions?.join('\n')}
            wrong={wrong('questions')}
          />
          <LocalFields
            visit={visit}
            name="answer"
            label={w.answer}
            value={given.answer}
            isLong
            required
            wrong={wrong('answer')}
          />
          <TextField
            visit={visit}
            name="tags"
            label={w.tags}
            hint={w.tagsHint}
            value={given.tags?.join(', ')}
            wrong={wrong('tags')}
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
