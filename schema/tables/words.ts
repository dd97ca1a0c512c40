import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'

/** Lists of words that the gate looks for. The words are last: whoever wants the rest of a row does not read them. */
export const wordLists = sqliteTable('word_lists', {
  id: text().primaryKey(),
  name: text().notNull(),
  action: text({ enum: ['block', 'mask', 'flag', 'escalate'] }).notNull(),
  direction: text({ enum: ['incoming', 'outgoing', 'both'] }).notNull(),
  locale: text(),
  wholeWords: integer('whole_words').notNull(),
  count: integer().notNull(),
  /** Changes with every change of the list, so that nobody loads words that they know. */
  stamp: text().notNull(),
  updatedAt: integer('updated_at').notNull(),
  /** As JSON. */
  words: text().notNull(),
})
