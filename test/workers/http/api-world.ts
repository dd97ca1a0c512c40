import { ask, get } from '../../world.ts'

/** What the tests of the API share: keys of each role, answers with their status, and two small workflows. */

export async function keyOf(role: 'viewer' | 'operator' | 'admin'): Promise<string> {
  return (await get('/api/v1/keys', { body: { name: `a ${role}`, role } })).key
}

// biome-ignore lint/suspicious/noExplicitAny: a test reads whatever shape it expects
export type Answered = { status: number; body: any; headers: Headers }

/** The answer to a request that may be refused. */
export async function answer(path: string, call: Parameters<typeof ask>[1] = {}): Promise<Answered> {
  const response = await ask(`/api/v1${path}`, call)
  const text = await response.text()
  return { status: response.status, body: text === '' ? undefined : JSON.parse(text), headers: response.headers }
}

/** Every item of a list, read in pages of two. */
export async function paged(path: string): Promise<unknown[]> {
  const items: unknown[] = []
  for (let cursor = ''; ; ) {
    const page = await get(`/api/v1${path}?limit=2${cursor}`)
    items.push(...page.items)
    if (page.next_cursor === null) return items
    cursor = `&cursor=${page.next_cursor}`
  }
}

export const greeting = {
  id: 'greeting',
  name: 'Greeting',
  triggers: [{ on: 'member.joined' }],
  actions: [{ id: 'hello', do: 'message.send', with: { text: 'Hello', category: 'transactional' } }],
}

export const byHand = {
  id: 'by-hand',
  name: { en: 'By hand', 'zh-CN': '手动' },
  inputs: { points: { type: 'integer', default: 5, min: 1 } },
  triggers: [{ manual: true }],
  actions: [
    { id: 'rest', wait: '1d' },
    { id: 'give', do: 'points.award', with: { points: { expr: 'inputs.points' }, reason: 'by hand' } },
  ],
}
