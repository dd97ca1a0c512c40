import type { EngineEvent, Run } from '../../schema/actor.ts'
import { isObject, type Json, type JsonObject } from '../../schema/json.ts'
import type { Draft } from '../../schema/message.ts'
import type { Asking, Survey } from '../../schema/survey.ts'
import { summary } from '../surveys/clicked.ts'
import { surveyNamed, withAsked } from '../surveys/known.ts'
import { putQuestion } from '../surveys/put-question.ts'
import type { Flow } from './advance.ts'
import { raise } from './apply.ts'
import { causesOf, remember } from './carry-out.ts'
import { RETRY_DEFAULT } from './delivery.ts'
import { takeBack } from './gate/alone.ts'
import { release } from './gate/counted.ts'
import { askGate, outputOf, type Passed } from './gate/gate.ts'
import type { Instruction } from './program.ts'
import { type Moving, note } from './turn.ts'

type Do = Extract<Instruction, { kind: 'do' }>

/** What a run hears while it waits for answers. */
const EVENTS = ['survey.answered', 'message.received', 'button.clicked']

/** Ask the first question. */
export function startSurvey(moved: Moving, instruction: Do, next: number, asking: Asking): Flow {
  moved.run.memory.asking = { ...asking, step: instruction.step }
  return put(moved, instruction, next)
}

/** The questions that this run waits at this step to have answered. */
export function askingOf(run: Run, instruction: Instruction | undefined): Asking | undefined {
  const { asking } = run.memory
  return instruction?.kind === 'do' && asking?.step === instruction.step ? asking : undefined
}

/** Send the open question, as the gate allows. */
function put(moved: Moving, instruction: Do, next: number): Flow {
  const draft = draftOf(moved, 'first')
  if (!draft) return over(moved, instruction, next, { reason: 'the survey is gone' })
  const { type, channel } = moved.run.memory.event
  const passed = askGate(moved.turn, moved.program, { draft, event: { type, channel, level: null } })
  return afterGate(moved, instruction, next, { draft, passed })
}

/** The time of a question has come that the gate put off. When it is too late for it, it does not go any more. */
export function putHeld(moved: Moving, instruction: Do, next: number, asking: Asking): Flow {
  const { run, turn, program } = moved
  const held = run.waiting?.for === 'gate' ? run.waiting.held : undefined
  if (!held) return { kind: 'go', to: next }
  if (asking.until !== undefined && asking.until <= turn.world.now) {
    takeBack(turn, held.draft, 'time is over')
    return over(moved, instruction, next, {})
  }
  const passed = askGate(turn, program, held)
  return afterGate(moved, instruction, next, { draft: held.draft, passed })
}

function afterGate(moved: Moving, instruction: Do, next: number, sent: { draft: Draft; passed: Passed }): Flow {
  const { run, turn } = moved
  const { draft, passed } = sent
  const entry = { step: instruction.step, verb: instruction.action, output: outputOf(draft, passed) }
  switch (passed.kind) {
    case 'goes':
      note(turn, run, { ...entry, status: 'waiting' })
      return asked(moved)
    case 'stopped':
      return over(moved, instruction, next, { message_id: draft.id, status: passed.status, reason: passed.reason })
    case 'put off':
      note(turn, run, { ...entry, status: 'waiting' })
      return { kind: 'wait', waiting: { for: 'gate', held: passed.held }, wakeAt: passed.until }
    default:
      return passed satisfies never
  }
}

/** The question went: time runs from the first one on. */
function asked({ run, turn }: Moving): Flow {
  const { asking } = run.memory
  const { now } = turn.world
  const { contact } = turn.actor
  if (!asking) return { kind: 'wait', waiting: { for: 'event', events: EVENTS }, wakeAt: now }
  const sent = turn.deliveries.at(-1)
  const channel = sent?.kind === 'message' ? { channel: sent.channel } : {}
  const { until = now + asking.timeoutMs } = asking
  const { remindAt = asking.remindMs === null ? null : now + asking.remindMs } = asking
  if (asking.until === undefined) {
    const { key, code, survey } = asking
    contact.facts = { ...contact.facts, surveys: withAsked(contact.facts.surveys ?? {}, { key, code, survey }, now) }
  }
  run.memory.asking = { ...asking, askedAt: asking.askedAt ?? now, until, remindAt, ...channel }
  return waits(run.memory.asking)
}

function waits({ until = 0, remindAt = null }: Asking): Flow {
  const wakeAt = remindAt === null ? until : Math.min(until, remindAt)
  return { kind: 'wait', waiting: { for: 'event', events: EVENTS }, wakeAt }
}

function draftOf({ run, turn, program }: Moving, reminding: 'first' | 'again'): Draft | undefined {
  const { contact } = turn.actor
  const { asking } = run.memory
  const survey = asking && surveyNamed(turn.world, asking.survey)
  if (!asking || !survey) return undefined
  const { key, code, index, category } = asking
  const speaking = { locale: contact.locale, community: turn.world.locale }
  const said = putQuestion({ survey, index, code, reminding }, speaking)
  const name = `${index === 0 ? '' : `.q${index + 1}`}${reminding === 'again' ? '.again' : ''}`
  const channel = index === 0 && reminding === 'first' ? asking.wanted : asking.channel
  return {
    ...{ id: `${key}${name}`, subjectId: contact.id, runId: run.id, workflowId: program.workflowId, category },
    ...said,
    ...(channel !== undefined && { channel }),
    page: { survey: asking.survey, ask: key },
    retry: RETRY_DEFAULT,
    onUnknown: program.settings.on_unknown ?? (category === 'transactional' ? 'resend' : 'hold'),
    awaited: false,
  }
}

/** It is time: for the reminder, or to go on without an answer. */
export function surveyTime(moved: Moving, instruction: Do, next: number, asking: Asking): Flow {
  const { run, turn } = moved
  const { now } = turn.world
  if ((asking.until ?? now) <= now) return over(moved, instruction, next, {})
  run.memory.asking = { ...asking, remindAt: null }
  const draft = draftOf(moved, 'again')
  if (!draft) return over(moved, instruction, next, { reason: 'the survey is gone' })
  const { type, channel } = run.memory.event
  const passed = askGate(turn, moved.program, { draft, event: { type, channel, level: null } })
  if (passed.kind === 'put off') {
    // Answers are heard meanwhile: the reminder is not held but decided anew when it may go.
    turn.unsent.pop()
    release(turn.actor.contact, draft.id)
    run.memory.asking = { ...asking, remindAt: Math.max(passed.until, now + 1) }
  } else {
    const output = { ...outputOf(draft, passed), reminder: true }
    const status = passed.kind === 'goes' ? 'waiting' : 'skipped'
    note(turn, run, { step: instruction.step, verb: instruction.action, status, output })
  }
  return waits(run.memory.asking)
}

/** No more answers come: with those that there are, or none. */
function over(moved: Moving, instruction: Do, next: number, more: JsonObject): Flow {
  const { asking } = moved.run.memory
  const survey = asking && surveyNamed(moved.turn.world, asking.survey)
  if (survey && asking && Object.keys(asking.answers).length > 0) {
    raiseAnswered(moved, survey, asking)
    return done(moved, instruction, next, { ...outcome(survey, asking.answers), complete: false, ...more })
  }
  return done(moved, instruction, next, { answered: false, ...more })
}

function done(moved: Moving, instruction: Do, next: number, output: JsonObject): Flow {
  const { run, turn } = moved
  delete run.memory.asking
  remember(moved, instruction, output)
  const status = output.status === 'skipped' ? 'skipped' : 'completed'
  note(turn, run, { step: instruction.step, verb: instruction.action, status, output })
  return { kind: 'go', to: next }
}

function outcome(survey: Survey, answers: Readonly<Record<string, Json>>): JsonObject {
  const { question: _, ...found } = summary(survey, answers)
  return { answered: true, complete: true, ...found, answers: { ...answers } }
}

/** The survey's answers are in: the run goes on with them. Undefined when the event tells of another asking. */
export function hearAnswered(moved: Moving, instruction: Do, next: number, event: EngineEvent): Flow | undefined {
  const { asking } = moved.run.memory
  const { data } = event
  if (!asking || event.type !== 'survey.answered' || event.channel !== null || data.ask_id !== asking.key)
    return undefined
  const survey = surveyNamed(moved.turn.world, asking.survey)
  const answers = isObject(data.answers) ? (data.answers as Record<string, Json>) : {}
  if (!survey || data.anonymous === true) return done(moved, instruction, next, { answered: true, complete: true })
  return done(moved, instruction, next, outcome(survey, answers))
}

/** An answer to the open question. Then the next one is asked; after the last the survey is answered. */
export function takeAnswer(moved: Moving, instruction: Do, next: number, answer: Json): Flow {
  const { run, turn } = moved
  const { asking } = run.memory
  const survey = asking && surveyNamed(turn.world, asking.survey)
  const question = survey?.questions[asking?.index ?? 0]
  if (!asking || !survey || !question) return over(moved, instruction, next, { reason: 'the survey is gone' })
  const answers = { ...asking.answers, [question.id]: answer }
  run.memory.asking = { ...asking, answers, index: asking.index + 1 }
  const input = { question: question.id, answer }
  note(turn, run, { step: instruction.step, verb: instruction.action, status: 'waiting', input })
  if (asking.index + 1 < survey.questions.length) return put(moved, instruction, next)
  raiseAnswered(moved, survey, run.memory.asking)
  return waits(run.memory.asking)
}

function raiseAnswered(moved: Moving, survey: Survey, { key, answers }: Asking): void {
  const data = answeredData(survey, key, answers)
  raise(moved.turn, 'survey.answered', data, causesOf(moved))
  // It is ours, wherever its cause came from: nobody outside may say so.
  const raised = moved.turn.queue.at(-1)
  if (raised) raised.channel = null
}

/** What `survey.answered` carries. */
export function answeredData(survey: Survey, key: string, answers: JsonObject): JsonObject {
  const { question = null, score, group } = summary(survey, answers)
  return {
    ...{ survey_id: survey.id, ask_id: key, question, answers },
    ...(score !== undefined && { score }),
    ...(group !== undefined && { group }),
  }
}
