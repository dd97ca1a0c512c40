import * as v from 'valibot'
import { action } from '../action.ts'

const NOTE_CHARS_MAX = 10_000

/** Write something down about the contact, for people: it stands in their history. */
export const add = action({
  name: 'note.add',
  params: { text: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(NOTE_CHARS_MAX)) },
  result: { changed: v.boolean() },
  decide: ({ text }, { contact, run, key, now }) => ({
    kind: 'done',
    output: { changed: true },
    effects: [
      {
        kind: 'keep',
        row: {
          table: 'contactNotes',
          row: { id: key, subjectId: contact.id, version: contact.version + 1, runId: run.id, text, at: now },
        },
      },
    ],
  }),
})
