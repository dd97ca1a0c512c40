import type { Json } from '../../../schema/json.ts'
import { parseJsonText } from '../json-body.ts'
import { asList, asObject, asObjects, asText, present } from '../json-fields.ts'
import type { IncomingEvent } from '../kind.ts'
import { type Envelope, feishuTimeMs, personId } from './shape.ts'

/** A message of a person; an app’s, which may be our own, is none of our business. */
export function readMessage({ id, atMs, event }: Envelope): IncomingEvent[] {
  const sender = asObject(event.sender)
  const message = asObject(event.message)
  const userId = personId(sender?.sender_id)
  const isPerson = (asText(sender?.sender_type) ?? 'user') === 'user'
  if (!message || userId === undefined || !isPerson) return []
  const room = asText(message.chat_id)
  const mentions = asObjects(message.mentions)
  const data = present({
    text: named(textOf(message.content), mentions),
    room,
    message_id: asText(message.message_id),
    thread_id: asText(message.root_id) ?? asText(message.parent_id),
    message_type: asText(message.message_type),
    chat_type: asText(message.chat_type),
    mentions: mentions.length > 0 ? mentions : undefined,
  })
  const sentAtMs = feishuTimeMs(message.create_time) ?? atMs
  return [{ id, type: 'message.received', ...present({ atMs: sentAtMs, room }), user: { id: userId }, data }]
}

/** As version 1 has it: `open_id` wrote `text`, which names whom it mentions in HTML. */
export function readOldMessage({ id, atMs, event }: Envelope): IncomingEvent[] {
  const userId = personId(event)
  if (userId === undefined) return []
  const room = asText(event.open_chat_id)
  const text = asText(event.text_without_at_bot) ?? asText(event.text) ?? asText(event.title) ?? ''
  const data = present({
    room,
    message_id: asText(event.open_message_id),
    thread_id: asText(event.root_id) ?? asText(event.parent_id),
    message_type: asText(event.msg_type),
    chat_type: asText(event.chat_type),
    mention: typeof event.is_mention === 'boolean' ? event.is_mention : undefined,
  })
  const said = text.replace(/<at [^<>]*>([^<>]*)<\/at>/g, '$1').trim()
  return [
    { id, type: 'message.received', ...present({ atMs, room }), user: { id: userId }, data: { text: said, ...data } },
  ]
}

/** `content` is JSON in a text: `{ text }`, or for a rich post paragraphs of pieces. Pictures and files have no text. */
function textOf(content: Json | undefined): string {
  const parsed = parseJsonText(asText(content) ?? '{}')
  const body = parsed.kind === 'json' ? asObject(parsed.value) : undefined
  const paragraphs = asList(body?.content).map((paragraph) =>
    asObjects(paragraph)
      .map((piece) => asText(piece.text) ?? '')
      .join(''),
  )
  return asText(body?.text) ?? [asText(body?.title) ?? '', ...paragraphs].join('\n').trim()
}

/** Mentions stand in the text as `@_user_1`; people wrote a name. Longest keys first: `@_user_1` begins `@_user_12`. */
function named(text: string, mentions: { [key: string]: Json }[]): string {
  const keyed = mentions.flatMap(({ key, name }) => {
    const [mark, shown] = [asText(key), asText(name)]
    return mark === undefined || shown === undefined ? [] : [{ mark, shown }]
  })
  keyed.sort((a, b) => b.mark.length - a.mark.length)
  return keyed.reduce((result, { mark, shown }) => result.replaceAll(mark, () => `@${shown}`), text)
}
