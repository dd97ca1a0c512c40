import type { JsonObject } from '../../../schema/json.ts'
import type { Effect } from '../effect.ts'
import type { World } from '../world.ts'

type Taking = { world: World; key: string; answer?: JsonObject }

/**
 * Whoever takes the unit that leaves so few, or the last one, raises the alert of it: exactly one does, since each is
 * told how many were left behind them.
 */
export function lowStock(resource: string, { world, key, answer }: Taking): Effect[] {
  const { alerts, low_stock: low } = world.settings.health
  const left = answer?.left
  if (!alerts || (left !== 0 && left !== low)) return []
  const wish = {
    ...({ name: 'health-stock', key: `health-stock:${resource}`, level: left === 0 ? 2 : 1 } as const),
    title: left === 0 ? `Nothing is left of ${resource}` : `${left} are left of ${resource}`,
    detail: left === 0 ? `${resource} 已发完` : `${resource} 只剩 ${left} 份`,
    ...{ drill: false, contactId: null, workflowId: null },
  }
  return [{ kind: 'alert', id: `${key}:stock`, wish }]
}
