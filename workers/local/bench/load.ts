const admin = { authorization: 'Bearer dev-admin-key', 'content-type': 'application/json' }

async function put(url: string, body: unknown): Promise<void> {
  await send(url, 'PUT', body)
}

async function send(url: string, method: string, body: unknown): Promise<void> {
  const answer = await fetch(url, { method, headers: admin, body: JSON.stringify(body) })
  if (!answer.ok) throw new Error(`${method} ${url} answers ${answer.status}: ${await answer.text()}`)
  await answer.arrayBuffer()
}

/** The flow of the measurements: tag, points, message, wait a day. */
export async function install(url: string): Promise<void> {
  await put(`${url}/api/v1/channels/bench`, { kind: 'sandbox', name: 'bench', config: {}, secrets: {} })
  await workflow(url, {
    id: 'bench',
    name: 'bench',
    triggers: [{ on: 'member.joined' }],
    settings: { quiet_hours: 'send' },
    actions: [
      { do: 'tag.add', with: { tag: 'new' } },
      { do: 'points.award', with: { points: 10, reason: 'welcome' } },
      { do: 'message.send', with: { text: 'Hello {{contact.name}}, you have {{contact.points}} points' } },
      { wait: '1d' },
      { do: 'message.send', with: { text: 'A day later' } },
    ],
  })
  await workflow(url, {
    id: 'wakes',
    name: 'wakes',
    triggers: [{ on: 'custom.wake' }],
    actions: [{ wait: '1h' }, { do: 'tag.add', with: { tag: 'woken' } }],
  })
}

async function workflow(url: string, definition: { id: string; [key: string]: unknown }): Promise<void> {
  await put(`${url}/api/v1/workflows/${definition.id}`, definition)
  await send(`${url}/api/v1/workflows/${definition.id}/publish`, 'POST', {})
}

let count = 0

function event(type: string) {
  count += 1
  return { id: `event-${count}`, type, user: { id: `user-${count}`, name: 'Ann' }, data: {} }
}

type Load = { events: number; atOnce: number; idle?: boolean }

/** Post single events and answer how many a second were carried out. */
export async function single(url: string, { events, atOnce, idle }: Load): Promise<number> {
  const bodies = Array.from({ length: events }, () => JSON.stringify(event('member.joined')))
  const began = performance.now()
  const client = async () => {
    for (let body = bodies.pop(); body; body = bodies.pop()) await post(`${url}/hooks/bench`, body, 'application/json')
  }
  await Promise.all(Array.from({ length: atOnce }, client))
  if (idle) await settled(url)
  return events / ((performance.now() - began) / 1000)
}

/** Post sets of CloudEvents and answer how many events a second were carried out. */
export async function set(url: string, { sets, size }: { sets: number; size: number }): Promise<number> {
  const bodies = Array.from({ length: sets }, () => cloudEvents(size, 'member.joined'))
  const began = performance.now()
  for (const body of bodies) await post(`${url}/events?channel=bench`, body, 'application/cloudevents-batch+json')
  await settled(url)
  return (sets * size) / ((performance.now() - began) / 1000)
}

const WAKES = 2000

/** Start runs that all wake at the same time, turn the clock to it, and answer how many a second are carried out. */
export async function drain(url: string): Promise<number> {
  for (let i = 0; i < WAKES / 500; i++)
    await post(`${url}/events?channel=bench`, cloudEvents(500, 'custom.wake'), 'application/cloudevents-batch+json')
  await settled(url)
  const began = performance.now()
  await send(`${url}/dev/clock`, 'POST', { advance: '1h' })
  return WAKES / ((performance.now() - began) / 1000)
}

function cloudEvents(size: number, type: string): string {
  return JSON.stringify(
    Array.from({ length: size }, () => {
      const { id, user, data } = event(type)
      return { specversion: '1.0', id, source: '/bench', type, subject: user.id, data }
    }),
  )
}

async function post(url: string, body: string, type: string): Promise<void> {
  const headers = { 'content-type': type, ...(url.includes('/events') && { authorization: admin.authorization }) }
  const answer = await fetch(url, { method: 'POST', headers, body })
  await answer.arrayBuffer()
  if (!answer.ok) throw new Error(`${url} answers ${answer.status}`)
}

async function settled(url: string): Promise<void> {
  await (await fetch(`${url}/dev/idle?timeout=120`)).arrayBuffer()
}
