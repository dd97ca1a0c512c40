import type { Json, JsonObject } from '../../../schema/json.ts'
import { asId, asList, asObject, asObjects, asText, present } from '../json-fields.ts'
import type { IncomingEvent, Received, Reply } from '../kind.ts'
import { actorOf, snowflakeMs } from './shape.ts'

/** Discord's numbers for what an interaction is. */
const COMMAND = 2
const COMPONENT = 3
const AUTOCOMPLETE = 4
const MODAL = 5

const EPHEMERAL = 64

/** A slash command, a click, or a form. Discord shows a failure unless it is answered within 3 s, and never repeats. */
export function readInteraction(body: JsonObject, commandReply: string | undefined): Received {
  if (body.type === AUTOCOMPLETE) return { kind: 'challenge', reply: answer({ type: 8, data: { choices: [] } }) }
  const id = asId(body.id)
  const user = actorOf(body)
  const meaning = meaningOf(body, id ?? '')
  if (id === undefined || !user || !meaning)
    return { kind: 'unreadable', why: 'an interaction without id, user or type' }
  const room = asText(body.channel_id) ?? asText(asObject(body.channel)?.id)
  const placed = present({ room, guild_id: asText(body.guild_id) })
  const event: IncomingEvent = {
    id,
    ...meaning,
    ...present({ atMs: snowflakeMs(id), room }),
    user,
    data: { ...meaning.data, ...placed },
  }
  return { kind: 'events', events: [event], reply: acknowledgement(body, commandReply) }
}

type Meaning = Pick<IncomingEvent, 'type' | 'data'>

function meaningOf(body: JsonObject, id: string): Meaning | undefined {
  const data = asObject(body.data)
  const messageId = asText(asObject(body.message)?.id)
  if (!data) return undefined
  switch (body.type) {
    case COMMAND:
      return command(data)
    case COMPONENT: {
      const actionId = asText(data.custom_id) ?? ''
      const values = asList(data.values).flatMap((value) => asId(value) ?? [])
      const value = values.length > 0 ? values.join(',') : actionId
      return { type: 'button.clicked', data: present({ value, action_id: actionId, message_id: messageId }) }
    }
    case MODAL: {
      const answers = answersOf(data.components)
      const form = present({ form_id: asText(data.custom_id), response_id: id, message_id: messageId })
      return { type: 'form.submitted', data: { ...form, answers } }
    }
    default:
      return undefined
  }
}

/** `/vote on topic:cats` is the command `/vote on` with the text `cats`. */
function command(data: JsonObject): Meaning {
  let words = [asText(data.name) ?? '']
  let options = asObjects(data.options)
  for (let [inner] = options; inner && Array.isArray(inner.options); [inner] = options) {
    words = [...words, asText(inner.name) ?? '']
    options = asObjects(inner.options)
  }
  const given = options.filter(({ value }) => value !== undefined)
  return {
    type: 'command.invoked',
    data: present({
      command: `/${words.join(' ')}`,
      text: given.map(({ value }) => String(value)).join(' '),
      options: Object.fromEntries(given.map(({ name, value }) => [asText(name) ?? '', value ?? null])),
      target_id: asText(data.target_id),
    }),
  }
}

/** A form's fields by their ids. They lie in rows, or each in a label. */
function answersOf(components: Json | undefined): JsonObject {
  const fields = asObjects(components).flatMap((row) => [...asObjects(row.components), asObject(row.component) ?? {}])
  const answers = fields.map((field) => [asText(field.custom_id), field.value ?? field.values] as const)
  return Object.fromEntries(
    answers.flatMap(([id, value]) => (id === undefined || value === undefined ? [] : [[id, value]])),
  )
}

/**
 * Clicks, and forms opened by one, are acknowledged without a trace: what follows comes as messages. A command must be
 * answered by something that is seen, or Discord says that the application did not respond: a line for its author alone.
 */
function acknowledgement(body: JsonObject, commandReply: string | undefined): Reply {
  if (body.type === COMPONENT || (body.type === MODAL && asObject(body.message))) return answer({ type: 6 })
  const chinese = (asText(body.locale) ?? '').startsWith('zh')
  const content = commandReply ?? (chinese ? '收到。' : 'Received.')
  return answer({ type: 4, data: { content, flags: EPHEMERAL, allowed_mentions: { parse: [] } } })
}

function answer(body: JsonObject): Reply {
  return { status: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
}
