import type { EngineEvent } from '../../schema/actor.ts'
import type { Count } from '../../schema/metric.ts'
import { MINUTE_MS } from '../engine/limits.ts'
import type { Trigger } from '../engine/program.ts'
import type { Workflow } from '../engine/world.ts'
import { holds } from '../language/expressions.ts'

/** So many windows before the present one make the baseline. */
const BASELINE_WINDOWS = 7

type Watched = {
  workflow: Workflow
  index: number
  trigger: Extract<Trigger, { kind: 'metric' }>
  holds: boolean
  turn: number
  /** When it may change though nothing is counted: something leaves the windows. */
  lookAt: number
}

/** What was counted, by the minute, and on which side of its line each metric trigger is. */
export type Metrics = { counted: Map<string, Map<number, number>>; watched: Watched[] }

/** Each trigger notes on which side it is with nothing counted yet, and waits for its line to be crossed. */
export function metricsOf(workflows: readonly Workflow[]): Metrics {
  const watched = workflows.flatMap((workflow) =>
    workflow.program.triggers.flatMap((trigger, index): Watched[] => {
      if (trigger.kind !== 'metric' || workflow.paused) return []
      const inside = holds(trigger.if, { value: 0, baseline: 0, inputs: workflow.program.inputs }).holds
      return [{ workflow, index, trigger, holds: inside, turn: 0, lookAt: Number.POSITIVE_INFINITY }]
    }),
  )
  return { counted: new Map(), watched }
}

/** A line that was crossed: an event for the workflow itself. */
export type Crossed = { workflow: Workflow; event: EngineEvent }

/** Count, and say which lines that crosses. */
export function count(metrics: Metrics, counts: readonly Count[], now: number): Crossed[] {
  const minute = Math.floor(now / MINUTE_MS)
  for (const { metric, value } of counts) {
    const minutes = metrics.counted.get(metric) ?? new Map<number, number>()
    minutes.set(minute, (minutes.get(minute) ?? 0) + value)
    metrics.counted.set(metric, minutes)
  }
  const names = new Set(counts.map(({ metric }) => metric))
  return metrics.watched
    .filter(({ trigger }) => names.has(trigger.metric))
    .flatMap((one) => look(metrics, one, { now, causes: causesOf(one, counts) }))
}

/** Time has passed: which lines does what has left the windows cross? */
export function lookAgain(metrics: Metrics, now: number): Crossed[] {
  return metrics.watched.filter(({ lookAt }) => lookAt <= now).flatMap((one) => look(metrics, one, { now, causes: [] }))
}

export function nextLook({ watched }: Metrics): number {
  return Math.min(Number.POSITIVE_INFINITY, ...watched.map(({ lookAt }) => lookAt))
}

function causesOf({ trigger }: Watched, counts: readonly Count[]): string[] {
  const led = counts.filter(({ metric }) => metric === trigger.metric).map(({ causes }) => causes)
  return led.sort((a, b) => b.length - a.length)[0] ?? []
}

function look(metrics: Metrics, one: Watched, { now, causes }: { now: number; causes: string[] }): Crossed[] {
  const { trigger, workflow, index } = one
  const minute = Math.floor(now / MINUTE_MS)
  const width = trigger.windowMinutes
  const all = [...(metrics.counted.get(trigger.metric) ?? new Map<number, number>())]
  const within = (from: number, to: number) => all.filter(([at]) => at > from && at <= to)
  const value = sum(within(minute - width, minute))
  const past = within(minute - (BASELINE_WINDOWS + 1) * width, minute - width)
  const baseline = sum(past) / BASELINE_WINDOWS
  const edges = all.flatMap(([at]) => [at + width, at + (BASELINE_WINDOWS + 1) * width]).filter((at) => at > minute)
  one.lookAt = Math.min(Number.POSITIVE_INFINITY, ...edges) * MINUTE_MS
  const inside = holds(trigger.if, { value, baseline, inputs: workflow.program.inputs }).holds
  const crossed = inside && !one.holds
  one.holds = inside
  if (!crossed) return []
  one.turn += 1
  const data = { workflow_id: workflow.id, trigger: index, metric: trigger.metric, value, baseline }
  const id = `metric-${workflow.id}-${index}-${one.turn}`
  return [{ workflow, event: { id, type: 'metric.crossed', at: now, channel: null, data, causes } }]
}

function sum(counted: readonly [number, number][]): number {
  return counted.reduce((total, [, value]) => total + value, 0)
}
