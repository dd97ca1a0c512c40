export type Page<T> = { items: T[]; next_cursor: string | null }
export type Answer = { status: number; body: unknown }
export type Post = { path: string; headers: Record<string, string>; body: string }

/** The product as the story meets it: over HTTP, like anybody else. */
export type Client = {
  get: <T>(path: string) => Promise<T>
  /** Every item of a list. */
  list: <T>(path: string) => Promise<T[]>
  put: (path: string, body: unknown) => Promise<unknown>
  post: (path: string, body: unknown) => Promise<unknown>
  /** A request of the outside world, whatever the answer. */
  deliver: (post: Post) => Promise<Answer>
  /** Turns the clock and carries out what falls due on the way. */
  turnTo: (ms: number) => Promise<void>
  /** Until nothing that was accepted is left to do. */
  settle: (now: number) => Promise<void>
}

export const ADMIN_KEY = 'dev-admin-key'

export function clientOf(url: string, send: typeof fetch): Client {
  const ask = async (method: string, path: string, body?: unknown): Promise<unknown> => {
    const headers = { authorization: `Bearer ${ADMIN_KEY}`, 'content-type': 'application/json' }
    const answer = await send(url + path, {
      method,
      headers,
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    const text = await answer.text()
    if (!answer.ok) throw new Error(`${method} ${path} answers ${answer.status}: ${text}`)
    return text === '' ? null : JSON.parse(text)
  }
  const get = async <T>(path: string) => (await ask('GET', path)) as T
  const turnTo = async (ms: number) => {
    await ask('POST', '/dev/clock', { set: new Date(ms).toISOString() })
  }
  return {
    get,
    list: async <T>(path: string) => {
      const items: T[] = []
      let cursor: string | null = ''
      while (cursor !== null) {
        const more: string = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`
        const page: Page<T> = await get(`${path}${path.includes('?') ? '&' : '?'}limit=200${more}`)
        items.push(...page.items)
        cursor = page.next_cursor
      }
      return items
    },
    put: (path, body) => ask('PUT', path, body),
    post: (path, body) => ask('POST', path, body),
    deliver: async ({ path, headers, body }) => {
      const answer = await send(url + path, { method: 'POST', headers, body })
      const text = await answer.text()
      return { status: answer.status, body: text === '' ? null : JSON.parse(text) }
    },
    turnTo,
    // What a workflow says to another contact is found by a sweep, and turning the clock to the same instant is one.
    settle: async (now) => {
      for (let tries = 0; tries < 20; tries++) {
        const answer = await send(`${url}/dev/idle?timeout=0.3`)
        await answer.arrayBuffer()
        if (answer.ok) return
        await turnTo(now)
      }
      throw new Error('the product does not come to rest')
    },
  }
}
