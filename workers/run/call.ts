import type { Answer } from '../channels/kind.ts'
import { forbiddenAddress } from './address.ts'
import type { Deps } from './deps.ts'

export const ANSWER_BYTES_MAX = 1024 * 1024

const TIMED_OUT = 'time-out'

export type Called =
  /** Not where anybody may call: nothing was sent. */
  | { kind: 'forbidden'; why: string }
  | { kind: 'answered'; answer: Answer }
  /** Never reached them: surely not accepted. */
  | { kind: 'unreached'; why: string }
  /** Reached them, perhaps; nobody knows what they did. */
  | { kind: 'unanswered'; why: string }

/** One call out, to where anybody may call, with a time limit and a limit on the answer. Redirects are not followed: they are answers. */
export async function call(
  deps: Deps,
  request: { method: string; url: string; headers: Record<string, string>; body?: string | Uint8Array },
  timeoutMs: number,
): Promise<Called> {
  const { method, url, headers, body } = request
  const forbidden = forbiddenAddress(url, deps.outgoing)
  if (forbidden !== undefined) return { kind: 'forbidden', why: forbidden }
  deps.counts.fetches += 1
  try {
    const signal = AbortSignal.timeout(timeoutMs)
    const response = await deps.call(url, {
      method,
      headers,
      redirect: 'manual',
      signal,
      ...(body !== undefined && { body }),
    })
    return {
      kind: 'answered',
      answer: { status: response.status, headers: response.headers, body: await bounded(response) },
    }
  } catch (error) {
    const failure = failureOf(error)
    if (failure.kind === 'unreached' || failure.why === TIMED_OUT || !deps.listens) return failure
    return (await deps.listens(url)) ? failure : { kind: 'unreached', why: 'nobody listens at the address' }
  }
}

export type Downloaded = { kind: 'bytes'; bytes: Uint8Array } | { kind: 'moved'; to: string } | { kind: 'nothing' }

/** What lies at an address where anybody may call, if it is no longer than that. Redirects are told, not followed: the caller looks where to. */
export async function download(
  deps: Deps,
  url: string,
  { bytesMax, timeoutMs }: { bytesMax: number; timeoutMs: number },
): Promise<Downloaded> {
  if (forbiddenAddress(url, deps.outgoing) !== undefined) return { kind: 'nothing' }
  deps.counts.fetches += 1
  try {
    const response = await deps.call(url, { redirect: 'manual', signal: AbortSignal.timeout(timeoutMs) })
    const to = response.status >= 300 && response.status < 400 ? response.headers.get('location') : null
    if (to !== null) {
      await response.body?.cancel()
      return { kind: 'moved', to: new URL(to, url).href }
    }
    const { bytes, whole } = response.ok ? await firstBytes(response, bytesMax) : { bytes: undefined, whole: false }
    return bytes && whole ? { kind: 'bytes', bytes } : { kind: 'nothing' }
  } catch {
    return { kind: 'nothing' }
  }
}

async function bounded(response: Response): Promise<string> {
  return new TextDecoder().decode((await firstBytes(response, ANSWER_BYTES_MAX)).bytes)
}

async function firstBytes(response: Response, bytesMax: number): Promise<{ bytes: Uint8Array; whole: boolean }> {
  const chunks: Uint8Array[] = []
  let size = 0
  if (response.body)
    for await (const chunk of response.body as ReadableStream<Uint8Array> & AsyncIterable<Uint8Array>) {
      size += chunk.byteLength
      if (size > bytesMax) break
      chunks.push(chunk)
    }
  return { bytes: Buffer.concat(chunks), whole: size <= bytesMax }
}

/** The runtime tells failures apart by their message only. */
function failureOf(error: unknown): Extract<Called, { kind: 'unreached' | 'unanswered' }> {
  const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error)
  if (/timeout/i.test(message)) return { kind: 'unanswered', why: TIMED_OUT }
  if (/refused|DNS|resolve|unreachable|invalid URL|not permitted/i.test(message))
    return { kind: 'unreached', why: 'cannot be reached' }
  return { kind: 'unanswered', why: 'the connection was lost' }
}
