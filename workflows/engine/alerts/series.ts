import { bucket } from '../../language/bucket.ts'

const HALF = 2 ** 32
/** Stands in the names of exercises, so that whoever counts pages knows them. */
const DRILL = 'drill-'

/**
 * The subject of all alerts with this key, one after the other. Drills have one of their own, so that an exercise is
 * never taken for the real thing, nor the other way round.
 */
export function seriesOf(key: string, drill: boolean): string {
  const name = `${drill ? 'drill' : 'alert'} ${key}`
  const hex = (salt: string) => bucket(name, salt, HALF).toString(16).padStart(8, '0')
  return `a-${drill ? DRILL : ''}${hex('alert')}${hex('series')}`
}

/** The id of one episode. */
export function episodeId(series: string, episode: number): string {
  return `${series}.${episode}`
}

const EPISODE = /^(a-(?:drill-)?[0-9a-f]{16})\.\d{1,9}$/

/** The subject that this alert belongs to; undefined for what is no alert's id. */
export function seriesOfId(alertId: string): string | undefined {
  return EPISODE.exec(alertId)?.[1]
}

/** The message that pages somebody. Like every message of a contact it is named after them. */
export function pageId(subjectId: string, alertId: string, page: number): string {
  return `${subjectId}-${alertId}:page:${page}`
}

const PAGE = /-(a-(?:drill-)?[0-9a-f]{16}\.\d{1,9}):page:\d+$/

/** The alert that a message is about; undefined for any other message. */
export function alertOfPage(messageId: string): string | undefined {
  return PAGE.exec(messageId)?.[1]
}

/** Whether a message pages somebody for an exercise. */
export function isDrillPage(messageId: string): boolean {
  return alertOfPage(messageId)?.startsWith(`a-${DRILL}`) ?? false
}
