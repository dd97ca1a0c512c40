import { ContactAnswer, MergeBody } from '../../../schema/api/contacts.ts'
import { merge } from '../../run/merge.ts'
import { findContact } from '../../store/contacts.ts'
import { survivorOf } from '../../store/merged.ts'
import { problem } from '../problem.ts'
import { communityOf, contactJson } from './contact-json.ts'
import { operation } from './operation.ts'

export const merging = [
  operation({
    method: 'POST',
    path: '/contacts/merge',
    summary:
      'Make one contact of two. Everything goes over, also what runs wait for; where both are in one workflow, one of the two runs goes on',
    body: MergeBody,
    answers: { 200: ContactAnswer },
    handle: async ({ c, deps, body: { into, from } }) => {
      const [survivor, gone] = [await findContact(deps.db, into), await survivorOf(deps.db, from)]
      if (!survivor)
        return problem(c, 404, 'no such contact', [{ path: 'into', message: `there is no contact \`${into}\`` }])
      if (gone === undefined) {
        const other = await findContact(deps.db, from)
        if (!other)
          return problem(c, 404, 'no such contact', [{ path: 'from', message: `there is no contact \`${from}\`` }])
        if (other.id === survivor.id) return problem(c, 400, 'a contact cannot be merged into itself')
        if ((await merge(deps, { into: survivor.id, from })) === 'busy')
          return problem(c, 409, 'the contacts change too often: try again')
      } else if (gone !== survivor.id) return problem(c, 409, `it was merged into \`${gone}\` already`)
      const contact = await findContact(deps.db, into)
      return contact ? c.json(contactJson(contact, await communityOf(deps))) : problem(c, 404)
    },
  }),
]
