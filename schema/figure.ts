/** Figures are kept by the quarter of an hour: no zone of today has its midnight anywhere else. */
export const SLOT_MS = 900_000
export const SLOTS_A_DAY = 96

export function slotOf(ms: number): number {
  return Math.floor(ms / SLOT_MS)
}

/** Something to be added to a sum. */
export type Figure = [area: string, slot: number, metric: string, value: number]

/** Something of this type happened with a contact in this quarter of an hour. */
export type Presence = [type: string, slot: number, subjectId: string]

/** What one commit says for the figures. */
export type Noted = { figures: Figure[]; presence: Presence[] }

/** The area of what is counted for the whole community. */
export const COMMUNITY = ''

export function workflowArea(workflowId: string): string {
  return `w:${workflowId}`
}

export function experimentArea(experiment: string): string {
  return `x:${experiment}`
}

/** What a member was brought to by an event of ours is told apart from what they did. */
export const RAISED_PREFIX = '+'

/** Areas of how many contacts were active last, and did something themselves last, in each quarter of an hour. */
/** How many contacts there are: one sum, in slot 0. */
export const CONTACTS = 'contacts'

export const LAST_SEEN = 'seen'
export const LAST_ACTED = 'acted'

/** Does a member count as active by this? By everything that comes from outside, but for having left. */
export function isActive(type: string): boolean {
  return type !== 'member.left' && !type.startsWith(RAISED_PREFIX)
}
