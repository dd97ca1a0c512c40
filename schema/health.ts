import * as v from 'valibot'

function whole(title: string, least: number, most: number) {
  return v.pipe(v.number(), v.integer(), v.minValue(least), v.maxValue(most), v.title(title))
}

/** When the product says of itself that it is not well: as ordinary alerts, named `health-…`. */
export const HealthSettings = v.strictObject({
  alerts: v.optional(v.boolean(), true),
  late_after_minutes: v.optional(whole('Events, timers and messages that wait longer are late', 1, 10_080), 10),
  failed_percent: v.optional(whole('So many of the runs that ended within an hour', 1, 100), 50),
  failed_least: v.optional(whole('At least so many of them', 1, 100), 20),
  low_stock: v.optional(whole('So few codes of a pool, or units of an item, are left', 0, 1_000_000), 10),
  faults: v.optional(whole('So many calls that the database refused or lost between two looks', 1, 100_000), 20),
})
