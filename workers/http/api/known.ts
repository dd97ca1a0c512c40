import type { Known } from '../../../workflows/check/check.ts'
import type { Catalogue } from '../../run/catalogue.ts'

/** What exists around a workflow, for whoever checks one. */
export function knownOf({ settings }: Catalogue): Known {
  return { calendars: Object.keys(settings.calendars) }
}
