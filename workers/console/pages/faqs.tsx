import { Hono } from 'hono'
import type * as v from 'valibot'
import type { FaqAnswer, FaqAsked } from '../../../schema/api/faqs.ts'
import type { Answer } from '../api.ts'
import { AreaField } from '../parts/fields.tsx'
import { listing } from '../parts/listing.tsx'
import { numeral } from '../parts/moment.tsx'
import { short } from '../parts/names.tsx'
import { Problems } from '../parts/refusal.tsx'
import type { Site, Visit } from '../site.ts'
import { fill, local, words } from '../words.ts'
import { writing } from './faqs/write.tsx'

const say = words({
  title: ['FAQs', '常见问题'],
  sub: [
    'What members often ask, and what they are answered, by themselves and at any hour.',
    '成员常问的问题与答案，任何时候都能自动回复。',
  ],
  add: ['Add a question', '添加问题'],
  question: ['Question', '问题'],
  answer: ['Answer', '回答'],
  tags: ['Tags', '标签'],
  more: ['and {count} more ways to ask it', '另有 {count} 种问法'],
  empty: ['No question yet', '还没有常见问题'],
  emptySub: [
    'Write down what members ask most, in several ways, with the answer. Then try it below.',
    '把成员最常问的问题写下来，可写多种问法和答案，然后在下方试问。',
  ],
  try: ['Try a question', '试问一句'],
  trySub: ['As a member would write it. Nothing is sent.', '像成员那样提问，不会发送任何消息。'],
  ask: ['Ask', '提问'],
  confidence: ['Confidence', '把握程度'],
  answered: ['It would be answered with:', '会这样回答：'],
  unsure: [
    'Closest is this, but not sure enough to answer by itself: a person would see to it.',
    '最接近的是这条，但把握不够，会转给人处理：',
  ],
  nothing: [
    'Nothing fits: a person would see to it. Add a question for it?',
    '没有匹配的问题，会转给人处理。要为它添加一条吗？',
  ],
  change: ['Change it', '修改这条'],
})

type Faq = v.InferOutput<typeof FaqAnswer>
type Asked = v.InferOutput<typeof FaqAsked>
type Tried = { question: string; asked: Answer<Asked>; faq: Faq | undefined }

export const faqs = new Hono<Site>().route('/', writing).get('/faqs', async (c) => {
  const { visit } = c.var
  const w = say(visit.locale)
  const tried = await tryQuestion(visit, c.req.query('question')?.trim() ?? '')
  const add = (
    <a class="button first" href="/faqs/new">
      {w.add}
    </a>
  )
  return listing<Faq>(c, {
    from: '/faqs',
    title: w.title,
    sub: w.sub,
    acts: add,
    empty: { title: w.empty, sub: w.emptySub, acts: add },
    above: <Try visit={visit} tried={tried} />,
    columns: [
      { title: w.question, show: (one) => <Questions visit={visit} faq={one} /> },
      { title: w.answer, show: (one) => short(local(one.answer, visit.locale), 140) },
      {
        title: w.tags,
        show: (one) => (
          <span class="tags">
            {one.tags.map((tag) => (
              <span class="badge">{tag}</span>
            ))}
          </span>
        ),
      },
    ],
  })
})

async function tryQuestion(visit: Visit, question: string): Promise<Tried | undefined> {
  if (question === '') return undefined
  const asked = await visit.api.send<Asked>('POST', '/faqs/ask', { question })
  const id = asked.kind === 'ok' ? asked.body.faq_id : null
  const found = id === null ? undefined : await visit.api.get<Faq>(`/faqs/${encodeURIComponent(id)}`)
  return { question, asked, faq: found?.kind === 'ok' ? found.body : undefined }
}

function Questions({ visit, faq: { id, questions } }: { visit: Visit; faq: Faq }) {
  const [first = id, ...others] = questions
  return (
    <>
      <a href={`/faqs/${encodeURIComponent(id)}`}>{short(first, 120)}</a>
      {others.length > 0 && (
        <div class="quiet">{fill(say(visit.locale).more, { count: numeral(visit, others.length) })}</div>
      )}
    </>
  )
}

function Try({ visit, tried }: { visit: Visit; tried: Tried | undefined }) {
  const w = say(visit.locale)
  return (
    <section class="card" aria-label={w.try}>
      <form method="get" action="/faqs">
        <h2>{w.try}</h2>
        <AreaField
          visit={visit}
          name="question"
          label={w.question}
          hint={w.trySub}
          rows={2}
          required
          maxlength={1000}
          value={tried?.question}
        />
        <button type="submit">{w.ask}</button>
      </form>
      {tried?.asked.kind === 'refused' && <Problems visit={visit} refused={tried.asked} />}
      {tried?.asked.kind === 'ok' && <Found visit={visit} asked={tried.asked.body} faq={tried.faq} />}
    </section>
  )
}

function Found({ visit, asked, faq }: { visit: Visit; asked: Asked; faq: Faq | undefined }) {
  const w = say(visit.locale)
  if (!faq) return <p class="result">{w.nothing}</p>
  return (
    <div class="result">
      <p>{asked.answered ? w.answered : w.unsure}</p>
      <div class="bubble" dir="auto">
        {local(faq.answer, visit.locale)}
      </div>
      <div class="row">
        <meter min={0} max={1} value={asked.confidence} aria-label={w.confidence} />
        <span>
          {w.confidence} {numeral(visit, asked.confidence, { style: 'percent', maximumFractionDigits: 0 })}
        </span>
        <a href={`/faqs/${encodeURIComponent(faq.id)}`}>{w.change}</a>
      </div>
    </div>
  )
}
