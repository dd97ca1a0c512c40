import type { Known } from '../../../workflows/check/check.ts'
import type { Catalogue } from '../../run/catalogue.ts'

/** What exists around a workflow, for whoever checks one. */
export function knownOf({ settings, texts, segments }: Catalogue): Known {
  return { texts: [...texts.keys()], calendars: Object.keys(settings.calendars), segments: [...segments.keys()] }
}

/** Also what may still be set up before the workflow is published: who asks for a judgement is told, saving is not refused. */
export function namedIn(catalogue: Catalogue): Known {
  const workflows = catalogue.workflows.map(({ id }) => id)
  return { ...knownOf(catalogue), channels: [...catalogue.channels.keys(), BUILT_IN], workflows }
}

/** Where CloudEvents without a channel come in. */
const BUILT_IN = 'events'
