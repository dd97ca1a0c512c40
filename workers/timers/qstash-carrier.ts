import type { Client } from '@upstash/qstash'

type Options = { token: string; baseUrl: string; fetch: (request: Request) => Promise<Response> }

/**
 * The transport of the SDK's client over a given `fetch`. The SDK still writes the messages; this only carries them, so
 * that calls can be counted or kept inside a test.
 */
export function carrier({ token, baseUrl, fetch }: Options): Client['http'] {
  return {
    request: async ({ path, method, headers, body }) => {
      const sent = new Headers(headers as HeadersInit)
      sent.set('Authorization', `Bearer ${token}`)
      const url = [baseUrl.replace(/\/$/, ''), ...path].join('/')
      const response = await fetch(new Request(url, { method, headers: sent, body: body as BodyInit }))
      if (!response.ok) throw new Error(`QStash answered ${response.status}: ${await response.text()}`)
      return await response.json()
    },
    requestStream: () => {
      throw new Error('streams are not carried')
    },
  }
}
