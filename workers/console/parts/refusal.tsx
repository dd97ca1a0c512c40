import type { Refused } from '../api.ts'
import { show } from '../layout.tsx'
import type { Page, Visit } from '../site.ts'
import { words } from '../words.ts'
import { problemWords } from './problem-words.ts'

const say = words({
  missing: ['There is no such thing', '找不到'],
  missingSub: ['It may have been removed, or the address is not right.', '可能已被删除，或地址不对。'],
  forbidden: ['Not allowed', '没有权限'],
  forbiddenSub: ['Your key may not do this. Ask an admin for one that may.', '你的密钥没有这个权限，请向管理员申请。'],
  wrong: ['This did not work', '没有成功'],
  back: ['Back to the overview', '回到概览'],
})

/** A page that says what the API refused, and what to do. */
export function refusal(c: Page, refused: Refused): Response | Promise<Response> {
  const w = say(c.var.visit.locale)
  const [title, sub] =
    refused.status === 404
      ? [w.missing, w.missingSub]
      : refused.status === 403
        ? [w.forbidden, w.forbiddenSub]
        : [w.wrong, problemWords(c.var.visit, refused.detail)]
  const status = refused.status === 404 || refused.status === 403 ? refused.status : 400
  return show(c, { title, sub, children: <a href="/">{w.back}</a> }, status)
}

/** The problems of a refused form, each with its place. */
export function Problems({ visit, refused }: { visit: Visit; refused: Refused | undefined }) {
  if (!refused) return null
  return (
    <div class="flash bad" role="alert">
      <strong>{problemWords(visit, refused.detail)}</strong>
      {refused.errors.length > 0 && (
        <ul>
          {refused.errors.map(({ path, line, column, message, hint }) => (
            <li>
              {path !== '' && <code>{path}</code>} {line !== undefined && `${line}:${column ?? 1} `}
              {problemWords(visit, message)}
              {hint !== undefined && ` (${hint})`}
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}

/** What is wrong, by the path of the field, in the reader's language. */
export function wrongIn(visit: Visit, refused: Refused | undefined): ReadonlyMap<string, string> {
  return new Map(refused?.errors.map(({ path, message }) => [path, problemWords(visit, message)]))
}
