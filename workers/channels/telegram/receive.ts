import type { JsonObject } from '../../../schema/json.ts'
import { parseJsonBody } from '../json-body.ts'
import { asId, asObject, asText } from '../json-fields.ts'
import type { Channel, Inbound, Received } from '../kind.ts'
import { isAnyOf, secretValues, unconfigured } from '../signature.ts'
import { type Ourselves, readUpdate } from './update.ts'

/** An update of the Bot API (core.telegram.org/bots/api#setwebhook). Nothing is signed: the secret token is all there is. */
export async function receive(request: Inbound, channel: Channel): Promise<Received> {
  const tokens = secretValues(channel.secrets, 'secret_token')
  if (tokens.length === 0) return unconfigured('secret_token')
  const given = request.headers.get('x-telegram-bot-api-secret-token')
  if (!given) return { kind: 'forged', why: 'X-Telegram-Bot-Api-Secret-Token is missing' }
  if (!(await isAnyOf(given, tokens))) return { kind: 'forged', why: 'X-Telegram-Bot-Api-Secret-Token does not match' }
  const parsed = parseJsonBody(request.body)
  if (parsed.kind === 'unreadable') return parsed
  const update = asObject(parsed.value)
  const id = asId(update?.update_id)
  if (!update || id === undefined) return { kind: 'unreadable', why: 'the body is not an update' }
  const events = readUpdate(id, update, ourselves(channel))
  return { kind: 'events', events, ...stopTheSpinner(update) }
}

/** A bot's token begins with its id. */
function ourselves(channel: Channel): Ourselves {
  const [id] = (secretValues(channel.secrets, 'bot_token')[0] ?? '').split(':', 1)
  return { id: id ?? '', name: asText(channel.config.username)?.replace('@', '').toLowerCase() }
}

/** A button turns until its click is answered; the answer to the webhook may be that call. */
function stopTheSpinner(update: JsonObject): Pick<Extract<Received, { kind: 'events' }>, 'reply'> {
  const id = asText(asObject(update.callback_query)?.id)
  if (id === undefined) return {}
  const body = JSON.stringify({ method: 'answerCallbackQuery', callback_query_id: id })
  return { reply: { status: 200, headers: { 'content-type': 'application/json' }, body } }
}
