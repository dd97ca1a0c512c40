import type * as v from 'valibot'
import type { ContactAnswer } from '../../schema/api/contacts.ts'
import type { List } from './api.ts'
import type { Visit } from './site.ts'
import { fill, words } from './words.ts'

const say = words({
  nobody: ['No member is found by “{text}”.', '找不到成员“{text}”。'],
  several: [
    'Several members are found by “{text}”: write more of the name, or the id.',
    '有多位成员符合“{text}”：请写完整姓名，或使用成员 ID。',
  ],
})

type Contact = v.InferOutput<typeof ContactAnswer>
type Found = { kind: 'found'; id: string } | { kind: 'unclear'; why: string }

/** Whom somebody means who wrote an id, an e-mail, a phone number or a name. */
export async function findMember(visit: Visit, text: string): Promise<Found> {
  const w = say(visit.locale)
  const known = text === '' ? undefined : await visit.api.get<Contact>(`/contacts/${encodeURIComponent(text)}`)
  if (known?.kind === 'ok') return { kind: 'found', id: known.body.id }
  const found = await visit.api.get<List<Contact>>('/contacts', { q: text.slice(0, 200), limit: 20 })
  const people = text === '' || found.kind === 'refused' ? [] : found.body.items
  const named = people.filter(({ name }) => name?.toLowerCase() === text.toLowerCase())
  const [only, second] = named.length === 1 ? named : people
  if (only && !second) return { kind: 'found', id: only.id }
  return { kind: 'unclear', why: fill(only ? w.several : w.nobody, { text: text.slice(0, 80) }) }
}
