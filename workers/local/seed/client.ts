import type { Happening, Joining } from './people.ts'

/** The product over HTTP, as an operator's script would use it. */
export type Client = ReturnType<typeof client>

const EVENTS_AT_ONCE = 500

export function client(url: string) {
  const ask = async (method: string, path: string, body?: unknown, type = 'application/json'): Promise<unknown> => {
    const text = body === undefined || typeof body === 'string' ? body : JSON.stringify(body)
    const headers = { authorization: 'Bearer dev-admin-key', 'content-type': type }
    const answer = await fetch(`${url}${path}`, { method, headers, ...(text !== undefined && { body: text }) })
    if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${await answer.text()}`)
    const said = await answer.text()
    return said === '' ? undefined : JSON.parse(said)
  }
  const idle = async () => {
    await ask('GET', '/dev/idle?timeout=300')
  }
  return {
    ask,
    idle,
    clockTo: (at: number) => ask('POST', '/dev/clock', { set: new Date(at).toISOString() }),
    joins: async (joining: readonly Joining[]) => {
      if (joining.length === 0) return
      const lines = joining.map(({ at: _, ...contact }) => JSON.stringify(contact)).join('\n')
      await ask('POST', '/api/v1/contacts/import?channel=community', lines, 'application/x-ndjson')
      await idle()
    },
    happens: async (events: readonly Happening[]) => {
      for (let i = 0; i < events.length; i += EVENTS_AT_ONCE) {
        const batch = events.slice(i, i + EVENTS_AT_ONCE).map(({ at, ...event }) => ({
          ...{ specversion: '1.0', source: 'seed', time: new Date(at).toISOString() },
          ...event,
        }))
        await ask('POST', '/events?channel=community', batch, 'application/cloudevents-batch+json')
      }
    },
  }
}
