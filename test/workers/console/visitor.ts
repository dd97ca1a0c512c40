import { ADMIN, ask, happens, idle, migrate, sandbox } from '../../world.ts'

/** A browser without a screen: keeps cookies, follows no redirect, sends forms as pages hold them. */
export type Visitor = {
  /** A page's text; throws unless it answers 200. */
  open: (path: string, status?: number) => Promise<string>
  /** Send the fields together with the secret that the console's forms carry. */
  send: (path: string, fields?: Record<string, string>) => Promise<Response>
  request: (
    path: string,
    init?: { method?: string; body?: string; headers?: Record<string, string> },
  ) => Promise<Response>
}

/** An admin in a community that one member has joined, `u1` of the channel `chat`. */
export async function firstVisitor(): Promise<Visitor> {
  await migrate()
  await sandbox('chat')
  await happens('chat', 'u1', 'member.joined')
  await idle()
  return visitor()
}

export async function visitor({ key = ADMIN, language = 'en' } = {}): Promise<Visitor> {
  const cookies = new Map<string, string>()
  const request: Visitor['request'] = async (path, { method = 'GET', body, headers = {} } = {}) => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const form: Record<string, string> =
      body === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' }
    const response = await ask(path, {
      method,
      ...(body !== undefined && { body }),
      key: null,
      headers: { cookie, 'accept-language': language, ...form, ...headers },
      redirect: 'manual',
    })
    for (const line of response.headers.getSetCookie()) {
      const [name = '', value = ''] = (line.split(';')[0] ?? '').split(/=(.*)/s)
      if (value === '') cookies.delete(name)
      else cookies.set(name, value)
    }
    return response
  }
  await request('/sign-in', { method: 'POST', body: new URLSearchParams({ key }).toString() })
  const open: Visitor['open'] = async (path, status = 200) => {
    const response = await request(path)
    const text = await response.text()
    if (response.status !== status) throw new Error(`${path} answered ${response.status}: ${text.slice(0, 300)}`)
    return text
  }
  const send: Visitor['send'] = async (path, fields = {}) => {
    const csrf = /name="_csrf" value="([^"]*)"/.exec(await open('/'))?.[1] ?? ''
    return request(path, {
      method: 'POST',
      body: new URLSearchParams({ _csrf: csrf, _back: '/', ...fields }).toString(),
    })
  }
  return { open, send, request }
}
