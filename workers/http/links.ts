import { Hono } from 'hono'
import type { Deps } from '../run/deps.ts'
import { carryOut, keep } from '../run/handle.ts'
import { type Link, linkIdOf } from '../run/links.ts'
import { eventIdOf, type InboxEvent } from '../store/events.ts'
import { logError } from '../store/log.ts'
import { later } from './afterwards.ts'
import type { App } from './context.ts'
import { isPerson } from './person.ts'
import { problem } from './problem.ts'

/** A click that is repeated this soon is the same one: an impatient thumb, or a browser that looks ahead. */
const SAME_CLICK_MS = 10_000

/** Tracked links: where they lead, and the click as an event of the contact. What we did not sign leads nowhere. */
export const links = new Hono<App>().get('/:token', async (c) => {
  const { deps } = c.var.house
  const link = deps.links?.read(c.req.param('token'))
  if (!link) return problem(c, 404)
  const person = isPerson(c)
  if (person) await noteClick(deps, link, c.req.param('token'), later(c))
  c.header('Cache-Control', 'no-store')
  c.header('Referrer-Policy', 'no-referrer')
  return c.redirect(link.target, 302)
})

/** Whoever clicks is led on, also when we cannot keep the click. */
async function noteClick(deps: Deps, link: Link, token: string, rest: (work: Promise<unknown>) => void): Promise<void> {
  try {
    const found = await keep(deps, [clickOf(deps, link, token)])
    rest(carryOut(deps, found))
  } catch (error) {
    logError('a click was not kept', error)
  }
}

function clickOf(deps: Deps, { subjectId, channel, messageId, target }: Link, token: string): InboxEvent {
  const now = deps.clock.now()
  const moment = Math.floor(deps.clock.real() / SAME_CLICK_MS)
  return {
    id: eventIdOf('links', `${token} ${moment}`),
    type: 'link.clicked',
    channel,
    externalId: null,
    subjectId,
    profile: null,
    at: now,
    receivedAt: now,
    data: { url: target, link_id: linkIdOf(target), message_id: messageId },
    causes: [],
  }
}
