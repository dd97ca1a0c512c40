import type { EngineEvent, Run } from '../../schema/actor.ts'
import { isObject, type Json } from '../../schema/json.ts'
import type { Asking, Survey } from '../../schema/survey.ts'
import { clickedAnswer, readClick, summary } from '../surveys/clicked.ts'
import { surveyNamed } from '../surveys/known.ts'
import { readAnswer } from '../surveys/read-answer.ts'
import { plain } from '../surveys/read-number.ts'
import { ended } from './actor.ts'
import type { Flow } from './advance.ts'
import { raise } from './apply.ts'
import type { Instruction } from './program.ts'
import { answeredData, hearAnswered, takeAnswer } from './surveys.ts'
import type { Moving, Turn } from './turn.ts'

type Do = Extract<Instruction, { kind: 'do' }>

/**
 * Does this event answer the question that the run waits for? A click on one of its own buttons does; what somebody
 * writes does when the whole of it can be read as an answer, in private, where the question was asked, and no other
 * question was asked after this one. Whatever else they write is for others.
 */
export function hearAnswer(moved: Moving, instruction: Do, next: number, event: EngineEvent): Flow | undefined {
  const { asking } = moved.run.memory
  if (!asking || asking.askedAt === undefined) return undefined
  if (event.type === 'survey.answered') return hearAnswered(moved, instruction, next, event)
  const answer = answerIn(moved.turn, asking, event)
  if (answer === undefined || moved.turn.answer === event.id) return undefined
  moved.turn.answer = event.id
  return takeAnswer(moved, instruction, next, answer)
}

function answerIn(turn: Turn, asking: Asking, event: EngineEvent): Json | undefined {
  const survey = surveyNamed(turn.world, asking.survey)
  const question = survey?.questions[asking.index]
  if (!survey || !question || survey.anonymous) return undefined
  if (event.type === 'button.clicked') {
    const click = readClick(event.data.value)
    if (click?.code !== asking.code || click.index !== asking.index) return undefined
    return clickedAnswer(question, click.option)
  }
  const { text } = event.data
  if (event.type !== 'message.received' || typeof text !== 'string' || event.channel !== asking.channel)
    return undefined
  if (!isPrivate(turn, event) || isWish(turn, text) || !isNewest(turn, asking)) return undefined
  return readAnswer(question, text)
}

/** Who talks to us alone: outside of any room, in a room that is named after them or private, or by addressing us. */
function isPrivate({ actor: { contact } }: Turn, { channel, data }: EngineEvent): boolean {
  const { room, chat_type: type, mention } = data
  if (typeof room !== 'string' || room === '' || mention === true) return true
  if (type === 'p2p' || type === 'private' || data.channel_type === 'im') return true
  if (/^D[A-Z0-9]{8,}$/.test(room)) return true // as Slack names direct messages
  return contact.identities.some((one) => one.channel === channel && one.external_id === room)
}

/** A word by which somebody unsubscribes, or comes back, is never an answer. */
function isWish({ world: { settings } }: Turn, text: string): boolean {
  const said = plain(text)
  return [...settings.unsubscribe.words, ...settings.unsubscribe.resubscribe].some((word) => plain(word) === said)
}

function isNewest({ actor }: Turn, { key, askedAt = 0, channel }: Asking): boolean {
  return !actor.runs.some(({ memory: { asking: other }, ...run }) => {
    if (!other || other.key === key || ended(run as Run) || other.channel !== channel) return false
    return (other.askedAt ?? 0) > askedAt
  })
}

/** A click on a question whose run has gone on without it: kept all the same, once. */
export function hearLate(turn: Turn, event: EngineEvent): void {
  const click = event.type === 'button.clicked' ? readClick(event.data.value) : undefined
  const asked = click && askedOf(turn, ({ code }) => code === click.code)
  const survey = asked && surveyNamed(turn.world, asked.survey)
  const question = survey?.questions[click?.index ?? 0]
  if (!click || !asked || asked.done || !survey || !question) return
  const isOpen = turn.actor.runs.some((run) => !ended(run) && run.memory.asking?.key === asked.key)
  const answer = clickedAnswer(question, click.option)
  if (isOpen || answer === undefined) return
  turn.answer = event.id
  const data = { ...answeredData(survey, asked.key, { [question.id]: answer }), late: true }
  raise(turn, 'survey.answered', data, event.causes)
  const raised = turn.queue.at(-1)
  if (raised) raised.channel = null
}

/** A survey was answered: kept, and the first time only. What comes after that starts nothing. */
export function keepAnswers(turn: Turn, event: EngineEvent): void {
  const { survey_id: id, ask_id: key, answers } = event.data
  if (event.type !== 'survey.answered' || event.channel !== null) return
  if (typeof id !== 'string' || typeof key !== 'string') return
  const asked = askedOf(turn, (one) => one.key === key)
  if (asked?.done) {
    turn.answer = event.id
    return
  }
  markDone(turn, key)
  const survey = surveyNamed(turn.world, id)
  if (!survey || survey.anonymous || !isObject(answers)) return
  turn.kept.push({ table: 'surveyAnswers', row: rowOf(turn, survey, key, answers as Record<string, Json>) })
}

function rowOf({ actor: { contact }, world }: Turn, survey: Survey, key: string, answers: Record<string, Json>) {
  const { score = null } = summary(survey, answers)
  return { id: key, surveyId: survey.id, subjectId: contact.id, score, answers, at: world.now }
}

type Asked = NonNullable<Turn['actor']['contact']['facts']['surveys']>['asked'][number]

function askedOf({ actor: { contact } }: Turn, test: (asked: Asked) => boolean): Asked | undefined {
  return contact.facts.surveys?.asked.find(test)
}

function markDone({ actor: { contact } }: Turn, key: string): void {
  const { surveys } = contact.facts
  if (!surveys) return
  const asked = surveys.asked.map((one) => (one.key === key ? { ...one, done: true as const } : one))
  contact.facts = { ...contact.facts, surveys: { ...surveys, asked } }
}
