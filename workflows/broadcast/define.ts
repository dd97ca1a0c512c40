import { type BroadcastContent, type BroadcastShape, broadcastWorkflow } from '../../schema/broadcast.ts'
import type { Json, JsonObject } from '../../schema/json.ts'
import { languageOf } from '../language/in-locale.ts'

/** A definition, and where each of its places comes from in the broadcast, the longer places first. */
export type Defined = { definition: JsonObject; origins: { place: string; origin: string }[] }

/**
 * The workflow that sends a broadcast: started once for each member, it waits for the member's time and writes to them
 * in their language. For rooms it runs once, and posts to each. So the journal, the gate and the pace are everybody's.
 */
export function defineBroadcast(id: string, broadcast: BroadcastShape, community: string): Defined {
  const waits = waitsOf(broadcast)
  const sending = 'rooms' in broadcast.audience ? posts(broadcast, community) : writes(broadcast, community)
  const shift = (place: string) => place.replace(/^\d+/, (index) => String(Number(index) + waits.length))
  return {
    definition: {
      id: broadcastWorkflow(id),
      name: broadcast.name,
      triggers: [{ manual: true }],
      entry: { reentry: 'never' },
      settings: {
        category: broadcast.category,
        ...(broadcast.priority !== undefined && { priority: broadcast.priority }),
      },
      actions: [...waits, ...sending.steps],
    },
    origins: sending.origins.map(({ place, origin }) => ({ place: `actions[${shift(place)}`, origin })),
  }
}

/** What a broadcast waits for after it has begun. */
function waitsOf({ schedule, audience }: BroadcastShape): JsonObject[] {
  if ('rooms' in audience && schedule.local === undefined) return []
  if (schedule.local !== undefined) {
    const ifPast = schedule.if_past === 'skip' ? 'skip' : 'continue'
    return [{ id: 'time', wait: { until: `'${schedule.local}'`, if_past: ifPast } }]
  }
  return schedule.best_hour ? [{ id: 'hour', wait: { until_best_hour: true } }] : []
}

/** Places begin with the index of the step, as `0].choose[1]`. */
type Sending = { steps: JsonObject[]; origins: Defined['origins'] }

function posts({ audience, content }: BroadcastShape, community: string): Sending {
  const rooms = 'rooms' in audience ? audience.rooms : []
  const locale = bestOf(Object.keys(content), community)
  const shown = content[locale] as BroadcastContent
  return {
    steps: rooms.map(({ channel, room }, i) => ({
      id: `room_${i + 1}`,
      do: 'message.post',
      with: { channel, room, ...withOf(shown) },
      on_error: 'continue',
    })),
    origins: rooms.flatMap((_, i) => [
      { place: `${i}].with.channel`, origin: `audience.rooms[${i}].channel` },
      { place: `${i}].with.room`, origin: `audience.rooms[${i}].room` },
      { place: `${i}].with`, origin: `content.${locale}` },
    ]),
  }
}

function writes({ content, channel }: BroadcastShape, community: string): Sending {
  const locales = Object.keys(content)
  const other = bestOf(locales, community)
  const step = (locale: string): JsonObject => ({
    id: 'message',
    do: 'message.send',
    with: { ...withOf(content[locale] as BroadcastContent), ...(channel !== undefined && { channel }), alone: true },
  })
  if (locales.length === 1) return { steps: [step(other)], origins: [{ place: '0].with', origin: `content.${other}` }] }
  const cases = casesOf(locales)
  const named = (locale: string, name: string): JsonObject => ({ ...step(locale), id: name })
  return {
    steps: [
      {
        id: 'language',
        choose: cases.map(({ locale, test }, i) => ({ if: test, then: [named(locale, `message_${i + 1}`)] })),
        else: [named(other, 'message')],
      },
    ],
    origins: [
      ...cases.map(({ locale }, i) => ({ place: `0].choose[${i}].then[0].with`, origin: `content.${locale}` })),
      { place: '0].else[0].with', origin: `content.${other}` },
    ],
  }
}

function withOf({ text, template, buttons, image, card, markdown }: BroadcastContent): JsonObject {
  const given = { text, template, buttons, image, card, markdown }
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as Record<string, Json>
}

/** A member's own locale first, then its language alone. A member without one has the community's. */
function casesOf(locales: readonly string[]): { locale: string; test: string }[] {
  const exact = locales.map((locale) => ({ locale, test: `contact.locale == '${locale}'` }))
  const languages = [...new Set(locales.map(languageOf))]
  const alone = languages.map((language) => {
    const like = `contact.locale.startsWith('${language}-') || contact.locale.startsWith('${language}_')`
    return { locale: bestOf(locales, language), test: `contact.locale == '${language}' || ${like}` }
  })
  return [...exact, ...alone]
}

function bestOf(locales: readonly string[], wanted: string): string {
  const language = languageOf(wanted)
  const choices = [wanted, language, locales.find((locale) => languageOf(locale) === language)]
  return choices.find((choice) => choice !== undefined && locales.includes(choice)) ?? locales[0] ?? wanted
}
