import { ELSEWHERE, LIMIT, POOL, PRICE, ROOMS, THROTTLE_LIMIT } from './names.ts'

export type Definition = { id: string; triggers: object[]; entry?: object; settings?: object; actions: object[] }

/** A message that says what it is about, and which version of its workflow says so. */
export function saying(version: number) {
  return (text: string, more: object = {}) => ({
    ...{ do: 'message.send' },
    with: { text: `${text} {{event.data.n}} v${version}`, category: 'transactional', ...more },
  })
}

/** What must not be sent again when nobody knows whether it was. */
export const hold = { category: 'promotional' }

export const parallel = { mode: 'parallel', max: 1000 }
export const settings = { quiet_hours: 'send', max_late: '30d' }
/** Each event appends its name to the contact's log, as that was when it was decided: the log is the order. */
export const log = { do: 'contact.set', with: { traits: { log: '{{contact.traits.log}}{{event.data.n}} ' } } }

const [points, LIFE, REF] = [{ expr: 'event.data.points' }, '{{event.data.life}}', '{{event.data.ref}}']

function purse(what: string, action: string, more: object) {
  return { do: action, when: `event.data.what == '${what}'`, with: { reason: what, ...more }, on_error: 'continue' }
}

/** Workflows that would show it if anything were lost, doubled, or decided on a state that was not the last one. */
export function definitions(version: number): Definition[] {
  const say = saying(version)
  return [
    {
      id: 'steps',
      triggers: [{ on: 'custom.steps' }],
      entry: parallel,
      settings,
      actions: [
        log,
        { do: 'points.award', with: { points: 1, reason: 'first' } },
        say('one'),
        { wait: '30s' },
        say('two', hold),
        { do: 'points.award', with: { points: 1, reason: 'second' } },
      ],
    },
    {
      id: 'spend',
      triggers: [{ on: 'custom.spend' }],
      entry: parallel,
      settings,
      actions: [
        { id: 'pay', do: 'points.redeem', with: { points: PRICE, reason: 'buy' }, on_error: 'continue' },
        {
          if: 'has(steps.pay.error)',
          then: [{ do: 'contact.set', with: { traits: { log: '{{contact.traits.log}}!{{event.data.n}} ' } } }],
          else: [log],
        },
      ],
    },
    {
      id: 'awaits',
      triggers: [{ on: 'custom.awaits' }],
      entry: parallel,
      settings,
      actions: [
        { id: 'told', ...say('told', { await: true }), on_error: 'continue' },
        log,
        { do: 'event.emit', with: { type: 'custom.answered', data: { n: { expr: 'event.data.n' } } } },
      ],
    },
    {
      id: 'waits',
      triggers: [{ on: 'custom.waits' }],
      entry: { mode: 'single' },
      settings,
      actions: [
        {
          wait_for: { on: 'custom.answered', timeout: '45s' },
          then: [{ do: 'tag.add', with: { tag: 'answered' } }],
          else: [say('nobody')],
        },
      ],
    },
    {
      id: 'passes',
      triggers: [{ on: 'custom.passes' }],
      entry: parallel,
      settings,
      actions: [
        log,
        {
          do: 'event.emit',
          with: { type: 'custom.steps', contact_id: '{{event.data.to}}', data: { n: '>{{event.data.n}}' } },
        },
      ],
    },
    {
      id: 'purse',
      triggers: [{ on: 'custom.purse' }],
      entry: parallel,
      settings,
      actions: [
        purse('give', 'points.award', { points, expires_in: LIFE, ref: REF }),
        purse('limited', 'points.award', { points, expires_in: LIFE, limit_per_day: LIMIT }),
        purse('pend', 'points.award', { points, expires_in: LIFE, ref: REF, pending_for: '15s' }),
        purse('fund', 'points.award', { points, budget: 'fund' }),
        purse('take', 'points.redeem', { points }),
        purse('drop', 'points.expire', { points }),
        purse('back', 'points.reverse', { ref: REF }),
      ],
    },
    {
      id: 'shares',
      triggers: [{ on: 'custom.shares' }],
      entry: parallel,
      settings,
      actions: [
        {
          throttle: { limit: THROTTLE_LIMIT, per: '24h', key: "'everybody'" },
          then: [{ do: 'tag.add', with: { tag: 'let-in-{{event.data.n}}' } }],
          else: [log],
        },
      ],
    },
    {
      id: 'gifts',
      triggers: [{ on: 'custom.gifts' }],
      entry: parallel,
      settings,
      actions: [
        { id: 'gift', do: 'coupon.issue', with: { coupon: POOL }, on_error: 'continue' },
        {
          if: 'has(steps.gift.code)',
          then: [{ do: 'tag.add', with: { tag: 'gift-{{event.data.n}}-{{steps.gift.code}}' } }],
          else: [log],
        },
      ],
    },
    {
      id: 'asks',
      triggers: [{ on: 'custom.asks' }],
      entry: parallel,
      settings,
      actions: [
        {
          ...{ id: 'asked', do: 'http.request', on_error: 'continue', retry: { attempts: 4, first: '2s', max: '10s' } },
          with: { method: 'POST', url: `${ELSEWHERE}/asked`, json: { n: '{{event.data.n}}' } },
        },
        log,
      ],
    },
    {
      id: 'posts',
      triggers: [{ on: 'custom.posts' }],
      entry: parallel,
      settings,
      actions: [
        {
          ...{ id: 'posted', do: 'message.post' },
          with: { channel: ROOMS, room: 'C1', text: 'posted {{event.data.n}} v{{run.id}}', category: 'transactional' },
        },
        log,
      ],
    },
  ]
}
