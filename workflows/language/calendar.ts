import * as v from 'valibot'
import { Calendar, type CalendarShape, WEEKDAYS_CALENDAR } from '../../schema/calendar.ts'
import type { Day } from './zone.ts'

const MONDAY_TO_FRIDAY: CalendarShape = v.parse(Calendar, {})

/** A calendar of the community by its name. `weekdays` is there without being set up. */
export function calendarOf(
  { calendars }: { calendars: Readonly<Record<string, CalendarShape>> },
  name: string,
): CalendarShape | undefined {
  if (Object.hasOwn(calendars, name)) return calendars[name]
  return name === WEEKDAYS_CALENDAR ? MONDAY_TO_FRIDAY : undefined
}

/** A day that is worked instead counts, whatever else it is; a holiday does not. */
export function isWorkday({ weekdays, holidays, makeup_days }: CalendarShape, { weekday, date }: Day): boolean {
  if (makeup_days.includes(date)) return true
  return weekdays.includes(weekday) && !holidays.includes(date)
}
