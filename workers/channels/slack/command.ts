import { present } from '../json-fields.ts'
import type { Received } from '../kind.ts'

/** A slash command: a form with `command`, `text` and who said it where. Slack does not repeat these. */
export function readCommand(form: URLSearchParams): Received {
  if (form.get('ssl_check') === '1') return { kind: 'events', events: [] }
  const [command, userId, trigger] = ['command', 'user_id', 'trigger_id'].map((name) => form.get(name) ?? '')
  if (!command || !userId || !trigger)
    return { kind: 'unreadable', why: 'a form without payload, or command, user_id and trigger_id' }
  const room = form.get('channel_id') || undefined
  const data = present({ command, text: form.get('text') ?? '', room, team_id: form.get('team_id') || undefined })
  const user = { id: userId, ...present({ name: form.get('user_name') || undefined }) }
  return {
    kind: 'events',
    events: [{ id: `command:${trigger}`, type: 'command.invoked', user, ...present({ room }), data }],
  }
}
