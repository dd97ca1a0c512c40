import * as v from 'valibot'
import { Settings } from '../../../schema/settings.ts'
import { tierProblems } from '../../../workflows/engine/tiers.ts'
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
      const problems = body.tiers ? tierProblems(body.tiers) : []
      if (problems.length > 0) return problem(c, 400, 'the settings are not right', problems)
      await saveSettings(deps.db, { ...(await deps.catalogue.refresh()).settings, ...body })
      return c.json((await deps.catalogue.refresh()).settings)
    },
  }),
]
