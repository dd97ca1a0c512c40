import type { Waiting } from '../../schema/actor.ts'
import { isObject, type JsonObject } from '../../schema/json.ts'
import type { SecretPlaces } from '../../schema/secret.ts'
import type { Action, Decision, Facts } from '../actions/action.ts'
import { actions } from '../actions/actions.ts'
import type { Scope } from '../language/expressions.ts'
import type { Flow } from './advance.ts'
import { apply } from './apply.ts'
import { answerTo, ask, giveBack, release } from './asking.ts'
import type { DeliveryResult } from './delivery.ts'
import { sendMessage } from './message.ts'
import type { Instruction } from './program.ts'
import { render } from './rendering.ts'
import { startSurvey } from './surveys.ts'
import { type Moving, note } from './turn.ts'

type Do = Extract<Instruction, { kind: 'do' }>

/** Carry out an action: its values now, its decision, its effects. */
export function carryOut(moved: Moving, instruction: Do, next: number): Flow {
  const { run } = moved
  const action: Action | undefined = actions[instruction.action as keyof typeof actions]
  if (!action) return failed(moved, instruction, next, { code: 'unknown_action', message: instruction.action })
  const rendered = render(moved, instruction, action.later)
  const iteration = run.memory.iterations[instruction.step] ?? 0
  run.memory.iterations[instruction.step] = iteration + 1
  const key = `${run.id}:${instruction.step}:${iteration}`
  const decision = action.decide(rendered.values, factsOf(moved, instruction, key, rendered))
  if (rendered.links.length > 0 && decision.kind === 'send') decision.delivery.links = rendered.links
  if (rendered.links.length > 0 && decision.kind === 'message') decision.draft.links = rendered.links
  return settle(moved, instruction, next, { key, decision, ...rendered })
}

type Given = { answer?: JsonObject; scope?: Scope; secrets?: SecretPlaces }

function factsOf(moved: Moving, { retry }: Do, key: string, { answer, scope, secrets }: Given): Facts {
  const { turn, run, program } = moved
  return {
    now: turn.world.now,
    contact: turn.actor.contact,
    run,
    program,
    event: run.memory.event,
    world: turn.world,
    key,
    ...(retry && { retry }),
    ...(answer && { answer }),
    ...(secrets && { secrets }),
    scope: scope ?? moved.scope(),
  }
}

/** Go on with the answer to what the step asked for. What it can use no more goes back. */
export function settleGrant(moved: Moving, instruction: Do, next: number, waited: Granting): Flow {
  const { turn } = moved
  const { grant: key, with: values = {}, secrets } = waited
  const action: Action | undefined = actions[instruction.action as keyof typeof actions]
  if (!action) return failed(moved, instruction, next, { code: 'unknown_action', message: instruction.action })
  const answer = answerTo(turn, key) ?? { refused: 'refused' }
  release(turn, key)
  const decision = action.decide(values, factsOf(moved, instruction, key, { answer, ...(secrets && { secrets }) }))
  if (decision.kind === 'refused' && answer.refused === undefined) giveBack(turn, waited)
  return settle(moved, instruction, next, { key, decision, values, warning: '' })
}

type Granting = Extract<Waiting, { for: 'grant' }>

type Decided = { key: string; decision: Decision; values: JsonObject; warning: string; secrets?: SecretPlaces }

function settle(moved: Moving, instruction: Do, next: number, decided: Decided): Flow {
  const { key, decision, values, warning } = decided
  const { run, turn } = moved
  const entry = { step: instruction.step, verb: instruction.action, input: masked(values), warning }
  switch (decision.kind) {
    case 'done': {
      const output = { ...decision.output, ...apply(turn, decision.effects ?? [], causesOf(moved)) }
      remember(moved, instruction, output)
      note(turn, run, { ...entry, status: 'completed', output, attempt: 1 })
      return { kind: 'go', to: next }
    }
    case 'ask': {
      const { resource, wants, holds } = decision
      const { held } = turn.actor.contact.facts.points ?? {}
      if (holds !== undefined) apply(turn, [{ kind: 'points', change: { held: { ...held, [key]: holds } } }], [])
      note(turn, run, { ...entry, status: 'waiting', output: { asks: resource } })
      const flow = ask(moved, { id: key, resource, wants })
      const kept = decided.secrets && { secrets: decided.secrets }
      return { ...flow, waiting: { ...flow.waiting, with: values, ...kept } }
    }
    case 'survey':
      note(turn, run, { ...entry, status: 'waiting' })
      return startSurvey(moved, instruction, next, decision.asking)
    case 'message':
      return sendMessage(moved, instruction, next, { draft: decision.draft, input: masked(values), warning })
    case 'send': {
      const output = decision.output ?? {}
      turn.deliveries.push(decision.delivery)
      remember(moved, instruction, output)
      apply(turn, decision.effects ?? [], causesOf(moved))
      note(turn, run, { ...entry, status: decision.delivery.awaited ? 'waiting' : 'completed', output })
      if (!decision.delivery.awaited) return { kind: 'go', to: next }
      const kept = decision.keeps && { with: decision.keeps }
      return { kind: 'wait', waiting: { for: 'delivery', delivery: decision.delivery.id, ...kept }, wakeAt: null }
    }
    case 'await':
      apply(turn, decision.effects, causesOf(moved))
      note(turn, run, { ...entry, status: 'waiting' })
      return { kind: 'wait', waiting: { for: 'delivery', delivery: key }, wakeAt: null }
    case 'refused':
      note(turn, run, { ...entry, status: 'failed', error: { code: decision.code, message: decision.message } })
      return failure(moved, instruction, next, { code: decision.code, message: decision.message })
    default:
      return decision satisfies never
  }
}

/** Headers may carry keys: the journal names them and hides what they say. */
function masked(values: JsonObject): JsonObject {
  if (!isObject(values.headers)) return values
  return { ...values, headers: Object.fromEntries(Object.keys(values.headers).map((name) => [name, '***'])) }
}

type Ended = { result: DeliveryResult; keeps: JsonObject }

/** Go on with how an awaited delivery ended. */
export function settleDelivery(moved: Moving, instruction: Do, next: number, { result: told, keeps }: Ended): Flow {
  const { run, turn } = moved
  if (told.kind === 'skipped') {
    const output = { ...run.memory.steps[instruction.step], status: 'skipped', reason: told.reason }
    remember(moved, instruction, output)
    note(turn, run, { step: instruction.step, verb: instruction.action, status: 'skipped', output })
    return { kind: 'go', to: next }
  }
  const action: Action | undefined = actions[instruction.action as keyof typeof actions]
  const result = action?.receive ? action.receive(told, keeps) : told
  const entry = { step: instruction.step, verb: instruction.action, attempt: result.attempts }
  if (result.kind === 'sent') {
    const output = { ...run.memory.steps[instruction.step], ...result.output }
    remember(moved, instruction, output)
    note(turn, run, { ...entry, status: 'completed', output })
    return { kind: 'go', to: next }
  }
  const error = { code: result.code, message: result.message }
  note(turn, run, { ...entry, status: 'failed', error })
  return failure(moved, instruction, next, error)
}

function failed(moved: Moving, instruction: Do, next: number, error: { code: string; message: string }): Flow {
  note(moved.turn, moved.run, { step: instruction.step, verb: instruction.action, status: 'failed', error })
  return failure(moved, instruction, next, error)
}

/** What a failed step means for its run: its end, nothing, or another list of steps. */
function failure(moved: Moving, instruction: Do, next: number, error: { code: string; message: string }): Flow {
  remember(moved, instruction, { ...moved.run.memory.steps[instruction.step], error })
  if (instruction.onError === 'fail') return { kind: 'end', status: 'failed', reason: error.code }
  return { kind: 'go', to: instruction.onError === 'continue' ? next : instruction.onError }
}

export function remember(moved: Moving, instruction: Do, output: JsonObject): void {
  const { memory } = moved.run
  memory.steps = { ...memory.steps, [instruction.step]: output }
}

/** Whatever a run causes carries its workflow at the end of the chain. */
export function causesOf(moved: Moving): string[] {
  return [...moved.run.memory.event.causes, moved.run.workflowId]
}
