import { expect, it } from 'vitest'
import { SETTINGS_DEFAULT } from '../../../schema/settings.ts'
import { checkDefinition } from '../../../workflows/check/check.ts'
import { simulate } from '../../../workflows/simulate/simulate.ts'

function workflow(definition: object) {
  const checked = checkDefinition({ name: 'x', ...definition })
  if (checked.kind === 'problems') throw new Error(JSON.stringify(checked.problems))
  return { id: checked.program.workflowId, paused: false, program: { ...checked.program, version: 1 } }
}

const raiser = {
  id: 'raiser',
  triggers: [{ on: 'custom.bad' }],
  actions: [
    { id: 'a', do: 'alert.raise', with: { name: 'bad', level: 2, title: 'Bad {{event.data.n}}' } },
    { set: { created: { expr: 'steps.a.created' } } },
    { when: 'steps.a.created', do: 'points.award', with: { points: 5, reason: 'told us' } },
    { wait: '1h' },
    { do: 'alert.resolve', with: { alert_id: '{{steps.a.alert_id}}', note: 'fixed' } },
  ],
  entry: { mode: 'parallel', max: 5 },
}
const hears = {
  id: 'hears',
  triggers: [{ on: 'alert.raised' }, { on: 'alert.resolved' }],
  entry: { mode: 'parallel', max: 5 },
  actions: [{ do: 'metric.add', with: { metric: 'heard' } }],
}

it('a simulation raises, pages, escalates and resolves as the product does', () => {
  const rota = {
    timezone: 'UTC',
    people: { ann: { channel: 'pager', to: 'ann' }, bob: { channel: 'pager', to: 'bob' } },
    lines: [{ people: ['ann'] }, { people: ['bob'] }],
    ...{ holidays: [], overrides: [] },
  }
  const simulated = simulate({
    workflows: [workflow(raiser), workflow(hears)],
    contact: { id: 'c1' },
    events: [
      { at: '2026-03-02T10:00:00Z', type: 'custom.bad', data: { n: 1 } },
      { at: '2026-03-02T10:05:00Z', type: 'custom.bad', data: { n: 2 } },
    ],
    ...{ starts: [], replies: {}, from: '2026-03-02T09:00:00Z', until: '2026-03-02T12:00:00Z' },
    settings: { alerts: { ...SETTINGS_DEFAULT.alerts, rota: 'main' } },
    channels: new Map([['pager', { kind: 'sandbox', sends: true }]]),
    rotas: new Map([['main', rota]]),
  })
  const pages = simulated.messages.map(({ at, to, text }) => `${at.slice(11, 16)} ${to} ${text}`)
  const page = (at: string, who: string) => `${at} ${who} Alert, level 2: Bad 1`
  expect(pages).toEqual([page('10:00', 'ann'), page('10:10', 'bob'), page('10:20', 'ann'), page('10:30', 'bob')])
  expect(simulated.contact.points).toBe(5)
  const runs = simulated.runs.filter((run) => run.workflow_id === 'raiser')
  expect(runs.map(({ status, vars }) => [status, vars.created])).toEqual([
    ['completed', true],
    ['completed', false],
  ])
  const raised = simulated.timeline.flatMap((entry) => (entry.kind === 'raised' ? [`${entry.at.slice(11, 16)} ${entry.type}`] : []))
  expect(raised.filter((line) => !/points|workflow/.test(line) && !line.includes('escalated'))).toEqual(['10:00 alert.raised', '11:00 alert.resolved'])
}) // biome-ignore format: one guarantee
