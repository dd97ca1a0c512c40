import type { JsonObject } from '../../../schema/json.ts'
import { customType } from '../custom-type.ts'
import { parseJsonText } from '../json-body.ts'
import { asId, asObject, asObjects, asText, at, present } from '../json-fields.ts'
import type { IncomingEvent, Sender } from '../kind.ts'
import { secondsToMs } from '../signature.ts'

/** A message of a person: words, a reaction, a click, a form. `value` says who they are and which number it came to. */
export function readMessage(message: JsonObject, value: JsonObject): IncomingEvent[] {
  const id = asText(message.id)
  const user = senderOf(message, value)
  const ourNumber = asText(at(value, 'metadata', 'display_phone_number'))?.replace(/\D/g, '')
  if (id === undefined || !user || user.id === ourNumber) return []
  const meaning = meaningOf(message, asText(message.type) ?? '')
  if (!meaning) return []
  const room = asText(message.group_id) ?? asText(at(value, 'metadata', 'phone_number_id'))
  const atMs = secondsToMs(asId(message.timestamp) ?? '')
  const data = { ...meaning.data, ...present({ room }) }
  return [{ id, type: meaning.type, ...present({ atMs, room }), user, data }]
}

function senderOf(message: JsonObject, value: JsonObject): Sender | undefined {
  const contacts = asObjects(value.contacts)
  const number = asId(message.from)
  const id = number ?? asText(message.from_user_id)
  if (id === undefined) return undefined
  const contact = contacts.find((one) => asId(one.wa_id) === id || asText(one.user_id) === id)
  const phone = number !== undefined && /^\d{5,15}$/.test(number) ? `+${number}` : undefined
  return { id, ...present({ name: asText(asObject(contact?.profile)?.name), phone }) }
}

type Meaning = Pick<IncomingEvent, 'type' | 'data'>

/** Undefined for what is no happening: a reaction taken away. */
function meaningOf(message: JsonObject, type: string): Meaning | undefined {
  const part = asObject(message[type]) ?? {}
  const answered = asText(at(message, 'context', 'id'))
  switch (type) {
    case 'text':
    case 'image':
    case 'video':
    case 'audio':
    case 'document':
    case 'sticker':
    case 'location':
    case 'contacts':
    case 'order':
      return {
        type: 'message.received',
        data: present({
          text: asText(part.body) ?? asText(part.caption) ?? asText(part.text) ?? '',
          message_id: asText(message.id),
          thread_id: answered,
          message_type: type,
        }),
      }
    case 'reaction': {
      const emoji = asText(part.emoji)
      const data = present({ reaction: emoji, message_id: asText(part.message_id) })
      return emoji === undefined ? undefined : { type: 'reaction.added', data }
    }
    case 'button':
      return clicked(asText(part.payload) ?? asText(part.text), asText(part.text), answered)
    case 'interactive':
      return interactive(part, answered)
    default:
      return { type: customType('whatsapp', type === '' ? 'message' : type), data: message }
  }
}

/** A button, a row of a list, or a form (a Flow). */
function interactive(part: JsonObject, answered: string | undefined): Meaning {
  const form = asObject(part.nfm_reply)
  if (form) {
    const parsed = parseJsonText(asText(form.response_json) ?? '{}')
    const answers = (parsed.kind === 'json' ? asObject(parsed.value) : undefined) ?? {}
    const formId = asText(answers.flow_token) ?? asText(form.name)
    return { type: 'form.submitted', data: { ...present({ form_id: formId, message_id: answered }), answers } }
  }
  const reply = asObject(part.button_reply) ?? asObject(part.list_reply)
  return clicked(asText(reply?.id), asText(reply?.title), answered)
}

function clicked(value: string | undefined, text: string | undefined, messageId: string | undefined): Meaning {
  return { type: 'button.clicked', data: present({ value: value ?? '', text, message_id: messageId }) }
}
