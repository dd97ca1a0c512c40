import type * as v from 'valibot'
import type { PreviewAnswer } from '../../../../schema/api/segments.ts'
import type { Answer } from '../../api.ts'
import { numeral } from '../../parts/moment.tsx'
import { short } from '../../parts/names.tsx'
import { problemWords } from '../../parts/problem-words.ts'
import { Stage } from '../../parts/status.tsx'
import type { Visit } from '../../site.ts'
import { fill, words } from '../../words.ts'

const say = words({
  title: ['Who that is now', '目前包含'],
  counted: ['{count} members', '{count} 位成员'],
  atLeast: ['at least {count} of the newest {looked} members', '最新的 {looked} 位成员中至少 {count} 位'],
  nobody: ['Nobody now. Who fits later is in it then.', '目前没有成员符合，之后符合的会自动加入。'],
  unfinished: ['Finish the conditions to see who is meant.', '填写完整条件后可查看包含的成员。'],
  some: ['Some of them', '部分成员'],
  look: ['Look again', '刷新'],
  source: ['As an expression', '表达式'],
  nameless: ['Member without a name', '未命名成员'],
})

const SHOWN = 8

type Preview = v.InferOutput<typeof PreviewAnswer>
type Given = { visit: Visit; preview: Answer<Preview> | undefined; source: string | undefined }

/** How many a condition means now, and some of them. */
export function Meant({ visit, preview, source }: Given) {
  const w = say(visit.locale)
  return (
    <section class="card meant" aria-label={w.title} data-live-part="meant">
      <div class="row between">
        <h2>{w.title}</h2>
        <button type="submit" name="verb" value="look" formnovalidate data-live>
          {w.look}
        </button>
      </div>
      {!preview && <p class="quiet">{w.unfinished}</p>}
      {preview?.kind === 'refused' && (
        <p class="wrong" role="alert">
          {problemWords(visit, preview.errors[0]?.message ?? preview.detail)}
        </p>
      )}
      {preview?.kind === 'ok' && <Counted visit={visit} preview={preview.body} />}
      {source !== undefined && (
        <details>
          <summary>{w.source}</summary>
          <pre tabindex={0}>{source}</pre>
        </details>
      )}
    </section>
  )
}

function Counted({ visit, preview: { items, looked, matched, complete } }: { visit: Visit; preview: Preview }) {
  const w = say(visit.locale)
  const counted = { count: numeral(visit, matched), looked: numeral(visit, looked) }
  return (
    <>
      <output class="count">{fill(complete ? w.counted : w.atLeast, counted)}</output>
      {items.length === 0 ? (
        <p class="quiet">{w.nobody}</p>
      ) : (
        <ul class="people" aria-label={w.some}>
          {items.slice(0, SHOWN).map(({ id, name, stage }) => (
            <li>
              <a href={`/members/${encodeURIComponent(id)}`} dir="auto">
                {short(name ?? w.nameless)}
              </a>{' '}
              <Stage visit={visit} of={stage} />
            </li>
          ))}
        </ul>
      )}
    </>
  )
}
