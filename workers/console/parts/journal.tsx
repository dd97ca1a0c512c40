import type * as v from 'valibot'
import type { JournalAnswer } from '../../../schema/api/runs.ts'
import { eventWords } from '../../../schema/event-words.ts'
import { wordsOf } from '../../../workflows/check/difference/words/words.ts'
import type { Visit } from '../site.ts'
import { fill, words } from '../words.ts'
import { Moment } from './moment.tsx'
import { reasonWords } from './reasons.ts'
import { Status } from './status.tsx'
import type { StepNames } from './step-names.ts'
import { Values } from './values.tsx'

export type Entry = v.InferOutput<typeof JournalAnswer>

const say = words({
  input: ['with', '输入'],
  output: ['gave', '结果'],
  tries: ['try {count}', '第 {count} 次尝试'],
  delivery: ['Delivery', '投递'],
  started: ['The run started', '运行开始'],
  ended: ['The run ended', '运行结束'],
  place: ['step {n}', '第 {n} 步'],
  branch: ['step {n}, within a branch', '第 {n} 步内的分支'],
  wait: ['wait', '等待'],
  wait_for: ['wait for an event', '等待事件'],
  if: ['decide', '判断'],
  choose: ['choose a branch', '选择分支'],
  split: ['share out among branches', '随机分流'],
  repeat: ['repeat', '重复'],
  set: ['remember', '记录变量'],
  approve: ['ask for approval', '请求审批'],
  throttle: ['limit the rate', '限流'],
  call: ['call a workflow', '调用工作流'],
  stop: ['stop', '停止'],
  exit: ['Left early', '提前退出'],
  goal: ['Reached the goal', '达成目标'],
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
export function Journal({ visit, entries, steps }: { visit: Visit; entries: readonly Entry[]; steps: StepNames }) {
  return (
    <ol class="line">
      {entries.map((entry) => (
        <li class={toneOf(entry)}>
          <Line visit={visit} entry={entry} steps={steps} />
        </li>
      ))}
    </ol>
  )
}

export function toneOf({ warning, status }: Entry): string {
  return warning !== undefined && status !== 'failed' ? 'warn' : (TONES[status] ?? '')
}

/** `steps` are the steps of the definition, where it is known. */
export function Line({ visit, entry, steps }: { visit: Visit; entry: Entry; steps?: StepNames }) {
  const w = say(visit.locale)
  const { verb, status, input, output, warning, error, delivery, attempt } = entry
  const isPlain = verb === 'run' || status === 'completed'
  return (
    <>
      <strong>{steps?.get(entry.step ?? '') ?? verbWords(visit, entry)}</strong>{' '}
      {!isPlain && <Status visit={visit} of={status} />} <span class="quiet">{placeWords(visit, entry.step)}</span>{' '}
      <Moment visit={visit} at={entry.at} />
      {error !== undefined && (
        <p class="wrong">
          <code>{error.code}</code> {error.message}
        </p>
      )}
      {warning !== undefined && <p class="quiet">⚠ {warning}</p>}
      {delivery !== undefined && (
        <div>
          {w.delivery}: <Status visit={visit} of={delivery.status} />{' '}
          {delivery.attempts > 1 && fill(w.tries, { count: delivery.attempts })}{' '}
          <span class="quiet">{reasonWords(visit, delivery.reason)}</span>
        </div>
      )}
      {attempt !== undefined && attempt > 1 && <span class="quiet">{fill(w.tries, { count: attempt })}</span>}
      <Values visit={visit} title={w.input} value={input} />
      <Values visit={visit} title={w.output} value={output} />
    </>
  )
}

/** What a step does, in the reader's language. */
function verbWords(visit: Visit, { verb, status, input }: Entry): string {
  const w = say(visit.locale)
  if (verb === 'run') {
    if (status !== 'started') return w.ended
    const type = (input as { type?: unknown } | undefined)?.type
    return typeof type === 'string' ? `${w.started} · ${eventWords(type, visit.locale)}` : w.started
  }
  return wordsOf(visit.locale).actions[verb] ?? (w as Record<string, string>)[verb] ?? verb
}

/** Where a run stands: a step's own id, or its place as people count. */
export function placeWords(visit: Visit, step: string | number | null): string {
  const w = say(visit.locale)
  if (typeof step === 'number') return fill(w.place, { n: step + 1 })
  const [, first, within] = /^actions\.(\d+)(\..+)?$/.exec(step ?? '') ?? []
  if (first === undefined) return step ?? ''
  return fill(within === undefined ? w.place : w.branch, { n: Number(first) + 1 })
}
