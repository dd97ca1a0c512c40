import { eventWords } from '../../../schema/event-words.ts'
import { isObject } from '../../../schema/json.ts'
import type { Visit } from '../site.ts'
import { words } from '../words.ts'

const say = words({
  time: ['its time', '时间到'],
  decision: ['a decision', '审批'],
  delivery: ['the delivery', '发送结果'],
  gate: ['the moment when it may be sent', '可以发送的时刻'],
  grant: ['its share', '配额'],
  run: ['another workflow', '另一工作流'],
  or: [' or ', '或'],
})

/** What a run waits for, in a few words. */
export function waitingWords({ locale }: Pick<Visit, 'locale'>, waiting: unknown): string {
  if (!isObject(waiting)) return ''
  const w = say(locale)
  if (waiting.task !== undefined) return w.decision
  const events = Array.isArray(waiting.events) ? waiting.events.map((one) => eventWords(String(one), locale)) : []
  if (events.length > 0) return events.join(w.or)
  return (w as Record<string, string>)[String(waiting.for)] ?? ''
}
