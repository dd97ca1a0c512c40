/**
 * A lesson from what went wrong elsewhere, and the tests that hold it: a file, and the title of the test or of the case
 * in its table, as it is written there.
 */
export type Lesson = { number: number; says: string; held: readonly (readonly [file: string, title: string])[] }

const engine = (name: string) => `test/workflows/engine/${name}.test.ts`
const run = (name: string) => `test/workers/run/${name}.test.ts`
const http = (name: string) => `test/workers/http/${name}.test.ts`
const check = (name: string) => `test/workflows/check/${name}.test.ts`

const SIMULATION = ['test/simulation/faults.test.ts', 'keeps every promise while whatever can break breaks, thousands of times'] as const // biome-ignore format: one test
const KILLED = ['test/local/crash.test.ts', 'loses nothing, doubles nothing and stays exact when the process is killed under load'] as const // biome-ignore format: one test
/** Asked of the database and the provider at the end of each simulation. */
const JUDGE = 'test/simulation/judge.ts'
const ACCEPTED = 'test/workflows/accepted.test.ts'
const FENCES = 'test/workers/store/fences.test.ts'
const WALK = 'test/walk.test.ts'
const [ENTRY, FIRST, WAITING, GOING_ON, LATE] = [engine('entry'), engine('entry-lessons'), engine('waiting'), engine('going-on'), engine('late')] // biome-ignore format: one list
const [GATE, CAPS, WINDOWS] = [engine('gate/lessons'), engine('gate/caps'), engine('gate/quiet-hours')]
const [HOUSE, REJECTED, THROTTLE] = [run('sweeping'), run('rejected'), run('throttle')]
const [AGAIN, WORKFLOWS, HAPPENINGS] = [http('again'), http('workflows'), http('happenings')]

/** In the order of the list that they come from. */
export const lessons: readonly Lesson[] = [
  { number: 1, says: 'claim each send by a unique key before calling the provider', held: [[FENCES, 'takes over what is due and held by nobody, and repeats nothing that must not be repeated'], [FENCES, 'keeps one row for each key: of a delivery, and of somebody on a channel'], [JUDGE, 'nobody sends what somebody else is sending'], SIMULATION] },
  { number: 2, says: 'the sweeper is safe to run twice in the same second', held: [[HOUSE, 'sweeps twice in the same second, and nothing is done twice'], SIMULATION] },
  { number: 3, says: 'one bad recipient does not hold up the others', held: [[REJECTED, 'one recipient whom the platform rejects holds up nobody, and nobody is sent to again for it'], [run('poison'), 'lets the others go on when one cannot be committed']] },
  { number: 4, says: 'skipped is a terminal success', held: [[engine('verbs'), 'skips a message to somebody who cannot be reached, as a success'], [GATE, 'lesson 51: without a channel a message is skipped, which is no failure: nothing else is sent again']] },
  { number: 5, says: 'entry, timer and run are one transaction', held: [[JUDGE, 'a run is ended, or waits for exactly one thing'], [JUDGE, 'an event is carried out once'], SIMULATION] },
  { number: 6, says: 'a tick has the id of its slot', held: [[run('schedules'), 'ticks once a slot, in its own zone, over a change of the clock'], [HOUSE, 'sweeps twice in the same second, and nothing is done twice']] },
  { number: 7, says: 'at fire time the active version counts, never a registered timer', held: [[HOUSE, 'ticks for the version that is published, and no more once it is paused or removed']] },
  { number: 8, says: 'one webhook, delivered many times at once, is one event', held: [[WALK, 'starts once when the webhook is delivered fifty times at once'], [FENCES, 'keeps an event once, and leaves it to whoever holds its lease']] },
  { number: 9, says: 'concurrency is a constraint of the database', held: [[THROTTLE, 'two events at the same instant cannot both pass the same limit: 50 at once, 10 pass'], [THROTTLE, 'a member is in a workflow once, however many events come at the same instant, also right after a pause'], [FENCES, 'lets one at a time carry on a job, from where it stands']] },
  { number: 10, says: 'one contact for one external id, from the first day', held: [[WALK, 'keeps one contact when fifty events of somebody unknown come at once'], [JUDGE, 'whoever is met is one contact']] },
  { number: 11, says: 'figures count sends, not tries', held: [[REJECTED, 'counts a message once, however often it was tried'], [run('figures'), 'tells what a recount from the raw events tells, whatever the clocks do: %s']] },
  { number: 12, says: 'a burst of edits may be one', held: [[ENTRY, 'starts once after a burst, with its last event, and not later than max']] },
  { number: 13, says: 'the row is the truth, the timer a doorbell; a sweep finds what crashed between them', held: [SIMULATION, KILLED] },
  { number: 14, says: 'the next occurrence is computed from the definition, never carried by the one before', held: [[HOUSE, 'finds the next tick again when its row is lost']] },
  { number: 15, says: 'times are whole milliseconds, and what is overdue is found and told', held: [[JUDGE, 'times are whole milliseconds'], SIMULATION, [http('health'), 'what does not go well is an ordinary alert']] },
  { number: 16, says: 'every outcome of a message lets its run go on', held: [[GOING_ON, 'lets its run go on to its end, and starts what was queued behind it: %s'], [JUDGE, 'no run stands still'], [HAPPENINGS, 'a run that waits for a message goes on when the message is taken back']] },
  { number: 17, says: 'the state of live runs is never thrown away, whatever the retention', held: [[run('retention'), 'what a live run rests on is never let go, however old: it goes on after a year'], [run('retention'), 'a workflow that may wait longer than what it rests on is kept is refused when it is published']] },
  { number: 18, says: 'a run that stands can be cancelled', held: [[HAPPENINGS, 'cancels a run, once'], [JUDGE, 'nothing holds a lease']] },
  { number: 19, says: 'retry, resume and timer share one path', held: [[GOING_ON, 'lets its run go on to its end, and starts what was queued behind it: %s'], [GOING_ON, 'carries out nothing, and the run goes on when it is resumed'], [AGAIN, 'lets a failed run go on in a version that mends it']] },
  { number: 20, says: 'a segment that flickers destroys no run', held: [[FIRST, 'a segment that flickers ends no run and throws nothing away: who is in a run stays in it']] },
  { number: 21, says: 'one adapter knows how long a timer can wait, and hops beyond it', held: [['test/workers/timers/contract.test.ts', 'wakes after a wait longer than any one delay'], ['test/workers/timers/hop.test.ts', 'ends at the due time, whatever the wait']] },
  { number: 22, says: 'errors are passing, final, or skipped, by table and platform', held: [['test/workers/channels/answers.test.ts', '%i %j: %s, %s'], ['test/workers/channels/answers.test.ts', 'every kind that sends has its answers here'], [FENCES, 'takes %s for %s']] },
  { number: 23, says: 'quiet hours may wrap midnight', held: [[GATE, 'lesson 23: an overnight window holds after midnight, and one that begins at 0 holds']] },
  { number: 24, says: 'equal ends are refused', held: [[GATE, 'lesson 24: equal ends are refused wherever they are written, and are off where they are found']] },
  { number: 25, says: 'a window is never mended', held: [[GATE, 'lesson 25: a window that wraps midnight is never turned round']] },
  { number: 26, says: 'half-open, in the zone of the member', held: [[GATE, 'lesson 26: the window is half open, on the clock of each member']] },
  { number: 27, says: 'a step whose own time is always quiet is warned of', held: [[GATE, 'lesson 27: a time of day that lies in quiet hours is warned of when the workflow is saved'], [check('warnings'), 'a schedule in quiet hours']] },
  { number: 28, says: 'previews show the instant and the zone', held: [[GATE, 'lesson 28: a wait for a local time names its instant and its zone: %j'], [GATE, 'lesson 28: what is put off names its instant and its zone']] },
  { number: 29, says: 'a gap takes the first instant after, an overlap the first', held: [[GATE, 'lesson 29: where clocks change, nothing is left out, done twice, or an hour off for ever'], ['test/workflows/language/zone.test.ts', 'takes the end of the gap and the first of an overlap at every transition'], ['test/workflows/language/cron.test.ts', 'fires when a watcher of the wall would, once each, in order'], [WINDOWS, 'ends at the first instant at which the clock shows no quiet time any more']] },
  { number: 30, says: 'zero is a value', held: [[GATE, 'lesson 30: nought is a value']] },
  { number: 31, says: 'a date that is past says what follows', held: [[GATE, 'lesson 31: a date that is over, with if_past %s']] },
  { number: 32, says: 'nothing that the schema accepts is unhandled', held: [[GATE, 'lesson 32: each form of waiting that the schema takes is one that the engine waits for'], [ACCEPTED, 'carries out `%s` in every form that it is accepted in'], [ACCEPTED, 'starts by `%s` in every form that it is accepted in'], ['test/workflows/accepted-parameters.test.ts', 'carries out `%s` with every parameter that it takes']] },
  { number: 33, says: 'times are local to the member from the first day', held: [[GATE, 'lesson 33: local times are each member’s own']] },
  { number: 34, says: 'why an entry was refused is said', held: [[ENTRY, 'ignores a second trigger while a run is active, and says why'], [ENTRY, 'asks the mode before re-entry'], [ENTRY, 're-entry %s after %s: %s']] },
  { number: 35, says: 'the key of an entry is one string', held: [[ENTRY, 'admits by entry key']] },
  { number: 36, says: 'entry rules are asked at entry, once', held: [[FIRST, 'asks entry rules when the trigger fires, and never again: a run does not find itself'], [ENTRY, 'a queued trigger shows the reason queued; mode and re-entry are asked when it fires']] },
  { number: 37, says: 'whoever was left out has not used up their entry, and who is held out is recorded', held: [[FIRST, 'whoever was refused by %s has not used up the one entry that they have'], [ENTRY, 'holds a share of the contacts out, records them, and counts their goals']] },
  { number: 38, says: 'a wait can look back to the start of its run', held: [[WAITING, 'accepts an event that came earlier in the run when it may']] },
  { number: 39, says: 'the first of several, with one time-out', held: [[WAITING, 'waits for the first of several and says which'], [JUDGE, 'a run is ended, or waits for exactly one thing']] },
  { number: 40, says: 'what already holds passes at once', held: [[WAITING, 'passes at once when it already holds']] },
  { number: 41, says: 'a time-out has a branch of its own', held: [[WAITING, 'takes the other branch when nothing came'], [engine('approvals'), 'goes on with `else` when nobody decides in time, and the task expires']] },
  { number: 42, says: 'one branch is taken, and a time-out counts from the end of the step before', held: [[GOING_ON, 'takes one of both branches, once, whatever comes at the very end of the time'], [GOING_ON, 'counts what follows a message from when it has really gone, not from when it was held back'], [GOING_ON, 'counts a time-out from when the answer to the step before has come']] },
  { number: 43, says: 'definitions never change, and history outlives them', held: [[WORKFLOWS, 'a deleted workflow ends its runs, and its history stays'], [WORKFLOWS, 'saves a draft, publishes it as a version that never changes, and tells both apart']] },
  { number: 44, says: 'what cannot be reached is said before it runs', held: [[check('broken'), 'a step after the end'], [check('broken'), 'a step after branches that all end']] },
  { number: 45, says: 'a retry names its version', held: [[AGAIN, 'replays a run with its event, in the current version or in one that is named'], [AGAIN, 'lets a failed run go on in a version that mends it']] },
  { number: 46, says: 'schedules and digests take the version that is current when they fire', held: [[engine('digest'), 'is worded by the version that is current when it closes'], [HOUSE, 'ticks for the version that is published, and no more once it is paused or removed']] },
  { number: 47, says: 'each event carries its causes, a loop opens a breaker, and our own messages are none', held: [[engine('breaker'), 'a chain five workflows deep opens a breaker, for the one that it would start'], [run('breaker'), 'a loop opens a breaker that pauses the workflow durably, and raises an alert that starts who listens for it'], ['test/workers/channels/own-messages.test.ts', 'what bots write, our own among them, never comes back as an event: %s, %s']] },
  { number: 48, says: 'a workflow that starts itself comes to an end', held: [[engine('breaker'), 'a workflow that calls itself ends, and its breaker opens'], [engine('branching'), 'ends a loop that only turns'], [check('limits'), 'carries out 10 000 steps, and not one more']] },
  { number: 49, says: 'caps depend on the category; the next slot is the oldest that counts plus the window', held: [[GATE, 'lesson 49: caps'], [CAPS, 'neither stops nor counts transactional messages'], [CAPS, 'gives the next message the slot of the oldest that counts plus the window, over all workflows'], [CAPS, 'leaves its place to a message that waits: one that is decided later pushes it nowhere']] },
  { number: 50, says: 'unknown keys are refused', held: [[GATE, 'lesson 50: what nobody knows is refused, and a message is promotional unless somebody says otherwise'], [check('broken'), 'refuses %s, with its place']] },
  { number: 51, says: 'somebody who cannot be reached is skipped', held: [[GATE, 'lesson 51: without a channel a message is skipped, which is no failure: nothing else is sent again']] },
  { number: 52, says: 'a survey has a cool-down of its own and one of the community', held: [[engine('survey-cooldowns'), 'lesson 52: the cool-down of the survey and that of the community are two gates, each to the minute'], [engine('survey-cooldowns'), 'lesson 52: nobody is asked more than both cool-downs allow, however often and whenever a survey is started'], [run('surveys'), 'keeps both cool-downs: that of the survey and that of the community']] },
  { number: 53, says: 'what comes within one window is one digest', held: [[engine('digest'), 'is one message for what came within a fixed window from the first item'], [engine('digest'), 'is one for its name, also across workflows, and another one for another name']] },
  { number: 54, says: 'a branch is by hash, and stays', held: [[engine('branching'), 'splits by the weights, and keeps a contact’s branch when they change and on re-entry']] },
  { number: 55, says: 'a claim is an insert, not a check', held: [[run('shared'), 'gives no code twice: 60 at once ask for 40 imported codes, and everybody knows what they got'], [engine('referrals'), 'who invites themselves, under whichever account'], [http('referrals'), 'knows nobody who was here before, nobody twice, and nobody who came too long ago']] },
  { number: 56, says: 'time, retries, rehearsals and versions are there', held: [[LATE, 'a run whose %s is found later than max_late ends as expired'], [http('simulate'), 'tells what would happen, and keeps and sends nothing'], [http('simulate'), 'the durable engine sends the same messages at the same times'], [AGAIN, 'replays a run with its event, in the current version or in one that is named'], [HAPPENINGS, 'lets a failed run go on from its failed step'], [WORKFLOWS, 'saves a draft, publishes it as a version that never changes, and tells both apart']] },
] // biome-ignore format: a table, one lesson a line
