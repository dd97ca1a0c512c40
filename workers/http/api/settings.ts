import * as v from 'valibot'
import { Settings } from '../../../schema/settings.ts'
import { saveSettings } from '../../store/settings.ts'
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
      await saveSettings(deps.db, { ...(await deps.catalogue.refresh()).settings, ...body })
      return c.json((await deps.catalogue.refresh()).settings)
    },
  }),
]
