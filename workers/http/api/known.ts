import type { Known } from '../../../workflows/check/check.ts'
import type { Catalogue } from '../../run/catalogue.ts'

/** What exists around a workflow, for whoever checks one. */
export function knownOf({ settings, texts }: Catalogue): Known {
  return { texts: [...texts.keys()], calendars: Object.keys(settings.calendars) }
}
