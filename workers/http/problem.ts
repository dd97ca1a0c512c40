import type { Context } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { Problem as Located } from '../../workflows/check/problem.ts'

const TITLES: Record<number, string> = {
  400: 'Bad request',
  401: 'Not authenticated',
  403: 'Not allowed',
  404: 'Not found',
  405: 'Method not allowed',
  408: 'Too slow',
  409: 'Conflict',
  413: 'Too large',
  415: 'Unsupported media type',
  422: 'Cannot be done',
  429: 'Too many requests',
  500: 'Internal error',
  503: 'Not ready',
}

/** RFC 9457. A stranger learns no more than the status: `detail` is for those who may know. */
export function problem(
  c: Context,
  status: ContentfulStatusCode,
  detail?: string,
  errors?: readonly Located[],
): Response {
  const body = {
    type: 'about:blank',
    title: TITLES[status] ?? 'Error',
    status,
    ...(detail !== undefined && { detail }),
    ...(errors && { errors }),
  }
  return c.body(JSON.stringify(body), status, { 'content-type': 'application/problem+json' })
}
