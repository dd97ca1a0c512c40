/** A lesson from what went wrong elsewhere, and the tests that hold it: a file, and words of the test's own name. */
export type Lesson = { number: number; says: string; held: readonly (readonly [file: string, name: string])[] }

const SIMULATION = ['test/simulation/faults.test.ts', 'keeps every promise while whatever can break breaks'] as const
const JUDGE = 'test/simulation/judge.ts'
const ACCEPTED = 'test/workflows/accepted.test.ts'
const ENTRY = 'test/workflows/engine/entry.test.ts'
const WAITING = 'test/workflows/engine/waiting.test.ts'
const GATE = 'test/workflows/engine/gate/gate.test.ts'
const CAPS = 'test/workflows/engine/gate/caps.test.ts'
const QUIET = 'test/workflows/engine/gate/quiet-hours.test.ts'
const BREAKER = 'test/workflows/engine/breaker.test.ts'
const FENCES = 'test/workers/store/fences.test.ts'
const SCHEDULES = 'test/workers/run/schedules.test.ts'
const AGAIN = 'test/workers/http/again.test.ts'
const WORKFLOWS = 'test/workers/http/workflows.test.ts'
const WALK = 'test/walk.test.ts'
const ZONE = 'test/workflows/language/zone.test.ts'
const DIGEST = 'test/workflows/engine/digest.test.ts'
const HOUSE = 'test/workers/run/sweeping.test.ts'

/** In the order of the list that they come from. */
export const lessons: readonly Lesson[] = [
  { number: 1, says: 'claim each send by a unique key before calling the provider', held: [[FENCES, 'takes over what is due and held by nobody'], [JUDGE, 'nobody sends what somebody else is sending']] },
  { number: 2, says: 'the sweeper is safe to run twice in the same second', held: [[HOUSE, 'sweeps twice in the same second, and nothing is done twice'], SIMULATION] },
  { number: 3, says: 'one bad recipient does not hold up the others', held: [['test/workers/run/poison.test.ts', 'lets the others go on when one cannot be committed']] },
  { number: 4, says: 'skipped is a terminal success', held: [['test/workflows/engine/verbs.test.ts', 'skips a message to somebody who cannot be reached, as a success']] },
  { number: 5, says: 'entry, timer and run are one transaction', held: [[JUDGE, 'a run is ended, or waits for exactly one thing'], SIMULATION] },
  { number: 6, says: 'a tick has the id of its slot', held: [[SCHEDULES, 'ticks once a slot'], [HOUSE, 'sweeps twice in the same second, and nothing is done twice']] },
  { number: 7, says: 'at fire time the active version counts, never a registered timer', held: [[HOUSE, 'ticks for the version that is published, and no more once it is paused or removed']] },
  { number: 8, says: 'one webhook, delivered many times at once, is one event', held: [[WALK, 'starts once when the webhook is delivered fifty times at once']] },
  { number: 9, says: 'concurrency is a constraint of the database', held: [['test/workers/run/throttle.test.ts', 'two events at the same instant cannot both pass the same limit'], [FENCES, 'lets one at a time carry on a job']] },
  { number: 10, says: 'one contact for one external id, from the first day', held: [[WALK, 'keeps one contact when fifty events of somebody unknown come at once']] },
  { number: 11, says: 'figures count sends, not tries', held: [['test/workers/run/figures.test.ts', 'tells what a recount from the raw events tells']] },
  { number: 12, says: 'a burst of edits may be one', held: [[ENTRY, 'starts once after a burst']] },
  { number: 13, says: 'the row is the truth, the timer a doorbell; a sweep finds what crashed between them', held: [SIMULATION, ['test/local/crash.test.ts', 'when the process is killed under load'], ['test/simulation/simulate.ts', 'due and not found within two minutes']] },
  { number: 14, says: 'the next occurrence is computed from the definition, never carried by the one before', held: [[HOUSE, 'finds the next tick again when its row is lost']] },
  { number: 15, says: 'times are whole milliseconds, and what is overdue is found', held: [['test/simulation/simulate.ts', 'due and not found within two minutes']] },
  { number: 16, says: 'every outcome of a message lets its run go on', held: [['test/workflows/engine/verbs.test.ts', 'goes on with the answer of a request'], [JUDGE, 'no run stands still'], ['test/workers/http/happenings.test.ts', 'a run that waits for a message goes on when the message is taken back']] },
  { number: 17, says: 'the state of live runs is never thrown away, whatever the retention', held: [[HOUSE, 'goes on after a year, whatever was thrown away meanwhile']] },
  { number: 18, says: 'a run that stands can be cancelled', held: [['test/workers/http/happenings.test.ts', 'cancels a run, once']] },
  { number: 19, says: 'retry, resume and timer share one path', held: [['test/workers/http/happenings.test.ts', 'lets a failed run go on from its failed step'], [AGAIN, 'lets a failed run go on in a version that mends it']] },
  { number: 20, says: 'a segment that flickers destroys no run', held: [['test/workflows/engine/planned.test.ts', 'starts when a contact begins to match, once, and when it stops']] },
  { number: 21, says: 'one adapter knows how long a timer can wait, and hops beyond it', held: [['test/workers/timers/contract.test.ts', 'wakes after a wait longer than any one delay'], ['test/workers/timers/hop.test.ts', 'ends at the due time, whatever the wait']] },
  { number: 22, says: 'errors are passing, final, or skipped, by table and platform', held: [[FENCES, 'takes %s for %s']] },
  { number: 23, says: 'quiet hours may wrap midnight', held: [[QUIET, 'ends at the first instant at which the clock shows no quiet time any more']] },
  { number: 24, says: 'equal ends are refused', held: [[GATE, 'refuses quiet hours with equal ends, and caps of nothing']] },
  { number: 25, says: 'a window is never mended', held: [[QUIET, 'ends at the first instant']] },
  { number: 26, says: 'half-open, in the zone of the member', held: [[GATE, 'puts it off again when the contact has moved to where it is still night']] },
  { number: 27, says: 'a step whose own time is always quiet is warned of', held: [['test/workflows/check/warnings.test.ts', 'a schedule in quiet hours']] },
  { number: 28, says: 'previews show the instant and the zone', held: [['test/workflows/simulate/schedules.test.ts', 'a schedule ticks for the contact that matches, in its zone and across a change of the clocks']] },
  { number: 29, says: 'a gap takes the first instant after, an overlap the first', held: [[ZONE, 'takes the end of the gap and the first of an overlap at every transition'], ['test/workflows/language/cron.test.ts', 'fires when a watcher of the wall would']] },
  { number: 30, says: 'zero is a value', held: [['test/workflows/engine/local-time.test.ts', 'zero is a value']] },
  { number: 31, says: 'a date that is past says what follows', held: [[ACCEPTED, 'carries out `%s` in every form that it is accepted in']] },
  { number: 32, says: 'nothing that the schema accepts is unhandled', held: [[ACCEPTED, 'carries out `%s` in every form that it is accepted in'], [ACCEPTED, 'starts by `%s` in every form'], ['test/workflows/accepted-parameters.test.ts', 'with every parameter that it takes']] },
  { number: 33, says: 'times are local to the member from the first day', held: [['test/workflows/simulate/simulate.test.ts', 'local times are the contact’s, across a change of the clocks']] },
  { number: 34, says: 'why an entry was refused is said', held: [[ENTRY, 'ignores a second trigger while a run is active, and says why'], [ENTRY, 'asks the mode before re-entry']] },
  { number: 35, says: 'the key of an entry is one string', held: [[ENTRY, 'admits by entry key']] },
  { number: 36, says: 'entry rules are asked at entry, once', held: [[ENTRY, 'a queued trigger shows the reason queued; mode and re-entry are asked when it fires']] },
  { number: 37, says: 'whoever is held out is recorded', held: [[ENTRY, 'holds a share of the contacts out, records them, and counts their goals']] },
  { number: 38, says: 'a wait can look back to the start of its run', held: [[WAITING, 'accepts an event that came earlier in the run when it may']] },
  { number: 39, says: 'the first of several, with one time-out', held: [[WAITING, 'waits for the first of several and says which']] },
  { number: 40, says: 'what already holds passes at once', held: [[WAITING, 'passes at once when it already holds']] },
  { number: 41, says: 'a time-out has a branch of its own', held: [[WAITING, 'takes the other branch when nothing came'], ['test/workflows/engine/approvals.test.ts', 'waits without an end when there is no timeout']] },
  { number: 42, says: 'one branch is taken, and a time-out counts from the end of the step before', held: [[WAITING, 'carries out what was due before what has just happened']] },
  { number: 43, says: 'definitions never change, and history outlives them', held: [[WORKFLOWS, 'a deleted workflow ends its runs, and its history stays'], [WORKFLOWS, 'publishes it as a version that never changes']] },
  { number: 44, says: 'what cannot be reached is said before it runs', held: [['test/workflows/check/broken.test.ts', 'never reached']] },
  { number: 45, says: 'a retry names its version', held: [[AGAIN, 'replays a run with its event, in the current version or in one that is named']] },
  { number: 46, says: 'schedules and digests take the version that is current when they fire', held: [[DIGEST, 'is worded by the version that is current when it closes'], [HOUSE, 'ticks for the version that is published, and no more once it is paused or removed']] },
  { number: 47, says: 'each event carries its causes, and a loop opens a breaker', held: [[BREAKER, 'a chain five workflows deep opens a breaker'], ['test/workers/run/breaker.test.ts', 'a loop opens a breaker that pauses the workflow durably']] },
  { number: 48, says: 'a workflow that starts itself comes to an end', held: [[BREAKER, 'a workflow that calls itself ends, and its breaker opens'], ['test/workflows/engine/branching.test.ts', 'ends a loop that only turns']] },
  { number: 49, says: 'caps depend on the category; the next slot is the oldest that counts plus the window', held: [[CAPS, 'neither stops nor counts transactional messages'], [CAPS, 'gives the next message the slot of the oldest that counts plus the window'], [GATE, 'caps of nothing']] },
  { number: 50, says: 'unknown keys are refused', held: [['test/workflows/check/broken.test.ts', 'refuses %s, with its place']] },
  { number: 51, says: 'somebody who cannot be reached is skipped', held: [['test/workflows/engine/verbs.test.ts', 'skips a message to somebody who cannot be reached, as a success']] },
  { number: 52, says: 'a survey has a cool-down of its own and one of the community', held: [['test/workflows/engine/survey-cooldowns.test.ts', 'lesson 52'], ['test/workers/run/surveys.test.ts', 'keeps both cool-downs: that of the survey and that of the community']] },
  { number: 53, says: 'what comes within one window is one digest', held: [[DIGEST, 'is one message for what came within a fixed window from the first item']] },
  { number: 54, says: 'a branch is by hash, and stays', held: [['test/workflows/engine/branching.test.ts', 'splits by the weights, and keeps a contact’s branch']] },
  { number: 55, says: 'a claim is an insert, not a check', held: [['test/workers/run/shared.test.ts', 'gives no code twice'], ['test/workflows/engine/referrals.test.ts', 'who invites themselves']] },
  { number: 56, says: 'time, retries, rehearsals and versions are there', held: [['test/workers/http/simulate.test.ts', 'tells what would happen, and keeps and sends nothing'], [AGAIN, 'replays a run with its event'], [WORKFLOWS, 'publishes it as a version']] },
] // biome-ignore format: a table, one lesson a line
