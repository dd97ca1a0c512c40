import { api, post } from '../witness/product-process.ts'

const MEMBERS = 2_000
const SET = 20

/** What a community does: people talk, check in, buy, join; operators look. */
export async function install(url: string, providerUrl: string): Promise<void> {
  const channel = { kind: 'sandbox', name: 'soak', config: {}, secrets: {}, api_base: providerUrl }
  await api(url, 'PUT', '/channels/soak', channel)
  const settings = { quiet_hours: 'send' }
  const say = (text: string) => ({ do: 'message.send', with: { text, category: 'transactional' } })
  const workflows = [
    {
      id: 'welcome',
      triggers: [{ on: 'member.joined' }],
      actions: [
        { do: 'tag.add', with: { tag: 'new' } },
        say('Hello {{contact.name}}'),
        { wait: '20s' },
        say('Still here?'),
      ],
    },
    {
      id: 'buys',
      triggers: [{ on: 'order.paid' }],
      entry: { mode: 'parallel', max: 10 },
      actions: [{ do: 'points.award', with: { points: 5, reason: 'order' } }, say('{{contact.points}} points')],
    },
    {
      id: 'asks',
      triggers: [{ on: 'message.received', if: "event.data.text == 'help'" }],
      entry: { mode: 'restart' },
      actions: [{ wait_for: { on: 'custom.answered', timeout: '15s' }, else: [say('Somebody comes soon')] }],
    },
  ]
  for (const workflow of workflows) {
    await api(url, 'PUT', `/workflows/${workflow.id}`, { name: workflow.id, settings, ...workflow })
    await api(url, 'POST', `/workflows/${workflow.id}/publish`, {})
  }
}

let made = 0

/** The next request of the mix; answers whether the product took it. */
export function traffic(url: string): () => Promise<boolean> {
  const event = (type: string, data: object = {}) => {
    made += 1
    return {
      id: `soak-${made}`,
      type,
      user: { id: `member-${Math.floor(Math.random() * MEMBERS)}`, name: 'Ann' },
      data,
    }
  }
  const said = () => event('message.received', { text: Math.random() < 0.1 ? 'help' : 'hello' })
  const hook = (body: unknown) => post(`${url}/hooks/soak`, body)
  const looks = ['/contacts?limit=20', '/runs?limit=20', '/messages?limit=20', '/events?limit=20']
  return async () => {
    const dice = Math.random()
    if (dice < 0.5) return hook(said())
    if (dice < 0.65) return hook(event('order.paid', { amount: 20 }))
    if (dice < 0.72) return hook(event('member.joined'))
    if (dice < 0.77) return hook(event('custom.answered'))
    if (dice < 0.9) return hook(Array.from({ length: SET }, said))
    const path = looks[Math.floor(Math.random() * looks.length)] ?? ''
    return api(url, 'GET', path).then(
      () => true,
      () => false,
    )
  }
}
