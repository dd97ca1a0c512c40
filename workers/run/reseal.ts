import { readSealed, replaceSealed, type Sealed } from '../store/sealed.ts'
import type { Deps } from './deps.ts'

/** Where what is sealed lies, as `channels/club`, by whether the present master key opens it. */
export type SealedState = { current: number; older: string[]; unreadable: string[] }

export async function sealedState(deps: Deps): Promise<SealedState> {
  const state: SealedState = { current: 0, older: [], unreadable: [] }
  for (const one of await readSealed(deps.db)) {
    if (deps.vault.markOf(one.sealed) === deps.vault.mark) state.current += 1
    else if (await opened(deps, one)) state.older.push(placeOf(one))
    else state.unreadable.push(placeOf(one))
  }
  return state
}

const AT_ONCE = 50

/** Seal under the present master key whatever lies under an older one that is still given. May be repeated. */
export async function reseal(deps: Deps): Promise<SealedState & { resealed: number }> {
  const old = (await readSealed(deps.db)).filter(({ sealed }) => deps.vault.markOf(sealed) !== deps.vault.mark)
  let resealed = 0
  for (let i = 0; i < old.length; i += AT_ONCE) {
    const changed = await Promise.all(
      old.slice(i, i + AT_ONCE).map(async (one) => {
        const secrets = await opened(deps, one)
        return secrets ? [{ ...one, fresh: await deps.vault.seal(secrets) }] : []
      }),
    )
    const fresh = changed.flat()
    await replaceSealed(deps.db, fresh)
    resealed += fresh.length
  }
  await deps.catalogue.refresh()
  return { resealed, ...(await sealedState(deps)) }
}

async function opened({ vault }: Deps, { sealed }: Sealed) {
  return vault.open(sealed).catch(() => undefined)
}

function placeOf({ place, id }: Sealed): string {
  return `${place}/${id}`
}
