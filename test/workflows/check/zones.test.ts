import * as v from 'valibot'
import { expect, it } from 'vitest'
import { Settings } from '../../../schema/settings.ts'
import { Zone } from '../../../schema/text.ts'
import { checkDefinition } from '../../../workflows/check/check.ts'
import { isZone } from '../../../workflows/language/zone.ts'

const workflow = (more: object) =>
  checkDefinition({ ...{ id: 'w', name: 'w', triggers: [{ on: 'go' }], actions: [] }, ...more }).kind

/** An offset knows no daylight saving: the engine refuses it, so whatever takes a zone must. */
it.each(['+02:00', '-05', '+0530', 'Mars/Phobos', '', ' UTC'])(
  'takes %j for no time zone, wherever one is written',
  (zone) => {
    expect(isZone(zone)).toBe(false)
    expect(v.safeParse(Settings, { timezone: zone }).success).toBe(false)
    expect(workflow({ settings: { timezone: zone } })).toBe('problems')
    expect(workflow({ triggers: [{ schedule: '0 9 * * *', timezone: zone }] })).toBe('problems')
    expect(workflow({ actions: [{ do: 'contact.set', with: { timezone: zone || '?' } }] })).toBe('problems')
    expect(workflow({ inputs: { z: { type: 'timezone', default: zone } } })).toBe('problems')
  },
)

it('takes no zone that the engine does not know', () => {
  for (const zone of [...Intl.supportedValuesOf('timeZone'), 'UTC', 'utc', 'GMT', 'EST', 'Etc/GMT+5', 'CET'])
    expect([zone, v.safeParse(Zone, zone).success]).toEqual([zone, isZone(zone)])
})
