import { checkedIn } from '../../engine/checkins.ts'
import { action } from '../action.ts'

/** Count a day, once, in the member's own calendar. Says `checkin.made`, unless that is what it was started by. */
export const record = action({
  name: 'checkin.record',
  params: {},
  decide: (_, { contact, event, now, world }) => {
    const { first, checkin } = checkedIn(contact, now, contact.timezone ?? world.timezone)
    const output = { streak: checkin.current, first_today: first, best: checkin.best }
    if (!first) return { kind: 'done', output }
    const data = { day: checkin.day, streak: checkin.current, best: checkin.best }
    return {
      kind: 'done',
      output,
      effects: [
        { kind: 'facts', change: { checkin } },
        { kind: 'contact', patch: { streak: checkin.current } },
        { kind: 'score', board: 'checkins', delta: 1 },
        ...(event.type === 'checkin.made' ? [] : [{ kind: 'raise' as const, type: 'checkin.made', data }]),
      ],
    }
  },
})
