import type * as v from 'valibot'
import type { Alert, AlertEntry } from '../../../schema/alert.ts'
import {
  AlertAnswer,
  AlertBody,
  AlertDetail,
  AlertQuery,
  AlertReport,
  DrillBody,
  RaisedAnswer,
  ReportQuery,
} from '../../../schema/api/alerts.ts'
import { pageOf } from '../../../schema/api/page.ts'
import { NoteBody } from '../../../schema/api/tasks.ts'
import { seriesOf, seriesOfId } from '../../../workflows/engine/alerts/series.ts'
import { titleIn } from '../../../workflows/engine/alerts/words.ts'
import type { Command } from '../../../workflows/engine/command.ts'
import { parseDuration } from '../../../workflows/language/duration.ts'
import { formatIso } from '../../../workflows/language/iso.ts'
import { handleCommand } from '../../run/handle.ts'
import { type AlertFigures, alertFigures, findAlert, listAlerts } from '../../store/alerts.ts'
import { later } from '../afterwards.ts'
import { problem } from '../problem.ts'
import { type Asked, type Operation, operation } from './operation.ts'
import { numberAt, pageAnswer, textAt } from './page.ts'

export const alerts = [
  operation({
    method: 'GET',
    path: '/alerts',
    summary: 'Alerts, the newest first',
    query: AlertQuery,
    answers: { 200: pageOf(AlertAnswer) },
    handle: async ({ c, deps, query, page }) => {
      const level = query.level === undefined ? undefined : Number(query.level)
      const drill = query.drill === undefined ? undefined : query.drill === 'true'
      const [at, id] = [numberAt(page, 0), textAt(page, 1)]
      const before = page.after === null || at === null || id === null ? null : { at, id }
      const filter = { status: query.status, key: query.key, level, drill }
      const rows = await listAlerts(deps.db, filter, { before, limit: page.limit })
      const { settings } = await deps.catalogue.known()
      return c.json(
        pageAnswer(
          rows,
          page,
          (one) => alertJson(one, settings.locale),
          (one) => [one.raisedAt, one.id],
        ),
      )
    },
  }),
  operation({
    method: 'POST',
    path: '/alerts',
    summary: 'Raise an alert',
    body: AlertBody,
    answers: { 200: RaisedAnswer, 201: RaisedAnswer },
    handle: (asked) => raise(asked, asked.body),
  }),
  operation({
    method: 'POST',
    path: '/alerts/drill',
    summary: 'Exercise: the same flow, marked as an exercise everywhere, and counted nowhere else',
    body: DrillBody,
    answers: { 200: RaisedAnswer, 201: RaisedAnswer },
    handle: (asked) => raise(asked, { ...asked.body, drill: true }),
  }),
  operation({
    method: 'GET',
    path: '/alerts/report',
    summary: 'How many alerts were raised, and how long it took to answer them; the last 30 days unless it is said',
    query: ReportQuery,
    answers: { 200: AlertReport },
    handle: report,
  }),
  operation({
    method: 'GET',
    path: '/alerts/:id',
    summary: 'One alert, with who was paged when and who answered',
    answers: { 200: AlertDetail },
    handle: answer,
  }),
  answering('acknowledge', 'Say that you see to it: nobody else is paged'),
  answering('resolve', 'Say that it is over'),
]

function answering(verb: 'acknowledge' | 'resolve', summary: string): Operation {
  return operation({
    method: 'POST',
    path: `/alerts/:id/${verb}`,
    summary,
    body: NoteBody,
    answers: { 200: AlertDetail },
    handle: async (asked) => {
      const { c, id, body } = asked
      const subjectId = seriesOfId(id)
      if (subjectId === undefined) return problem(c, 404)
      if (!(await findAlert(asked.deps.db, id))) return problem(c, 404)
      const { note } = body
      const given = { alertId: id, by: c.var.caller.id, via: 'api', ...(note !== undefined && { note }) } as const
      const result = await command(asked, subjectId, { kind: `${verb} alert`, answering: given })
      if (result?.kind === 'refused') return problem(c, result.code === 'resolved' ? 409 : 404, result.message)
      return answer(asked)
    },
  })
}

async function raise(asked: Asked, body: v.InferOutput<typeof AlertBody>): Promise<Response> {
  const { c, deps } = asked
  const { settings } = await deps.catalogue.known()
  const cooldown = body.cooldown ?? settings.alerts.cooldown
  const cooldownMs = cooldown === undefined ? undefined : parseDuration(cooldown)
  const { name, level, title, detail = null, key = name, drill } = body
  const wish = {
    ...{ name, level, title, detail, key, drill, contactId: null, workflowId: null },
    ...(cooldownMs !== undefined && { cooldownMs }),
  }
  const result = await command(asked, seriesOf(key, drill), { kind: 'raise alert', wish })
  if (result?.kind !== 'done' || result.alertId === undefined) return problem(c, 409)
  const created = result.created ?? false
  return c.json({ alert_id: result.alertId, created }, created ? 201 : 200)
}

function command({ c, deps }: Pick<Asked, 'c' | 'deps'>, subjectId: string, asked: Command) {
  return handleCommand(deps, { who: { subjectId }, events: [], results: [], commands: [asked] }, later(c))
}

async function answer({ c, deps, id }: Pick<Asked, 'c' | 'deps' | 'id'>): Promise<Response> {
  const alert = await findAlert(deps.db, id)
  if (!alert) return problem(c, 404)
  const { settings } = await deps.catalogue.known()
  return c.json({ ...alertJson(alert, settings.locale), history: alert.history.map(entryJson) })
}

const REPORT_MS = 30 * 86_400_000

async function report({ c, deps, query }: Asked<v.InferOutput<typeof ReportQuery>>): Promise<Response> {
  const to = query.to === undefined ? deps.clock.now() + 1 : Date.parse(query.to)
  const from = query.from === undefined ? to - REPORT_MS : Date.parse(query.from)
  const figures = await alertFigures(deps.db, from, to)
  const of = (drill: boolean) => figures.filter((one) => one.drill === drill).map(figuresJson)
  return c.json({ from: formatIso(from), to: formatIso(to), levels: of(false), drills: of(true) })
}

function figuresJson({ level, raised, acknowledged, resolved, toAcknowledge, toResolve }: AlertFigures) {
  return {
    ...{ level, raised, acknowledged, resolved, unresolved: raised - resolved },
    time_to_acknowledge: { p50: seconds(toAcknowledge.p50), p90: seconds(toAcknowledge.p90) },
    time_to_resolve: { p50: seconds(toResolve.p50), p90: seconds(toResolve.p90) },
  }
}

function alertJson(alert: Alert, locale: string): v.InferOutput<typeof AlertAnswer> {
  const { id, key, name, level, detail, drill, status, occurrences, suppressed, note } = alert
  const since = (at: number | null) => (at === null ? null : seconds(at - alert.raisedAt))
  return {
    ...{ id, key, name, level, title: titleIn(locale, alert), detail, drill, status, occurrences, suppressed, note },
    raised_at: formatIso(alert.raisedAt),
    last_at: formatIso(alert.lastAt),
    acknowledged_at: isoOrNull(alert.acknowledgedAt),
    acknowledged_by: alert.acknowledgedBy,
    resolved_at: isoOrNull(alert.resolvedAt),
    resolved_by: alert.resolvedBy,
    time_to_acknowledge: since(alert.acknowledgedAt),
    time_to_resolve: since(alert.resolvedAt),
    contact_id: alert.contactId,
    workflow_id: alert.workflowId,
  }
}

function entryJson({ at, ...entry }: AlertEntry): Record<string, unknown> {
  return { at: formatIso(at), ...entry }
}

function seconds<T extends number | null>(ms: T): T {
  return (ms === null ? null : Math.round(ms / 1000)) as T
}

function isoOrNull(at: number | null): string | null {
  return at === null ? null : formatIso(at)
}
