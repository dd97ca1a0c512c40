import type { Caller } from './callers.ts'
import type { House } from './house.ts'
import { addAudit } from './store/audit.ts'
import { newOrderedId } from './store/id.ts'
import { logError } from './store/log.ts'

const WINDOW_MS = 10 * 60_000
const FAILURES_MAX = 100

type SignIn = {
  /** Undefined when it failed. */
  caller: Caller | undefined
  by: 'key' | 'access'
  /** From where, as the network says. */
  address: string
  /** Who Access says they are, when it does and they may not enter. */
  email?: string
  requestId: string
  status: number
}

let failures = { since: Number.NEGATIVE_INFINITY, count: 0 }

/**
 * Write down who came into the console, and who tried to: never what they tried. Whoever tries often fills no table: of
 * one isolate so many failures in ten minutes.
 */
export async function auditSignIn({ deps }: House, signIn: SignIn): Promise<void> {
  const { caller, by, address, email, requestId, status } = signIn
  if (!caller && !mayBeTold(deps.clock.real())) return
  const at = deps.clock.now()
  const who = { keyId: caller?.id ?? 'nobody', keyName: caller?.name ?? 'nobody', role: caller?.role ?? 'none' }
  const nothing = { resourceId: null, contactId: null, before: null, after: null }
  const request = { by, address, ...(email !== undefined && { email }) }
  const row = { id: newOrderedId(at), at, ...who, operation: 'POST /sign-in', resource: 'sign-in', requestId, status }
  await deps.db.batch([addAudit({ ...row, ...nothing, request })]).catch((error) => {
    // Whoever may come in comes in, written down or not.
    logError('a sign-in was not audited', error)
  })
}

function mayBeTold(realNow: number): boolean {
  if (realNow - failures.since > WINDOW_MS) failures = { since: realNow, count: 0 }
  failures.count += 1
  return failures.count <= FAILURES_MAX
}
