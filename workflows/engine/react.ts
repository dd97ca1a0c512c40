import type { Actor, EngineEvent, Run } from '../../schema/actor.ts'
import type { Noted } from '../../schema/figure.ts'
import type { JsonObject } from '../../schema/json.ts'
import type { Profile } from '../../schema/profile.ts'
import { acquaint } from './acquaint.ts'
import { ended } from './actor.ts'
import { clickAcknowledges, hearPager, pageFailed, toldOf } from './alerts/pager.ts'
import { carryAlert } from './alerts/paging.ts'
import { childId } from './apply.ts'
import { settleBadges } from './badges.ts'
import { startQueued } from './begin.ts'
import { noteActivity } from './best-hour.ts'
import { settleStreak } from './checkins.ts'
import { type Command, type CommandResult, command } from './command.ts'
import { carryComplaints, hearComplaintDone } from './complaints.ts'
import type { DeliveryResult } from './delivery.ts'
import { closeDigests } from './digest-close.ts'
import { standingOf, tally } from './figures.ts'
import { finish } from './finish.ts'
import { releaseAlone } from './gate/alone.ts'
import { hearLate, keepAnswers } from './hear-surveys.ts'
import { MEMORY_CHARS_MAX } from './limits.ts'
import { moderateIncoming } from './moderate.ts'
import { countFailed, countMood } from './mood.ts'
import { carryAsked } from './other-runs.ts'
import { type Burst, endedBursts, noticeSegments, planDates, reachDates } from './planned.ts'
import { settlePoints } from './points.ts'
import { claimBy, hearClaim } from './referrals/auto.ts'
import { qualifyByEvent } from './referrals/by-event.ts'
import { noteMarks } from './referrals/marks.ts'
import { hearWeighed, settleReferral } from './referrals/moves.ts'
import { hearReferral } from './referrals/referrer.ts'
import { carryDue, endByEvent, rememberSeen, resumeByEvent, resumeByResult } from './resume.ts'
import { settleRisk } from './risk.ts'
import { planRules } from './rules-due.ts'
import { planStage, settleStage } from './stages.ts'
import { consider, foundLate, type Started, type StartReason, startWhen } from './start.ts'
import { settleTier } from './tiers.ts'
import { startTurn, type Turn } from './turn.ts'
import { hearWish } from './unsubscribe.ts'

/** Whatever can concern a subject. */
export type Stimulus =
  /** `profile` comes with events from outside; our own events carry none. */
  | { kind: 'event'; event: EngineEvent; outside?: { profile: Profile | null } }
  /** Something of this subject is due now. */
  | { kind: 'due' }
  | { kind: 'result'; result: DeliveryResult }
  | { kind: 'command'; command: Command }

/** What came of one event, for whoever asks later. Raised events are its children, each with its own outcome. */
export type Outcome = {
  event: EngineEvent
  started: string[]
  reason: StartReason | null
  refused: { workflow: string; reason: StartReason; condition?: JsonObject; warning?: string }[]
}

export type Reaction = {
  turn: Turn
  /** For each stimulus, in order. */
  settled: Settled[]
  /** What it comes to in figures. */
  figures: Noted
}

export type Settled = { outcomes: Outcome[]; result?: CommandResult }

/**
 * The engine: what this subject does about these stimuli, one after the other. Pure, but it works on the actor it is
 * given, which the caller has just read and owns. What is due comes before what has just happened.
 */
export function react(actor: Actor, stimuli: readonly Stimulus[], world: Turn['world']): Reaction {
  const turn = startTurn(actor, world)
  const before = standingOf(actor)
  const settled = stimuli.map((stimulus) => settle(turn, stimulus))
  settleRisk(turn)
  planDates(turn)
  planStage(turn)
  planRules(turn)
  for (const run of turn.touched) boundMemory(turn, run)
  const came = standingOf({ contact: actor.contact, runs: turn.arrived })
  const figures = tally(turn, stimuli, settled, { runs: new Map([...before.runs, ...came.runs]) })
  actor.runs = actor.runs.filter((run) => !ended(run) || goalOpen(run, world.now))
  return { turn, settled, figures }
}

function settle(turn: Turn, stimulus: Stimulus): Settled {
  turn.raisedCount = 0
  turn.cause = stimulus.kind === 'event' ? stimulus.event : null
  const outcomes: Outcome[] = []
  const before: Outcome[] = []
  settleRisk(turn)
  carryComplaints(turn)
  settleStage(turn)
  for (let raised = turn.queue.shift(); raised; raised = turn.queue.shift()) before.push(handle(turn, raised))
  settlePoints(turn)
  settleStreak(turn)
  hearClaim(turn)
  hearWeighed(turn)
  settleReferral(turn)
  carryDue(turn)
  carryAlert(turn)
  reachDates(turn)
  const late = endedBursts(turn).map((burst) => startBurst(turn, burst))
  releaseAlone(turn)
  closeDigests(turn)
  let result: CommandResult | undefined
  switch (stimulus.kind) {
    case 'event':
      if (stimulus.outside) {
        acquaint(turn, stimulus.event, stimulus.outside.profile)
        noteMarks(turn, stimulus.event, stimulus.outside.profile !== null)
        claimBy(turn, stimulus.event)
        hearWish(turn, stimulus.event)
        moderateIncoming(turn, stimulus.event)
        countMood(turn, stimulus.event)
        clickAcknowledges(turn, stimulus.event)
      }
      noteActivity(turn, stimulus.event)
      hearReferral(turn, stimulus.event)
      hearComplaintDone(turn, stimulus.event)
      outcomes.push(hear(turn, stimulus.event))
      break
    case 'due':
      break
    case 'result':
      resumeByResult(turn, stimulus.result)
      pageFailed(turn, stimulus.result)
      countFailed(turn, stimulus.result)
      break
    case 'command':
      result = command(turn, stimulus.command)
      break
    default:
      stimulus satisfies never
  }
  // Who is somebody else now notices nothing any more.
  if (turn.merged) return { outcomes: [], ...(result && { result }) }
  do {
    for (let raised = turn.queue.shift(); raised; raised = turn.queue.shift()) outcomes.push(handle(turn, raised))
    settleReferral(turn)
    settleStage(turn)
    settleTier(turn)
    settleBadges(turn)
    noticeSegments(turn)
    closeDigests(turn)
  } while (turn.queue.length > 0)
  outcomes.push(...turn.noted.splice(0), ...before, ...late)
  if (!turn.cause) outcomes.sort((a, b) => childNumber(a) - childNumber(b))
  return { outcomes, ...(result && { result }) }
}

/** Without an event to hang them on, the first one that was raised carries the others. */
function childNumber({ event }: Outcome): number {
  return Number(event.id.slice(event.id.lastIndexOf('.') + 1))
}

/** A burst is over: its last event starts the workflow, as an event of its own. */
function startBurst(turn: Turn, { workflow, trigger, event: last, at }: Burst): Outcome {
  const event = { ...last, id: childId(turn) }
  const { if: _, ...bare } = trigger
  const answer: Started = workflow.paused
    ? { kind: 'not started', reason: 'paused' }
    : foundLate(turn, workflow.program, at)
      ? { kind: 'not started', reason: 'expired' }
      : startWhen(turn, workflow.program, event, [bare])
  const outcome: Outcome = { event, started: [], reason: null, refused: [] }
  answered(outcome, workflow.id, answer)
  return outcome
}

function answered(outcome: Outcome, workflow: string, answer: Started): void {
  if (answer.kind === 'started') outcome.started.push(answer.run.id)
  else if (answer.reason !== 'no match') {
    const { kind: _, ...refused } = answer
    outcome.refused.push({ workflow, ...refused })
  }
  outcome.reason = outcome.started.length > 0 ? null : (outcome.refused[0]?.reason ?? 'no match')
}

/** An event is for workflows, unless it is between us and alerts. */
function hear(turn: Turn, event: EngineEvent): Outcome {
  const told = toldOf(event)
  if (told) resumeByResult(turn, told)
  if (told) return { event, started: [], reason: null, refused: [] }
  return hearPager(turn, event) ?? handle(turn, event)
}

/** One event: goals and exits first, then whoever waits for it, then whatever it starts. */
function handle(turn: Turn, event: EngineEvent): Outcome {
  qualifyByEvent(turn, event)
  const open = [...turn.actor.runs]
  keepAnswers(turn, event)
  for (const run of open) endByEvent(turn, run, event)
  for (const run of open) rememberSeen(turn, run, event)
  for (const run of open) resumeByEvent(turn, run, event)
  hearLate(turn, event)
  for (const run of open) startQueued(turn, run)
  const outcome: Outcome = { event, started: [], reason: 'no match', refused: [] }
  const asked = carryAsked(turn, event)
  if (asked) {
    answered(outcome, asked.workflow, asked.started)
    return outcome
  }
  if (turn.answer === event.id) return { ...outcome, reason: 'answer' }
  for (const workflow of turn.world.workflows) answered(outcome, workflow.id, consider(turn, workflow, event))
  return outcome
}

/** A run that remembers more than fits its row ends, and forgets what it gathered. */
function boundMemory(turn: Turn, run: Run): void {
  if (JSON.stringify(run.memory).length <= MEMORY_CHARS_MAX) return
  run.memory = { ...run.memory, vars: {}, steps: {}, seen: [], queue: [], event: { ...run.memory.event, data: {} } }
  if (!ended(run)) finish(turn, run, 'failed', `more than ${MEMORY_CHARS_MAX} characters of memory`)
}

function goalOpen(run: Run, now: number): boolean {
  return run.memory.goal === null && run.memory.goalUntil !== null && now < run.memory.goalUntil
}
