import { Facts } from '../../parts/facts.tsx'
import { lasting, Moment, numeral } from '../../parts/moment.tsx'
import { SendButton } from '../../parts/send-button.tsx'
import type { Visit } from '../../site.ts'
import { fill, words } from '../../words.ts'
import type { Kind } from './kinds.ts'

const say = words({
  title: ['How fast it sends', '发送速度'],
  limit: ['{limit} in {time}', '{time} {limit} 条'],
  channel: ['Altogether', '总计'],
  recipient: ['To one person', '对单人'],
  room: ['To one room', '对单群'],
  none: ['No limit of its own.', '没有自身限制。'],
  held: ['The provider wants to be left alone until', '服务商要求暂停至'],
  line: ['Messages stand in line and go one after the other.', '有消息在排队，依次发送。'],
  free: ['Nothing waits.', '没有等待中的消息。'],
  now: ['Now', '当前'],
  resume: ['Go on at once', '立即继续'],
})

type Health = { channels: { id: string; held_until: string | null; in_line: boolean }[] }

/** What a channel may send, and whether its provider wants it to wait. */
export async function Pace({ visit, id, kind }: { visit: Visit; id: string; kind: Kind }) {
  const w = say(visit.locale)
  const health = await visit.api.get<Health>('/health')
  const state = health.kind === 'ok' ? health.body.channels.find((one) => one.id === id) : undefined
  const named = (per: string) => (w as Record<string, string>)[per] ?? per
  return (
    <section class="card">
      <h2>{w.title}</h2>
      <Facts
        facts={[
          ...kind.limits.map(
            ({ per, limit, per_ms }) =>
              [
                named(per),
                fill(w.limit, { limit: numeral(visit, limit), time: lasting(visit, per_ms / 1000) }),
              ] as const,
          ),
          [
            w.now,
            state?.held_until ? (
              <>
                {w.held} <Moment visit={visit} at={state.held_until} />
              </>
            ) : state?.in_line ? (
              w.line
            ) : (
              w.free
            ),
          ],
        ]}
      />
      {kind.limits.length === 0 && <p class="quiet">{w.none}</p>}
      {state?.held_until && (
        <div class="row after">
          <SendButton visit={visit} to={`/channels/${encodeURIComponent(id)}/resume`}>
            {w.resume}
          </SendButton>
        </div>
      )}
    </section>
  )
}
