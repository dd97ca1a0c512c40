import { Slug } from '../../../schema/text.ts'
import { action } from '../action.ts'

/** Give a badge: once, and for good. */
export const grant = action({
  name: 'badge.grant',
  params: { badge: Slug },
  decide: ({ badge }, { world }) => {
    if (world.badges && !world.badges.has(badge))
      return { kind: 'refused', code: 'unknown_badge', message: `there is no badge ${badge}` }
    return { kind: 'done', output: { changed: false }, effects: [{ kind: 'badge', badge }] }
  },
})
