import { expect, it } from 'vitest'
import { go, played, say, texts } from './played.ts'

it('issues made-up codes and stock without end, and what a reply says instead', () => {
  const actions = [
    { id: 'gift', do: 'coupon.issue', with: { coupon: 'welcome' }, on_error: 'continue' },
    { id: 'pay', do: 'points.redeem', with: { points: 5, reason: 'mug', item: 'mug' }, on_error: 'continue' },
    say('{{default steps.gift.code steps.gift.error.code}} {{default steps.pay.balance steps.pay.error.code}}'),
  ]
  const contact = { points: 8 }
  expect(texts(played(actions, { contact }))).toEqual(['2026-01-05T09:00 SIMULATED-welcome-1 3'])
  const replies = { 'coupon.issue': { error: { code: 'pool_empty' } }, pay: { error: { code: 'none' } } }
  expect(texts(played(actions, { contact, replies }))).toEqual(['2026-01-05T09:00 pool_empty out_of_stock'])
  const named = { gift: { output: { code: 'REAL' } } }
  expect(texts(played(actions, { contact, replies: named }))).toEqual(['2026-01-05T09:00 REAL 3'])
})

it('keeps budgets, tiers, pending points and streaks as the product does', () => {
  const settings = {
    points: { budgets: { fund: { points: 25, per: 'ever' as const } } },
    tiers: { levels: [{ id: 'basic' }, { id: 'gold', points: 20 }], grace: '0s' },
  }
  const actions = [
    { id: 'c', do: 'checkin.record', with: {} },
    {
      id: 'a',
      do: 'points.award',
      with: { points: 10, reason: 'r', budget: 'fund', pending_for: '1h' },
      on_error: 'continue',
    },
    say('{{steps.c.streak}} {{steps.a.error.code}} {{contact.tier}}'),
  ]
  const events = [5, 6, 7, 8].map((day) => go(`2026-01-0${day}T09:00:00Z`))
  const simulated = played(actions, { settings, events, until: '2026-01-08T12:00:00Z' })
  expect(texts(simulated).map((text) => text.slice(17))).toEqual([
    '1  basic',
    '2  basic',
    '3 budget_exhausted gold',
    '4 budget_exhausted gold',
  ])
  expect(simulated.contact).toMatchObject({ points: 20, streak: 4 })
})
