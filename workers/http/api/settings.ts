import * as v from 'valibot'
import { Settings } from '../../../schema/settings.ts'
import { referralProblems } from '../../../workflows/engine/referrals/by-event.ts'
import { roleProblems } from '../../../workflows/engine/roles.ts'
import { tierProblems } from '../../../workflows/engine/tiers.ts'
import { SCHEDULES } from '../../run/tick.ts'
import type { Statement } from '../../store/database.ts'
import { newId } from '../../store/id.ts'
import { keepJob } from '../../store/jobs.ts'
import { saveSettings } from '../../store/settings.ts'
import { problem } from '../problem.ts'
import { operation } from './operation.ts'

export const settings = [
  operation({
    method: 'GET',
    path: '/settings',
    summary: 'What is decided for the whole community',
    answers: { 200: Settings },
    handle: async ({ c, deps }) => c.json((await deps.catalogue.refresh()).settings),
  }),
  operation({
    method: 'PUT',
    path: '/settings',
    summary: 'Change sections of the settings; those that are not given stay',
    needs: 'admin',
    body: v.partial(Settings),
    answers: { 200: Settings },
    handle: async ({ c, deps, body }) => {
      const problems = [
        ...(body.tiers ? tierProblems(body.tiers) : []),
        ...(body.roles ? roleProblems(body.roles) : []),
        ...(body.referral ? referralProblems(body.referral) : []),
      ]
      if (problems.length > 0) return problem(c, 400, 'the settings are not right', problems)
      const { settings: before } = await deps.catalogue.refresh()
      await saveSettings(deps.db, { ...before, ...body }, replanned(before, body, deps.clock.now()))
      await deps.timers.arm([{ subjectId: SCHEDULES, dueAtMs: deps.clock.now() }])
      const { settings } = await deps.catalogue.refresh()
      return c.json(settings)
    },
  }),
]

/** What is planned for every contact changes with these: a job looks at each once. */
function replanned(before: Settings, body: Partial<Settings>, now: number): Statement[] {
  const differs = (['stages', 'risk'] as const).some(
    (section) => body[section] !== undefined && JSON.stringify(body[section]) !== JSON.stringify(before[section]),
  )
  return differs ? [keepJob(`j${newId(now)}`, { kind: 'touch' }, now)] : []
}
