import type * as v from 'valibot'
import type { ContactAnswer } from '../../../schema/api/contacts.ts'
import type { WorkflowSummary } from '../../../schema/api/workflows.ts'
import { broadcastWorkflow, isBroadcastWorkflow } from '../../../schema/broadcast.ts'
import type { List } from '../api.ts'
import type { Visit } from '../site.ts'
import { local, words } from '../words.ts'

const say = words({ nameless: ['Member without a name', '未命名成员'], broadcast: ['Broadcast', '群发'] })

type Contact = v.InferOutput<typeof ContactAnswer>
type Workflow = v.InferOutput<typeof WorkflowSummary>

/** What members, or workflows, are called, by their ids. */
export type Names = ReadonlyMap<string, string>

const ASKED_MAX = 200

/** The names of members, asked for together; without duplicates and at most as many as a page of the API holds. */
export async function namesOf(visit: Visit, ids: readonly (string | null | undefined)[]): Promise<Names> {
  const wanted = [...new Set(ids.filter((id) => typeof id === 'string' && id !== ''))].slice(0, ASKED_MAX)
  if (wanted.length === 0) return new Map()
  const found = await visit.api.get<List<Contact>>('/contacts', { ids: wanted.join(','), limit: ASKED_MAX })
  const people = found.kind === 'ok' ? found.body.items : []
  return new Map(people.map(({ id, name }) => [id, name ?? say(visit.locale).nameless]))
}

/** The titles of workflows, in the reader's language. */
export async function titlesOf(visit: Visit): Promise<Names> {
  const found = await visit.api.get<List<Workflow>>('/workflows', { limit: ASKED_MAX })
  const all = found.kind === 'ok' ? found.body.items : []
  return new Map(all.map(({ id, title }) => [id, local(title, visit.locale) || id]))
}

const SHOWN_CHARS = 60

/** A member by name, leading to the profile. The id shows when pointed at. */
export function Member({ names, id }: { names: Names; id: string | null | undefined }) {
  if (!id) return <span class="quiet">–</span>
  const name = names.get(id) ?? id
  return (
    <a class="who" href={`/members/${encodeURIComponent(id)}`} title={id} dir="auto">
      {short(name)}
    </a>
  )
}

/** What a workflow is called: by its title, or that it sends a broadcast. */
export function titleOf(visit: Visit, titles: Names, id: string): string {
  return isBroadcastWorkflow(id) ? say(visit.locale).broadcast : short(titles.get(id) ?? id)
}

/** A workflow by its title, leading to its page; one that sends a broadcast leads to that. */
export function Workflow({ visit, titles, id }: { visit: Visit; titles: Names; id: string | null | undefined }) {
  if (!id) return <span class="quiet">–</span>
  if (isBroadcastWorkflow(id))
    return (
      <a href={`/broadcasts/${encodeURIComponent(id.replace(broadcastWorkflow(''), ''))}`}>
        {titleOf(visit, titles, id)}
      </a>
    )
  return (
    <a href={`/workflows/${encodeURIComponent(id)}`} title={id}>
      {short(titles.get(id) ?? id)}
    </a>
  )
}

/** What strangers call themselves may be long. */
export function short(text: string, most = SHOWN_CHARS): string {
  const characters = [...text.slice(0, 4 * most)]
  return characters.length > most ? `${characters.slice(0, most - 1).join('')}…` : text
}
