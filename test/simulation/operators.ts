import type { Store } from './database.ts'
import type { Isolate, World } from './isolate.ts'
import { PUBLIC_URL } from './outside.ts'
import type { Deed, Request as Wanted } from './workload.ts'

export const ADMIN_KEY = 'key of the simulation, long enough'

/** Somebody who is not answered for so long asks again. */
const PATIENCE_MS = 10_000
/** Putting a database back takes its time. */
const RESTORE_MS = 120_000

/** What operators have asked for, by contact or message: who was to be erased, what was to be sent after all. */
export type Asked = { path: string; found: string; doneMs: number | undefined }

export type Hands = {
  ask: (request: Request, of: Isolate) => Promise<Response>
  serving: () => Isolate
  /** Whatever is no request of the API. */
  carryOut: (deed: Exclude<Deed, Wanted>, of: Isolate) => Promise<void>
}

/** Those who run the community. Each does one thing after the other, and each again until it is done. */
export function operators({ agenda, log }: World, store: Store, { ask, serving, carryOut }: Hands) {
  const asked: Asked[] = []
  let busy = 0

  const request = async ({ method, path, body, key }: Wanted, found: string, of: Isolate): Promise<void> => {
    const headers = { authorization: `Bearer ${ADMIN_KEY}`, ...(key && { 'idempotency-key': key }) }
    const said = body === undefined ? {} : { body: JSON.stringify(body).replaceAll(':found', found) }
    const url = `${PUBLIC_URL}/api/v1${path.replace(':found', encodeURIComponent(found))}`
    const { status } = await ask(new Request(url, { method, headers, ...said }), of)
    log(`${method} ${path.replace(':found', found)} is answered ${status}`)
    if (status >= 500 || status === 429) throw new Error(`answered ${status}`)
  }
  const repeat = (work: (of: Isolate) => Promise<void>, then: () => void, patienceMs = PATIENCE_MS) => {
    let over = false
    const end = (next: () => void) => {
      if (!over) next()
      over = true
    }
    work(serving()).then(() => end(then), () => {}) // biome-ignore format: one line
    agenda.at(patienceMs, () => end(() => repeat(work, then, patienceMs)))
  }
  const begin = (deed: Deed, then: () => void) => {
    if (deed.do !== 'ask') {
      repeat((of) => carryOut(deed, of), then, deed.do === 'restore' ? RESTORE_MS : PATIENCE_MS)
      return
    }
    const rows = deed.find === undefined ? [{ found: '' }] : store.rows(deed.find)
    const next = ([row, ...others]: typeof rows): void => {
      if (!row) {
        then()
        return
      }
      const one: Asked = { path: deed.path, found: String(row.found), doneMs: undefined }
      asked.push(one)
      repeat(
        (of) => request(deed, one.found, of),
        () => {
          one.doneMs = agenda.now()
          next(others)
        },
      )
    }
    next(rows)
  }
  return {
    asked,
    isIdle: () => busy === 0,
    /** Another one begins their work. Time counts from `began`. */
    operate: (deeds: readonly Deed[], began: number) => {
      busy += 1
      const next = ([deed, ...later]: readonly Deed[]) => {
        if (deed) agenda.at(began + deed.atMs - agenda.now(), () => begin(deed, () => next(later)))
        else busy -= 1
      }
      next(deeds.toSorted((a, b) => a.atMs - b.atMs))
    },
    /** Do this now, where nothing goes wrong. */
    prepare: (wanted: Wanted) => request(wanted, '', serving()),
  }
}
