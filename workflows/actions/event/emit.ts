import * as v from 'valibot'
import type { JsonObject } from '../../../schema/json.ts'
import { action, type Decision } from '../action.ts'

/** Say that something happened: to this contact, at once and in order, or to another one through its inbox. */
export const emit = action({
  name: 'event.emit',
  params: {
    type: v.pipe(v.string(), v.regex(/^[A-Za-z][A-Za-z0-9_.:/-]{0,199}$/, 'an event type, such as custom.something')),
    data: v.optional(v.record(v.string(), v.unknown()), {}),
    contact_id: v.optional(v.string()),
  },
  result: { event_id: v.string() },
  decide: ({ type, data, contact_id }, { contact, key }): Decision => {
    const other = contact_id !== undefined && contact_id !== contact.id
    return {
      kind: 'done',
      output: other ? { event_id: key } : {},
      effects: [
        other
          ? { kind: 'emit', id: key, subjectId: contact_id, type, data: data as JsonObject }
          : { kind: 'raise', type, data: data as JsonObject, tells: 'event_id' },
      ],
    }
  },
})
