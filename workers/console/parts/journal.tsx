import type * as v from 'valibot'
import type { JournalAnswer } from '../../../schema/api/runs.ts'
import type { Visit } from '../site.ts'
import { words } from '../words.ts'
import { Moment } from './moment.tsx'
import { Status } from './status.tsx'

export type Entry = v.InferOutput<typeof JournalAnswer>

const say = words({
  input: ['with', '输入'],
  output: ['gave', '结果'],
  attempt: ['attempt', '第几次'],
  delivery: ['delivery', '投递'],
})

const TONES: Record<string, string> = {
  started: 'info',
  completed: 'good',
  skipped: '',
  waiting: 'info',
  failed: 'bad',
  ended: '',
}

/** What a run did, in order: each decision with the values behind it. */
export function Journal({ visit, entries }: { visit: Visit; entries: readonly Entry[] }) {
  return (
    <ol class="line">
      {entries.map((entry) => (
        <li class={entry.warning !== undefined && entry.status !== 'failed' ? 'warn' : TONES[entry.status]}>
          <Line visit={visit} entry={entry} />
        </li>
      ))}
    </ol>
  )
}

export function Line({ visit, entry }: { visit: Visit; entry: Entry }) {
  const w = say(visit.locale)
  const { step, verb, status, input, output, warning, error, delivery, attempt } = entry
  return (
    <>
      <strong>{step ?? verb}</strong> {step !== null && step !== verb && <span class="quiet">{verb}</span>}{' '}
      <span class="quiet">{status}</span> <Moment visit={visit} at={entry.at} />
      {error !== undefined && (
        <p class="wrong">
          <code>{error.code}</code> {error.message}
        </p>
      )}
      {warning !== undefined && <p class="quiet">⚠ {warning}</p>}
      {delivery !== undefined && (
        <p>
          {w.delivery}: <Status visit={visit} of={delivery.status} />{' '}
          {delivery.attempts > 1 && `${w.attempt} ${delivery.attempts}`} <span class="quiet">{delivery.reason}</span>
        </p>
      )}
      {attempt !== undefined && attempt > 1 && (
        <span class="quiet">
          {w.attempt} {attempt}
        </span>
      )}
      <Value title={w.input} value={input} />
      <Value title={w.output} value={output} />
    </>
  )
}

/** Small values stand in the line; larger ones open. */
function Value({ title, value }: { title: string; value: unknown }) {
  if (value === undefined || value === null) return null
  const text = JSON.stringify(value)
  if (text.length <= 90)
    return (
      <div>
        <span class="quiet">{title}</span> <code>{text}</code>
      </div>
    )
  return (
    <details>
      <summary>{title}</summary>
      <pre tabindex={0}>{JSON.stringify(value, null, 2)}</pre>
    </details>
  )
}
