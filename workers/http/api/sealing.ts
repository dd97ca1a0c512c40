import * as v from 'valibot'
import { reseal, sealedState } from '../../run/reseal.ts'
import { operation } from './operation.ts'

const Names = v.array(v.string())
const state = {
  current: v.pipe(v.number(), v.title('How many are sealed under MASTER_KEY')),
  older: v.pipe(Names, v.title('What MASTER_KEY_OLD still opens')),
  unreadable: v.pipe(Names, v.title('What neither opens: it must be set again')),
}

/** Secrets at rest, and the change of the key that they are sealed under. */
export const sealing = [
  operation({
    method: 'GET',
    path: '/vault',
    summary: 'Under which key the secrets are sealed. Nothing of them, and nothing of the key',
    needs: 'admin',
    answers: { 200: v.object(state) },
    handle: async ({ c, deps }) => c.json(await sealedState(deps)),
  }),
  operation({
    method: 'POST',
    path: '/vault/reseal',
    summary:
      'Seal every secret under the present MASTER_KEY. When nothing is left that is older, MASTER_KEY_OLD may go',
    needs: 'admin',
    answers: { 200: v.object({ ...state, resealed: v.number() }) },
    handle: async ({ c, deps }) => c.json(await reseal(deps)),
  }),
]
