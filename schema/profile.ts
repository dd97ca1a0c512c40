import type { JsonObject } from './json.ts'

/** What a platform or a form says about a person, beside their id. */
export type Profile = {
  name?: string
  locale?: string
  timezone?: string
  phone?: string
  email?: string
  /** What an operator has mapped; merged into those that are there. */
  traits?: JsonObject
}
