import { lessons } from '../../lessons.ts'
import type { Mutation } from './list.ts'

/** The mistake that a lesson tells of, made here. The tests that are named for the lesson must notice. */
const mistakes: readonly (readonly [lesson: number, file: string, from: string, to: string])[] = [
  [1, 'workers/store/deliveries.ts', 'send_after <= ?1 AND lease_until <= ?2', 'send_after <= ?1'],
  [3, 'workers/run/deliver.ts', 'await Promise.all([places.close(), record', "if (tried.some(({ outcome }) => outcome.kind === 'rejected')) return\n  await Promise.all([places.close(), record"],
  [4, 'workflows/engine/message.ts', "note(turn, run, { ...entry, status: 'skipped' })\n      return { kind: 'go', to: next }", "note(turn, run, { ...entry, status: 'skipped' })\n      return { kind: 'end', status: 'failed', reason: 'skipped' }"],
  [6, 'workers/run/tick.ts', "eventIdOf('schedule', `", "eventIdOf('schedule', crypto.randomUUID() + `"],
  [7, 'workers/run/tick.ts', 'row?.version === one.version ? row : undefined', 'row'],
  [7, 'workers/run/tick.ts', 'if (current && current.nextAt > now) continue\n    const next = one.trigger.cron.next(now, one.zone)', "if (current && current.nextAt > now) continue\n    const next = (row ? { next: (at: number) => at + 60_000 } : one.trigger.cron).next(now, one.zone)"],
  [7, 'workflows/engine/start.ts', 'if (workflow.paused &&', 'if (workflow.paused && asked.some(([, { kind }]) => kind !== "schedule") &&'],
  [8, 'workers/store/events.ts', 'ON CONFLICT (id) DO NOTHING RETURNING id', "ON CONFLICT (id) DO UPDATE SET status = 'pending' RETURNING id"],
  [9, 'workers/store/grants.ts', '<= most', '<= most + 1'],
  [9, 'workflows/engine/admit.ts', "first && entry.mode === 'single'", "first && entry.mode === 'single' && first.startedAt !== now"],
  [11, 'workers/store/figures.ts', "count(*) AS n FROM (\n        SELECT s.value->>'metric' AS status,", "sum(attempts) AS n FROM (\n        SELECT d.attempts AS attempts, s.value->>'metric' AS status,"],
  [12, 'workflows/engine/start.ts', 'contact.bursts[name]?.firstAt ?? turn.world.now', 'turn.world.now'],
  [14, 'workers/run/tick.ts', 'if (next !== undefined)', 'if (next !== undefined && row)'],
  [16, 'workflows/engine/carry-out.ts', "if (told.kind === 'skipped') {", "if (told.kind === 'skipped') return { kind: 'wait', waiting: { for: 'delivery', delivery: '' }, wakeAt: null }\n  if (told.kind === 'skipped') {"],
  [17, 'workers/store/let-go.ts', "over: \"status NOT IN ('active', 'waiting')\"", "over: 'true'"],
  [18, 'workflows/engine/command.ts', 'return cancel(turn, asked.runId, asked.reason)', "return { kind: 'done' }"],
  [19, 'workflows/engine/resume.ts', 'follow(moved, settleDelivery(moved, instruction, moved.run.position + 1, { result, keeps }))\n  startQueued(turn, moved.run)', 'follow(moved, settleDelivery(moved, instruction, moved.run.position + 1, { result, keeps }))'],
  [19, 'workflows/engine/retry.ts', '  startQueued(turn, again)\n', "  again.status = 'waiting'\n"],
  [20, 'workflows/engine/planned.ts', 'if (inside === before ||', 'if (!inside && before) turn.actor.runs = turn.actor.runs.filter((run) => run.workflowId !== program.workflowId)\n    if (inside === before ||'],
  [23, 'workflows/engine/gate/quiet-hours.ts', 'shown >= from || shown < to', 'shown >= from'],
  [24, 'workflows/engine/gate/quiet-hours.ts', 'return from <= to ?', 'return from < to ?'],
  [25, 'workflows/engine/gate/quiet-hours.ts', 'from <= to ? shown >= from && shown < to : shown >= from || shown < to', 'shown >= Math.min(from, to) && shown < Math.max(from, to)'],
  [26, 'workflows/engine/gate/quiet-hours.ts', 'shown >= from || shown < to', 'shown > from || shown < to'],
  [26, 'workflows/engine/gate/quiet.ts', 'draft.room === undefined ? contact.timezone : null', 'null'],
  [28, 'workflows/engine/waits.ts', '...(LOCAL.has(instruction.spec.kind) && { timezone: zoneOf(moved) })', ''],
  [29, 'workflows/language/zone.ts', 'for (const ms of [first, last])', 'for (const ms of [last, first])'],
  [29, 'workflows/language/zone.ts', 'return transition(first, last, found)', 'return first'],
  [30, 'workflows/language/zone.ts', '  if (at) return', '  if (at?.hour) return'],
  [31, 'workflows/engine/compile-wait.ts', "ifPast: spec.if_past ?? 'continue'", "ifPast: spec.if_past ?? 'fail'"],
  [32, 'workflows/engine/compile-wait.ts', "kind: 'days', days: spec.days,", "kind: 'days', days: 1,"],
  [33, 'workflows/engine/waits.ts', 'return turn.actor.contact.timezone ??', 'return'],
  [34, 'workflows/engine/admit.ts', "reason: 'already running' }\n  if (first && entry.mode === 'queued'", "reason: 're-entry' }\n  if (first && entry.mode === 'queued'"],
  [35, 'workflows/engine/admit.ts', ' && run.memory.entryKey === entryKey', ''],
  [36, 'workflows/engine/resume.ts', '  const asking = askingOf(run, instruction)\n', "  const asking = askingOf(run, instruction)\n  if (turn.actor.contact.entries[run.workflowId] !== undefined && moved.program.entry.reentry === 'never') return finish(turn, run, 'cancelled', 're-entry')\n"],
  [37, 'workflows/engine/start.ts', 'const scope = triggerScope(turn, program, event, givenWith(event) ?? {})', 'rememberEntry(turn, program, null)\n  const scope = triggerScope(turn, program, event, givenWith(event) ?? {})'],
  [38, 'workflows/engine/waits.ts', 'if (instruction.sinceStart)', 'if (false)'],
  [39, 'workflows/engine/match.ts', 'of any.entries()', 'of any.slice(1).entries()'],
  [40, 'workflows/engine/waits.ts', 'if (instruction.already) {', 'if (instruction.already && run.memory.executed < 0) {'],
  [41, 'workflows/engine/resume.ts', '    advance(moved, instruction.else)\n', "    finish(turn, run, 'cancelled', 'timed out')\n"],
  [42, 'workflows/engine/waits.ts', 'return now + timeoutMs', 'return moved.run.startedAt + timeoutMs'],
  [42, 'workflows/engine/react.ts', '  carryDue(turn)\n', "  if (stimulus.kind !== 'event') carryDue(turn)\n"],
  [44, 'workflows/check/rules/ends.ts', 'return steps.some(endsRun)', 'return false && steps.some(endsRun)'],
  [45, 'workflows/engine/retry.ts', '  again.version = version\n', ''],
  [47, 'workflows/engine/breaker.ts', 'causes.length < CAUSES_MAX', 'causes.length < CAUSES_MAX * 9'],
  [47, 'workers/channels/slack/message.ts', 'const isBot = ', 'const isBot = false && '],
  [48, 'workflows/engine/loops.ts', 'memory.executed += 1', 'memory.executed += 0'],
  [49, 'workflows/engine/gate/caps.ts', "draft.category === 'transactional' ||", ''],
  [49, 'workflows/engine/gate/caps.ts', 'Math.min(...times.map((sent) => sent + perMs).filter((free) => free > at))', 'at + 3 * perMs'],
  [50, 'workflows/actions/message/draft.ts', "?? 'promotional'", "?? 'transactional'"],
  [51, 'workflows/engine/gate/reachable.ts', "stopped('no channel')", "stopped('no channel', '', 'expired')"],
  [53, 'workflows/engine/digest.ts', 'contact.facts.digests?.[name] ?? opened', 'opened'],
  [54, 'workflows/engine/split.ts', 'const held = instruction', 'const held = run.memory.executed > 0 ? undefined : instruction'],
  [55, 'workers/store/codes.ts', 'issued_at IS NULL ORDER BY n', 'true ORDER BY n'],
] // biome-ignore format: one mistake a line

/** The simulation has mutations of its own, and takes long. */
const testsOf = (lesson: number): string[] => {
  const files = lessons.find(({ number }) => number === lesson)?.held.map(([file]) => file) ?? []
  return [...new Set(files)].filter((file) => file.endsWith('.test.ts') && !/\/(simulation|local)\//.test(file))
}

export const fromLessons: readonly Mutation[] = mistakes.map(([lesson, file, from, to]) => ({
  ...{ file, from, to, lesson },
  caughtBy: testsOf(lesson),
}))
