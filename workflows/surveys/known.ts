import type { Contact } from '../../schema/actor.ts'
import type { Survey, SurveyFacts } from '../../schema/survey.ts'
import type { World } from '../engine/world.ts'
import { parseDuration } from '../language/duration.ts'
import { formatIso } from '../language/iso.ts'

/** A survey by its id. Where nobody knows which there are, as in a simulation on its own, it is one question of NPS. */
export function surveyNamed(world: World, id: string): Survey | undefined {
  if (world.surveys) return world.surveys.get(id)
  const text = { en: 'How likely are you to recommend us?', zh: '您有多大可能向朋友推荐我们？' }
  return {
    ...{ id, page: false, anonymous: false },
    questions: [{ id: 'nps', type: 'nps', text, required: true }],
  }
}

/** Both gates: the survey's own, and that of all surveys together. Says why it is too early; undefined when it is not. */
export function cooldownOf(world: World, survey: Survey, contact: Readonly<Contact>): string | undefined {
  const { last = {} } = contact.facts.surveys ?? {}
  const all = Math.max(...Object.values(last), Number.NEGATIVE_INFINITY)
  return (
    within('survey cool-down', survey.cooldown, last[survey.id], world.now) ??
    within('workspace cool-down', world.settings.surveys.cooldown, all, world.now)
  )
}

function within(rule: string, cooldown: string | undefined, at: number | undefined, now: number): string | undefined {
  const ms = cooldown === undefined ? 0 : (parseDuration(cooldown) ?? 0)
  if (at === undefined || !Number.isFinite(at) || at + ms <= now) return undefined
  return `${rule}: until ${formatIso(at + ms)}`
}

const LAST_MAX = 50
const ASKED_MAX = 12

/** A survey was asked just now. */
export function withAsked(
  { last = {}, asked = [] }: Partial<SurveyFacts>,
  one: { key: string; code: string; survey: string },
  now: number,
): SurveyFacts {
  const { [one.survey]: _, ...others } = last
  const newest = Object.entries(others)
    .sort(([, a], [, b]) => b - a)
    .slice(0, LAST_MAX - 1)
  return { last: { ...Object.fromEntries(newest), [one.survey]: now }, asked: [...asked, one].slice(-ASKED_MAX) }
}
