import { integer, primaryKey, real, sqliteTable, text } from 'drizzle-orm/sqlite-core'

/** Sums by the quarter of an hour: milliseconds since the epoch, divided. Every zone's midnight is one. */
export const figures = sqliteTable(
  'figures',
  {
    /** The community (empty), `w:` and a workflow, or `x:` and an experiment. */
    area: text().notNull(),
    slot: integer().notNull(),
    metric: text().notNull(),
    value: real().notNull(),
  },
  (t) => [primaryKey({ columns: [t.area, t.slot, t.metric] })],
)

/** In which quarters of a UTC day something of this type happened with a contact: bits, 48 in each half of the day. */
export const presence = sqliteTable(
  'presence',
  {
    type: text().notNull(),
    day: integer().notNull(),
    subjectId: text('subject_id').notNull(),
    morning: integer().notNull(),
    evening: integer().notNull(),
  },
  (t) => [primaryKey({ columns: [t.type, t.day, t.subjectId] })],
)

/** What has been found of windows that are over; forgotten when something comes late that lies in one. */
export const tallies = sqliteTable(
  'tallies',
  {
    toSlot: integer('to_slot').notNull(),
    fromSlot: integer('from_slot').notNull(),
    kind: text().notNull(),
    value: text().notNull(),
  },
  (t) => [primaryKey({ columns: [t.toSlot, t.fromSlot, t.kind] })],
)
