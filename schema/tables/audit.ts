import { sql } from 'drizzle-orm'
import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'

/** Who changed what through the API, one row a request, written by the commit of the change itself. */
export const audit = sqliteTable(
  'audit',
  {
    /** Sorts by time. */
    id: text().primaryKey(),
    at: integer().notNull(),
    keyId: text('key_id').notNull(),
    keyName: text('key_name').notNull(),
    role: text().notNull(),
    /** Such as `PUT /channels/{id}`. */
    operation: text().notNull(),
    resource: text().notNull(),
    resourceId: text('resource_id'),
    /** The contact whom it concerns: erasing them empties the three last columns. */
    contactId: text('contact_id'),
    requestId: text('request_id').notNull(),
    /** What was answered; null while it is carried out, and for ever when a crash came between. */
    status: integer(),
    /** As JSON, without secrets: what was asked, and the fields that differ. */
    request: text(),
    before: text(),
    after: text(),
  },
  (t) => [
    index('audit_resource').on(t.resource, t.resourceId),
    index('audit_contact').on(t.contactId).where(sql`contact_id IS NOT NULL`),
  ],
)
