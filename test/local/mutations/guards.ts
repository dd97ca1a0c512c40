import { type Mutation, of } from './list.ts'

const GATE = ['test/workflows/engine/gate/whom.test.ts', 'test/workflows/engine/gate/gate.test.ts']
const WHERE = 'test/workflows/engine/gate/where.test.ts'
const HOLDS = 'test/workers/store/holds.test.ts'

const blocked = of('workflows/engine/gate/blocked.ts', ...GATE)
const consent = of('workflows/engine/gate/consent.ts', ...GATE)
const holdout = of('workflows/engine/gate/holdout.ts', ...GATE)
const counted = of('workflows/engine/gate/counted.ts', ...GATE, 'test/workflows/engine/gate/caps.test.ts')
const caps = of('workflows/engine/gate/caps.ts', 'test/workflows/engine/gate/caps.test.ts', ...GATE)
const gate = of('workflows/engine/gate/gate.ts', ...GATE)
const reachable = of('workflows/engine/gate/reachable.ts', WHERE)
const begin = of('workflows/engine/begin.ts', 'test/workflows/engine/entry.test.ts')
const throttle = of('workflows/engine/throttle.ts', 'test/workflows/simulate/throttle.test.ts', 'test/workflows/engine/throttle.test.ts') // biome-ignore format: one list
const finish = of('workflows/engine/finish.ts', 'test/workflows/engine/gate/gate.test.ts')
const keeper = of('workers/run/keeper.ts', 'test/workers/run/keeper.test.ts')
const deliveries = of('workers/store/deliveries.ts', HOLDS)
const grants = of('workers/store/grants.ts', HOLDS)
const jobs = of('workers/store/jobs.ts', HOLDS)
const answers = of('workers/store/answers.ts', HOLDS)
const epoch = of('workers/run/epoch.ts', 'test/workers/run/epoch.test.ts', 'simulation')
const settle = of('workers/run/settle.ts', 'simulation')
const inTurn = of('workers/run/in-turn.ts', 'test/workers/run/in-turn.test.ts')

/** The guards of the gate, of a channel's keeper, of what is held, and of a restored database. */
export const guards: readonly Mutation[] = [
  blocked('if (draft.room !== undefined) return undefined', ''),
  blocked("draft.category !== 'transactional'", 'true'),
  consent('if (draft.room !== undefined) return undefined', ''),
  consent('channel === undefined ? []', 'true ? []'),
  consent('!required.includes(category)', 'required.includes(category)'),
  holdout("draft.category === 'transactional' || ", ''),
  holdout(' || draft.room !== undefined', ''),
  counted('at > keepAfter', 'at >= keepAfter'),
  counted('counted !== id', 'counted === id'),
  caps(' || draft.room !== undefined', ''),
  caps('if (drops) return', 'if (false) return'),
  caps('cap.category !== undefined && category !== cap.category', 'false'),
  gate('if (draft.room !== undefined || draft.category', 'if (draft.category'),
  gate("|| draft.category === 'transactional') return", ') return'),
  gate('    release(turn.actor.contact, draft.id)\n', ''),
  reachable('contact.consents[`all@', 'contact.consents[`none@'),
  reachable('draft.category}@', 'draft.id}@'),
  reachable('event.channel, contact.lastChannel, ...known', 'contact.lastChannel, event.channel, ...known'),
  reachable('[event.channel, contact.lastChannel, ...known]', '[event.channel, ...known]'),
  reachable('contact.identities.findLast', 'contact.identities.find'),
  begin("since === undefined ? ''", "true ? ''"),
  throttle('iteration + 1', 'iteration'),
  finish("?.for === 'run'", "?.for !== 'run'"),
  keeper('!fromLine && kept.waiting', 'kept.waiting'),
  keeper('waiting <= rank', 'waiting < rank'),
  keeper('holds.length > 0 || overtakes', 'overtakes'),
  keeper('kept.heldEach[to] ?? 0', '0'),
  keeper('until: nowMs + LINE_LEASE_MS', 'until: nowMs + 10 * LINE_LEASE_MS'),
  keeper('if (this.#line.lease === lease) this.#line', 'this.#line'),
  keeper('!empty || kept.turn !== turn ||', '!empty ||'),
  keeper('if (!empty || ', 'if ('),
  keeper('  kept.turn += 1\n', '\n'),
  keeper('token.untilReal > nowMs && ', ''),
  keeper(' && token.until > productNow', ''),
  keeper('this.#fetching.name === name && this.#fetching.until > nowMs', 'false'),
  keeper('this.#failed?.name === name && ', 'this.#failed && '),
  keeper('this.#failed.until > nowMs', 'true'),
  keeper('if (this.#fetching.lease === lease) this', 'this'),
  keeper('token?.sealed === sealed', 'token'),
  keeper('heldUntil: 0, heldEach: {} })', 'heldUntil: 0 })'),
  deliveries("WHERE id = ?1 AND kind = 'message' AND", 'WHERE id = ?1 AND'),
  deliveries("status IN ('queued', 'unknown') RETURNING", "status IN ('queued', 'unknown', 'sending') RETURNING"),
  deliveries('WHERE line = ?1 AND send_after < ?2', 'WHERE line = ?1'),
  deliveries('WHERE nth <= ', 'WHERE nth > 0 OR nth <= '),
  deliveries('WHERE line = ?1 AND status', 'WHERE line IS NOT NULL AND status'),
  grants('grants.resource = asked.resource AND ', ''),
  grants("OVER (PARTITION BY value->>'resource' ORDER BY key)", 'OVER (ORDER BY key)'),
  jobs("lease_until = 0 WHERE id = ?1'", "lease_until = 0'"),
  jobs("WHERE id = ?1 AND status IN ('running', 'paused')\"", 'WHERE id = ?1"'),
  jobs("updated_at = ?2 WHERE id = ?1 AND status = 'paused'", 'updated_at = ?2 WHERE id = ?1'),
  answers('answers.status = 0 AND answers.at', 'answers.at'),
  answers('answers.at < ?5 AND ', ''),
  answers('WHERE caller = ?1 AND key = ?2 AND status = 0', 'WHERE caller = ?1 AND key = ?2'),
  answers('FROM answers WHERE caller = ?1 AND key = ?2', 'FROM answers WHERE ?1 = ?1 AND key = ?2'),
  answers('text(row.request) !== claim.request', 'false'),
  epoch('now.pulse < seen', 'now.pulse > seen'),
  epoch('await deps.db.batch([...holdOpenDeliveries(), ', 'await deps.db.batch(['),
  settle('await beSure(deps)\n', '\n'),
  inTurn('if (one === self) return ahead', ''),
]
