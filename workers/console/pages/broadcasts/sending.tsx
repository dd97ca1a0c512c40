import { Bars } from '../../parts/bars.tsx'
import { Figure } from '../../parts/figure.tsx'
import { numeral } from '../../parts/moment.tsx'
import { reasonWords } from '../../parts/reasons.ts'
import { statusWord } from '../../parts/status.tsx'
import type { Visit } from '../../site.ts'
import { fill, words } from '../../words.ts'
import type { Detail } from './words.ts'

const say = words({
  title: ['What became of it', '发送情况'],
  progress: ['Progress', '进度'],
  looked: [
    '{done} of {total} members looked at, {matched} of them written to',
    '已处理 {done} / {total} 位成员，其中 {matched} 位进入发送',
  ],
  lookedSoFar: [
    '{done} members looked at, {matched} of them written to',
    '已处理 {done} 位成员，其中 {matched} 位进入发送',
  ],
  why: ['Why some have not got it', '尚未收到的原因'],
})

/** How far a broadcast has come, and what became of its messages. Nothing before it has begun. */
export function Sending({ visit, broadcast }: { visit: Visit; broadcast: Detail }) {
  const w = say(visit.locale)
  const { progress, figures, status } = broadcast
  const messages = Object.entries(figures.messages)
  if (!progress && messages.length === 0) return null
  const going = status === 'sending' || status === 'paused'
  return (
    <section class="card">
      <h2>{w.title}</h2>
      {progress && going && (
        <>
          {progress.total !== null && progress.total > 0 && (
            <progress value={Math.min(progress.done, progress.total)} max={progress.total} aria-label={w.progress} />
          )}
          <p class="quiet">
            {fill(progress.total === null ? w.lookedSoFar : w.looked, {
              done: numeral(visit, progress.done),
              total: numeral(visit, progress.total ?? 0),
              matched: numeral(visit, progress.matched),
            })}
          </p>
        </>
      )}
      <div class="figures">
        {messages.map(([state, count]) => (
          <Figure visit={visit} label={statusWord(visit, state)} value={count} />
        ))}
      </div>
      {Object.keys(figures.reasons).length > 0 && (
        <>
          <h3>{w.why}</h3>
          <Bars
            visit={visit}
            label={w.why}
            bars={Object.entries(figures.reasons).map(([reason, value]) => ({
              title: reasonWords(visit, reason),
              value,
            }))}
          />
        </>
      )}
    </section>
  )
}
