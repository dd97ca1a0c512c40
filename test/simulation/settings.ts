import { FUND } from './names.ts'

/** How this community is run, where it is not run as every other. */
export const SETTINGS = {
  points: { budgets: { fund: { points: FUND, per: 'ever' } } },
  approvals: { steps: [{ id: 'brand' }, { id: 'legal' }] },
  referral: {
    qualify: { on: 'custom.proves' },
    ladder: [
      { name: 'first', count: 1 },
      { name: 'second', count: 2 },
    ],
    weights: { too_fast: 0, new_referrer: 0 },
  },
}
