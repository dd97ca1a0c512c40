import { SettingsShape } from '../../../schema/api/settings.ts'
import { saveSettings } from '../../store/settings.ts'
import { operation } from './operation.ts'

export const settings = [
  operation({
    method: 'GET',
    path: '/settings',
    summary: 'What holds for contacts of whom nothing else is known',
    answers: { 200: SettingsShape },
    handle: async ({ c, deps }) => c.json((await deps.catalogue.refresh()).settings),
  }),
  operation({
    method: 'PUT',
    path: '/settings',
    summary: 'Set the community’s language and time zone',
    needs: 'admin',
    body: SettingsShape,
    answers: { 200: SettingsShape },
    handle: async ({ c, deps, body }) => {
      await saveSettings(deps.db, body)
      return c.json((await deps.catalogue.refresh()).settings)
    },
  }),
]
