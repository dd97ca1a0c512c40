import { cast } from './cast.ts'
import type { Facts } from './facts.ts'
import type { Arrived } from './provider.ts'

const { li, han, wang, ada, grace, chen } = cast

/** Who has how much in the end, and why. */
const POINTS: Record<string, number> = {
  [li.name]: 10 + 7 * 5 + 50 + 30, // welcome, seven days, the gift, the referral
  [wang.name]: 10 + 5 * 5 + 20, // five of seven days
  [han.name]: 10, // never wrote
  [ada.name]: 10 + 4 * 5, // bought on day five; her invitee did not stay
  [grace.name]: 10 + 2 * 5, // left on day four
  [chen.name]: 10 + 2 * 5, // still on her way
}

/** How each run has ended. */
const ENDS: Record<string, string[]> = {
  [li.name]: ['welcome completed', 'seven-day-path completed', 'referral-reward completed'],
  [wang.name]: ['welcome completed', 'referral-reward completed', 'seven-day-path completed'],
  [han.name]: ['welcome completed', 'seven-day-path exited: three silent days'],
  [ada.name]: ['welcome completed', 'seven-day-path completed: goal'],
  [grace.name]: [
    'welcome completed',
    'referral-reward exited: the invitee has left',
    'seven-day-path exited: exit: member.left',
  ],
  [chen.name]: ['welcome completed', 'seven-day-path waiting'],
}

const REFUSALS = ['already running', 're-entry', 'condition false']

/** What the story promised and did not come true, one sentence each. */
export function disappointments(facts: Facts, arrived: readonly Arrived[]): string[] {
  return [...people(facts), ...messages(facts, arrived), ...refusals(facts), ...journals(facts)]
}

function people(facts: Facts): string[] {
  return Object.entries(POINTS).flatMap(([name, points]) => {
    const found = [...facts.contacts.values()].filter((contact) => contact.name === name)
    const [contact] = found
    if (!contact || found.length > 1) return [`${name} should be one contact, not ${found.length}`]
    const wrong = contact.points === points ? [] : [`${name} should have ${points} points, not ${contact.points}`]
    const ends = runsOf(contact.id, facts).sort().join('; ')
    const expected = [...(ENDS[name] ?? [])].sort().join('; ')
    return ends === expected ? wrong : [...wrong, `the runs of ${name} should be: ${expected}; they are: ${ends}`]
  })
}

export function runsOf(contactId: string, { runs }: Facts): string[] {
  return runs
    .filter((run) => run.contact_id === contactId)
    .map(({ workflow_id, status, reason }) => `${workflow_id} ${status}${reason === undefined ? '' : `: ${reason}`}`)
}

/** Everything that was sent has arrived, once. */
function messages({ messages }: Facts, arrived: readonly Arrived[]): string[] {
  const unsent = [...messages.values()].filter(({ status }) => status !== 'sent')
  const wrong = unsent.map(
    ({ id, status, reason }) => `message ${id} should be sent, but is ${status} (${reason ?? ''})`,
  )
  if (arrived.length !== messages.size) wrong.push(`${messages.size} messages were written, ${arrived.length} arrived`)
  const english = arrived.filter(
    ({ to, text }) => (to === ada.id || to === grace.id) && /\p{Script=Han}/u.test(text.replaceAll(wang.name, '')),
  )
  return [...wrong, ...english.map(({ to, text }) => `${to} reads English, but got “${text}”`)]
}

function refusals({ events }: Facts): string[] {
  const seen = new Set(events.flatMap(({ refused = [] }) => refused.map(({ reason }) => reason)))
  return REFUSALS.filter((reason) => !seen.has(reason)).map((reason) => `no start was refused for “${reason}”`)
}

function journals({ runs }: Facts): string[] {
  return runs.flatMap(({ id, journal }) =>
    journal.flatMap(({ step, warning, error }) => {
      const why = warning ?? error?.message
      return why === undefined ? [] : [`run ${id}, step ${step}: ${why}`]
    }),
  )
}
