import * as v from 'valibot'
import { Day } from './instant.ts'
import { Free } from './text.ts'

export const CALENDAR_NAME = /^[a-z0-9][a-z0-9_-]{0,63}$/

export const Weekday = v.picklist(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'])

const Days = v.pipe(v.array(Day), v.maxLength(1000, 'at most 1000 days'))

/** Which days are working days: those weekdays, without the holidays, and with the days that are worked instead (调休). */
export const Calendar = v.strictObject({
  weekdays: v.optional(v.pipe(v.array(Weekday), v.maxLength(7), v.title('Working days of a week')), () => [
    ...WORKING_WEEK,
  ]),
  holidays: v.optional(v.pipe(Days, v.title('Days off')), []),
  makeup_days: v.optional(v.pipe(Days, v.title('Days that are worked all the same')), []),
})

export type CalendarShape = v.InferOutput<typeof Calendar>

const WORKING_WEEK = ['mon', 'tue', 'wed', 'thu', 'fri'] as const

/** The calendar that is always there, until the community has one of this name. */
export const WEEKDAYS_CALENDAR = 'weekdays'

export const CalendarSettings = v.pipe(
  v.record(
    v.pipe(v.string(), v.regex(CALENDAR_NAME, 'a calendar is named by 1 to 64 of a-z, 0-9, _ and -'), Free),
    Calendar,
  ),
  v.check((calendars) => Object.keys(calendars).length <= 50, 'at most 50 calendars'),
)
