import { Hono } from 'hono'
import type * as v from 'valibot'
import type { PreviewAnswer } from '../../../../schema/api/segments.ts'
import type { Refused } from '../../api.ts'
import { formOf } from '../../form.ts'
import { show } from '../../layout.tsx'
import { numeral } from '../../parts/moment.tsx'
import { Problems, refusal, wrongIn } from '../../parts/refusal.tsx'
import { Csrf, EnterSends } from '../../parts/send-button.tsx'
import type { Page, Site, Visit } from '../../site.ts'
import { done } from '../../visit.ts'
import { fill, words } from '../../words.ts'
import { segmentSource, segmentsOf } from './audience.tsx'
import { AudienceFields, ContentFields, HeadFields, WhenFields } from './compose-fields.tsx'
import { bodyOf, fieldsOf, type Written, writtenOf } from './form-body.ts'
import { type Detail, sayBroadcast } from './words.ts'

const say = words({
  edit: ['Change', '修改'],
  save: ['Save and look at it', '保存并预览'],
  savedSub: ['Nothing is sent yet.', '现在不会发送任何内容。'],
  saved: ['Kept. This is how it looks. Nothing is sent yet.', '已保存，下面是预览。尚未发送。'],
  count: ['How many is that?', '会发给多少人？'],
  counted: ['That is {count} members now.', '目前是 {count} 位成员。'],
  atLeast: ['At least {count} of the newest {looked} members.', '最新的 {looked} 位成员中至少有 {count} 位。'],
})

type Counted = v.InferOutput<typeof PreviewAnswer>

/** Write a broadcast, or change one. Works without any script: counting sends the form and shows it again. */
export const compose = new Hono<Site>()
  .get('/broadcasts/new', (c) => {
    const { day = '', segment = '' } = c.req.query()
    const planned: Written = {
      ...(/^\d{4}-\d{2}-\d{2}$/.test(day) && { when: 'at', at: `${day}T10:00` }),
      ...(segment !== '' && { whom: 'segment', segment: segmentSource(segment) }),
    }
    return page(c, { written: planned })
  })
  .post('/broadcasts/new', save)
  .get('/broadcasts/:id/edit', async (c) => {
    const { visit } = c.var
    const found = await visit.api.get<Detail>(pathOf(c))
    return found.kind === 'refused' ? refusal(c, found) : page(c, { written: fieldsOf(visit, found.body) })
  })
  .post('/broadcasts/:id/edit', save)

function pathOf(c: Page): string {
  return `/broadcasts/${encodeURIComponent(c.req.param('id') ?? '')}`
}

async function save(c: Page): Promise<Response> {
  const { visit } = c.var
  const form = await formOf(c)
  const body = bodyOf(visit, form)
  const written = writtenOf(form)
  if (form.text('verb') === 'count') {
    const { segment = 'true' } = body.audience as { segment?: string }
    const counted = await visit.api.send<Counted>('POST', '/segments/preview', { if: segment })
    return counted.kind === 'refused'
      ? page(c, { written, refused: moved(counted) })
      : page(c, { written, counted: counted.body })
  }
  const isNew = c.req.param('id') === undefined
  const kept = isNew
    ? await visit.api.send<Detail>('POST', '/broadcasts', body)
    : await visit.api.send<Detail>('PUT', pathOf(c), body)
  if (kept.kind === 'refused') return page(c, { written, refused: kept })
  return done(c, `/broadcasts/${encodeURIComponent(kept.body.id)}`, say(visit.locale).saved)
}

/** A condition that is not right is the audience's. */
function moved(refused: Refused): Refused {
  return { ...refused, errors: refused.errors.map((one) => ({ ...one, path: 'audience.segment' })) }
}

type Shown = { written: Written; refused?: Refused; counted?: Counted }

async function page(c: Page, { written, refused, counted }: Shown): Promise<Response> {
  const { visit } = c.var
  const w = { ...sayBroadcast(visit.locale), ...say(visit.locale) }
  const [segments, channels] = await Promise.all([
    segmentsOf(visit),
    visit.api.get<{ items: { id: string; name: string; can_send: boolean }[] }>('/channels', { limit: 200 }),
  ])
  const sending = channels.kind === 'ok' ? channels.body.items.filter(({ can_send }) => can_send) : []
  const wrong = wrongIn(visit, refused)
  const given = { visit, written, wrong }
  return show(
    c,
    {
      title: c.req.param('id') === undefined ? w.write : `${w.edit}: ${written.name ?? ''}`,
      crumbs: [{ title: w.title, path: '/broadcasts' }],
      children: (
        <form method="post" class="narrow">
          <Csrf visit={visit} />
          <EnterSends />
          <Problems visit={visit} refused={refused} />
          <HeadFields {...given} />
          <ContentFields {...given} />
          <AudienceFields {...given} segments={segments}>
            <div class="row">
              <button type="submit" name="verb" value="count" formnovalidate>
                {w.count}
              </button>
              {counted && <output>{countedWords(visit, counted)}</output>}
            </div>
          </AudienceFields>
          <WhenFields {...given} channels={sending.map(({ id, name }) => [id, name])} />
          <div class="row">
            <button type="submit" class="first">
              {w.save}
            </button>
            <span class="quiet">{w.savedSub}</span>
          </div>
        </form>
      ),
    },
    refused ? 400 : 200,
  )
}

function countedWords(visit: Visit, { matched, looked, complete }: Counted): string {
  const w = say(visit.locale)
  const values = { count: numeral(visit, matched), looked: numeral(visit, looked) }
  return fill(complete ? w.counted : w.atLeast, values)
}
