import { type Rule, stopped } from './rule.ts'

/** The whole workspace stands still: nothing goes out, whatever it is. */
export const stop: Rule = ({ world }) => {
  const { on, reason } = world.settings.stop
  return on ? stopped('workspace stop', reason) : undefined
}
