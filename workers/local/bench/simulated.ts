import { checkDefinition } from '../../../workflows/check/check.ts'
import { prepare } from '../../../workflows/simulate/prepare.ts'
import { simulate } from '../../../workflows/simulate/simulate.ts'

const PATH = {
  id: 'path',
  name: 'Seven days',
  triggers: [{ on: 'member.joined' }],
  settings: { category: 'transactional' },
  actions: [
    { do: 'message.send', with: { text: 'Welcome {{contact.name}}' } },
    { wait: '1d' },
    { if: 'bucket(contact.id, "lucky", 2) == 0', then: [{ do: 'tag.add', with: { tag: 'lucky' } }], else: [] },
    { wait: { days: 2, at: '10:00' } },
    {
      wait_for: { on: 'message.received', timeout: '4d' },
      then: [],
      else: [{ do: 'tag.add', with: { tag: 'silent' } }],
    },
  ],
}

/** How many contacts go through a path of seven days in one second, in the simulator. */
export function simulatedContacts(contacts: number): number {
  const checked = checkDefinition(PATH)
  if (checked.kind === 'problems') throw new Error(JSON.stringify(checked.problems))
  const prepared = prepare(checked, {})
  if (prepared.kind === 'problems') throw new Error(JSON.stringify(prepared.problems))
  const [from, until] = ['2026-01-05T09:00:00Z', '2026-01-15T09:00:00Z']
  const events = [{ at: from, type: 'member.joined', data: {} }]
  const began = performance.now()
  for (let i = 0; i < contacts; i++)
    simulate({
      contact: { id: `c${i}` },
      events,
      starts: [],
      replies: {},
      from,
      until,
      workflows: [prepared.workflow],
    })
  return (contacts * 1000) / (performance.now() - began)
}
