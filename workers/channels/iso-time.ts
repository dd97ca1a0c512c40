import { isDay } from '../../schema/instant.ts'

const ISO_TIME = /^(\d{4}-\d{2}-\d{2})[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:?\d{2})$/i

/** An ISO 8601 instant as milliseconds; undefined without a zone, or for a date the calendar does not have. */
export function parseIsoTime(text: string): number | undefined {
  const day = ISO_TIME.exec(text)?.[1]
  if (day === undefined || !isDay(day)) return undefined
  const ms = Date.parse(
    text
      .replace(' ', 'T')
      .toUpperCase()
      .replace(/([+-]\d{2})(\d{2})$/, '$1:$2'),
  )
  return Number.isNaN(ms) ? undefined : ms
}
