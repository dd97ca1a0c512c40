import type { Happening } from './days.ts'

/** The product over HTTP, as an operator's script and a platform would use it. */
export type Client = ReturnType<typeof client>

type Send = (
  path: string,
  request: { method: string; headers: Record<string, string>; body?: string },
) => Promise<Response>

const EVENTS_AT_ONCE = 100

export function client(send: Send) {
  const ask = async (method: string, path: string, body?: unknown): Promise<unknown> => {
    const headers = { authorization: 'Bearer dev-admin-key', 'content-type': 'application/json' }
    const answer = await send(path, {
      ...{ method, headers },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    const said = await answer.text()
    if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${said}`)
    return said === '' ? undefined : JSON.parse(said)
  }
  const idle = async () => {
    await ask('GET', '/dev/idle?timeout=300')
  }
  return {
    ask,
    idle,
    clockTo: (at: number) => ask('POST', '/dev/clock', { set: new Date(at).toISOString() }),
    /** What happened, in order; answers when all of it is carried out. */
    happens: async (events: readonly Happening[]) => {
      for (let i = 0; i < events.length; i += EVENTS_AT_ONCE) {
        const some = events.slice(i, i + EVENTS_AT_ONCE).map(({ subject, at, user, ...event }) => ({
          ...event,
          time: new Date(at).toISOString(),
          user: user ?? { id: subject },
        }))
        await ask('POST', '/hooks/community', some)
      }
      if (events.length > 0) await idle()
    },
  }
}
