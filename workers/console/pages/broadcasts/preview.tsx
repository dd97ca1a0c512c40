import type * as v from 'valibot'
import type { PreviewAnswer } from '../../../../schema/api/broadcasts.ts'
import type { Answer } from '../../api.ts'
import { Bubble, type Piece } from '../../parts/bubble.tsx'
import { numeral } from '../../parts/moment.tsx'
import { reasonWords } from '../../parts/reasons.ts'
import type { Visit } from '../../site.ts'
import { fill, words } from '../../words.ts'

const say = words({
  title: ['How it looks', '预览'],
  count: ['For {count} members.', '将发给 {count} 位成员。'],
  about: ['For about {count} members.', '将发给约 {count} 位成员。'],
  uncounted: ['How many members it is for is still being counted.', '正在统计受众人数。'],
  as: ['As this member sees it: a name or id', '以某位成员的视角查看：姓名或 ID'],
  look: ['Show', '查看'],
  goes: ['Right now it would go to this member.', '现在发送的话，这位成员会收到。'],
  skipped: ['This member would not get it: {reason}.', '这位成员不会收到：{reason}。'],
  deferred: ['This member would get it later: {reason}.', '这位成员会稍后收到：{reason}。'],
  silent: ['This member would get nothing now.', '这位成员现在不会收到。'],
  found: ['Watched words: {words} (list {list})', '命中敏感词：{words}（词表 {list}）'],
  none: ['No channel can send yet. Set one up, then look here again.', '还没有可发送的渠道，请先设置渠道。'],
  channels: ['Set up a channel', '设置渠道'],
  nobody: ['There is nobody to show it for.', '没有可用于预览的成员。'],
})

type Shown = v.InferOutput<typeof PreviewAnswer>

type Given = { visit: Visit; preview: Answer<Shown>; as: string; unclear: string | undefined }

/** What one member would get, on each kind of channel that is set up. */
export function Preview({ visit, preview, as, unclear }: Given) {
  const w = say(visit.locale)
  return (
    <section class="card">
      <h2>{w.title}</h2>
      {unclear !== undefined && <p class="wrong">{unclear}</p>}
      {preview.kind === 'ok' ? (
        <Looks visit={visit} shown={preview.body} />
      ) : (
        <p class="wrong">{[w.nobody, ...preview.errors.map(({ message }) => message)].join(' ')}</p>
      )}
      <form class="filters" method="get">
        <div>
          <label for="as">{w.as}</label>
          <input id="as" name="as" value={as} />
        </div>
        <button type="submit">{w.look}</button>
      </form>
    </section>
  )
}

function Looks({ visit, shown: { audience, gate, kinds, text, words: found } }: { visit: Visit; shown: Shown }) {
  const w = say(visit.locale)
  const reason = reasonWords(visit, gate.reason)
  const verdict =
    gate.verdict === 'goes'
      ? w.goes
      : reason === ''
        ? w.silent
        : fill(gate.verdict === 'deferred' ? w.deferred : w.skipped, { reason })
  const count = { count: numeral(visit, audience.count ?? 0) }
  return (
    <>
      <p>
        <strong>{audience.count === null ? w.uncounted : fill(audience.exact ? w.count : w.about, count)}</strong>
      </p>
      <p class={gate.verdict === 'goes' ? 'quiet' : 'wrong'}>{verdict}</p>
      {found.map(({ list, words: hits }) => (
        <p class="wrong">{fill(w.found, { words: hits.join(', '), list })}</p>
      ))}
      {text !== '' && kinds.length === 0 && (
        <>
          <Bubble piece={{ text }} />
          <p class="quiet">
            {w.none} <a href="/channels/add">{w.channels}</a>
          </p>
        </>
      )}
      {(text === '' ? [] : kinds).map(({ kind, channels, pieces }) => (
        <div class="device">
          <h3>
            {kind} <span class="quiet">{channels.join(', ')}</span>
          </h3>
          {(pieces as readonly Piece[]).map((piece) => (
            <Bubble piece={piece} />
          ))}
        </div>
      ))}
    </>
  )
}
