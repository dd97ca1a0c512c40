import { eventWords } from '../../../../schema/event-words.ts'
import { Moment } from '../../parts/moment.tsx'
import { reasonWords } from '../../parts/reasons.ts'
import { Status } from '../../parts/status.tsx'
import type { Visit } from '../../site.ts'
import { words } from '../../words.ts'
import type { Simulation } from './play.ts'

const say = words({
  title: ['What would happen', '会发生什么'],
  nothing: ['Nothing would happen: no trigger is met.', '什么也不会发生：没有满足的触发条件。'],
  details: ['Every decision, with the values behind it', '每一个决定及其依据'],
  started: ['The workflow starts', '工作流启动'],
  ended: ['The workflow ends', '工作流结束'],
  refused: ['The workflow does not start:', '工作流未启动：'],
})

type Told = Simulation['timeline'][number]

type Given = { visit: Visit; simulation: Simulation; zone: string; title?: string }

/** A simulation as a conversation on a time axis: what the member does and gets; every decision below. */
export function Conversation({ visit, simulation, zone, title }: Given) {
  const w = say(visit.locale)
  const there: Visit = { ...visit, zone }
  const shown = simulation.timeline.filter(({ kind }) =>
    ['event', 'message', 'started', 'ended', 'refused'].includes(kind),
  )
  return (
    <section class="card">
      <h2>{title ?? w.title}</h2>
      {shown.length === 0 && <p>{w.nothing}</p>}
      <ol class="line talk">
        {shown.map((one) => (
          <li class={toneOf(one)}>
            <Told visit={there} one={one} />
          </li>
        ))}
      </ol>
      <details>
        <summary>{w.details}</summary>
        <ol class="line">
          {simulation.timeline.map(({ at, kind, ...rest }) => (
            <li>
              <strong>{kind}</strong> <Moment visit={there} at={at} /> <code class="small">{JSON.stringify(rest)}</code>
            </li>
          ))}
        </ol>
      </details>
    </section>
  )
}

function Told({ visit, one }: { visit: Visit; one: Told }) {
  const w = say(visit.locale)
  const text = (name: string) => (typeof one[name] === 'string' ? (one[name] as string) : '')
  if (one.kind === 'message')
    return (
      <>
        <div class="bubble">{text('text')}</div>
        <div>
          <Moment visit={visit} at={one.at} /> <Status visit={visit} of={text('status')} />{' '}
          <span class="quiet">{reasonWords(visit, text('reason'))}</span>
        </div>
      </>
    )
  if (one.kind === 'event')
    return (
      <>
        <div class="bubble theirs">
          <span class="quiet">{eventWords(text('type'), visit.locale)}</span> {saidIn(one)}
        </div>
        <div>
          <Moment visit={visit} at={one.at} /> <span class="quiet">{reasonWords(visit, text('reason'))}</span>
        </div>
      </>
    )
  const word = one.kind === 'started' ? w.started : one.kind === 'ended' ? w.ended : w.refused
  return (
    <span class="quiet">
      {word} {reasonWords(visit, text('reason'))} <Moment visit={visit} at={one.at} />
    </span>
  )
}

function saidIn(one: Told): string {
  const data = one.data as { text?: unknown } | undefined
  return typeof data?.text === 'string' ? data.text : ''
}

function toneOf(one: Told): string {
  if (one.kind === 'message') return one.status === 'sent' ? 'good' : 'warn'
  return one.kind === 'event' ? 'info' : ''
}
