import * as v from 'valibot'
import { AlertLevel } from '../../../schema/alert.ts'
import { Duration } from '../../../schema/text.ts'
import { parseDuration } from '../../language/duration.ts'
import { action, type Decision } from '../action.ts'
import { inDrill } from './drill.ts'

const Name = v.pipe(v.string(), v.minLength(1), v.maxLength(200))

/**
 * Raise an alert: whoever is on call is paged. While one with the same `key` (without it: the same `name`) is open, and
 * for `cooldown` after its end, it is that one. The run goes on when it is known which of them it was.
 */
export const raise = action({
  name: 'alert.raise',
  params: {
    name: Name,
    level: AlertLevel,
    title: v.pipe(v.string(), v.minLength(1), v.maxLength(500)),
    detail: v.optional(v.pipe(v.string(), v.maxLength(4000))),
    key: v.optional(Name),
    cooldown: v.optional(Duration),
    drill: v.optional(v.boolean()),
  },
  result: { alert_id: v.string(), created: v.boolean() },
  decide: ({ cooldown, ...params }, { contact, program, event, key, world }): Decision => {
    const asked = cooldown ?? world.settings.alerts.cooldown
    const cooldownMs = asked === undefined ? undefined : parseDuration(asked)
    const wish = {
      ...{ name: params.name, level: params.level, title: params.title, detail: params.detail ?? null },
      key: params.key ?? params.name,
      drill: params.drill ?? inDrill(event),
      ...(cooldownMs !== undefined && { cooldownMs }),
      contactId: contact.kind === 'contact' ? contact.id : null,
      workflowId: program.workflowId,
    }
    return { kind: 'await', effects: [{ kind: 'alert', id: key, asker: { subject: contact.id, step: key }, wish }] }
  },
})
