import { agenda } from './agenda.ts'
import type { MakeIsolate } from './bundle.ts'
import { community } from './community.ts'
import { type Store, store } from './database.ts'
import { type Fault, faults } from './faults.ts'
import type { World } from './isolate.ts'
import { judge } from './judge.ts'
import { FAULTS_UNTIL_MS } from './names.ts'
import { PARTS } from './parts.ts'
import { random } from './random.ts'
import { type Load, load } from './workload.ts'

/** What is run: everything follows from the seed, unless a part of it is given, as shrinking does. */
export type Plan = { seed: number; load?: Load; faults?: readonly Fault[] }

export type Simulated = { broken: string[]; injected: readonly Fault[]; load: Load; steps: number; log: string[] }

const START_MS = Date.UTC(2026, 0, 5, 9, 0, 0)
/** After the last fault everything must have come to rest within this time. */
const REST_MAX_MS = 3 * 3_600_000
const CRON_MS = 60_000

/** Run one seed to its rest, and say what is not as promised. */
export async function simulate(make: MakeIsolate, plan: Plan): Promise<Simulated> {
  const chance = random(plan.seed)
  const share = chance.pick([0, 0.1, 0.2, 0.2] as const)
  const log: string[] = []
  const clock = agenda(START_MS)
  const say = (line: string) => log.push(`${((clock.now() - START_MS) / 1000).toFixed(3)} ${line}`)
  const world: World = { agenda: clock, random: chance, faults: faults(chance, plan.faults), share: 0, make, log: say }
  const base = store()
  const withQstash = chance.chance(0.5)
  const parts = PARTS.filter((part) => chance.chance(part.share))
  const house = community(world, base, { withQstash, parts })
  await house.prepare()

  const ids = new Map(base.rows('SELECT external_id, subject_id FROM identities').map((row) => [String(row.external_id), String(row.subject_id)])) // biome-ignore format: one thought
  const drawn = load(chance, ids, parts)
  const given = plan.load ?? drawn
  world.share = share
  const began = clock.now()
  const told = given.posts.map((post) => house.tell(post))
  // A pause that was late may have come after its end: somebody looks.
  const resumed = given.deeds.filter((deed) => deed.do === 'resume')
  const own = given.deeds.filter(({ by }) => by !== 'other')
  house.operate([...own, ...resumed.map((deed) => ({ ...deed, atMs: FAULTS_UNTIL_MS + 20_000 }))], began)
  house.operate(
    given.deeds.filter(({ by }) => by !== undefined),
    began,
  )
  if (given.deeds.some((deed) => deed.do === 'restore')) house.remember()
  clock.at(FAULTS_UNTIL_MS, () => {
    world.share = 0
    world.faults.heal()
    say('all is well from here')
  })
  const broken: string[] = []
  clock.at(FAULTS_UNTIL_MS + 4 * CRON_MS, () => watchOverdue(base, clock.now, broken))
  house.cron()
  const isResting = () =>
    clock.now() > began + FAULTS_UNTIL_MS + 30_000 &&
    told.every(({ done }) => done()) &&
    house.isIdle() &&
    rests(base, clock.now())
  const latest = began + FAULTS_UNTIL_MS + REST_MAX_MS
  await clock.run(() => clock.now() > latest || isResting())
  if (!isResting()) broken.push(`not at rest after ${REST_MAX_MS / 60_000} minutes: ${restless(base, clock.now())}`)
  broken.push(
    ...judge({
      store: base,
      load: given,
      told,
      sendings: house.sendings,
      asked: house.asked,
      parts,
      restored: house.restored[0],
      faults: world.faults.injected,
    }),
  )
  base.close()
  return { broken, injected: world.faults.injected, load: given, steps: clock.taken(), log }
}

/** Nothing is due, on its way, or waiting for a time. */
function rests(base: Store, now: number): boolean {
  const [row] = base.rows(RESTLESS, now)
  return Object.values(row ?? {}).every((count) => count === 0)
}

const RESTLESS = `SELECT (SELECT count(*) FROM events WHERE status = 'pending') AS pending,
  (SELECT count(*) FROM subjects WHERE due_at <= ?1) AS due,
  (SELECT count(*) FROM runs WHERE status IN ('active', 'waiting') AND wake_at IS NOT NULL) AS runs,
  (SELECT count(*) FROM deliveries WHERE status IN ('queued', 'sending', 'deferred')) AS deliveries,
  (SELECT count(*) FROM jobs WHERE status = 'running') AS jobs,
  (SELECT count(*) FROM broadcasts WHERE look_at IS NOT NULL) AS broadcasts`

function restless(base: Store, now: number): string {
  return JSON.stringify([
    base.rows(RESTLESS, now)[0],
    base.rows("SELECT * FROM runs WHERE status IN ('active', 'waiting')").slice(0, 2),
  ])
}

/** Due work that its wake-up did not reach is found within two minutes. */
function watchOverdue(base: Store, now: () => number, broken: string[]): void {
  const late = base.rows("SELECT id, due_at FROM subjects WHERE due_at < ?1 AND kind = 'contact'", now() - 120_000)
  if (late.length > 0) broken.push(`due and not found within two minutes: ${JSON.stringify(late)}`)
}
