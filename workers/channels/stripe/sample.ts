import type { Sample } from '../kind.ts'

/** A paid checkout session in the shape of Stripe's API, with our own values. */
export const sample: Sample = {
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({
    id: 'evt_1QsamplE',
    object: 'event',
    api_version: '2025-03-31.basil',
    created: 1767603521,
    type: 'checkout.session.completed',
    livemode: false,
    data: {
      object: {
        id: 'cs_test_sample',
        object: 'checkout.session',
        amount_total: 9900,
        currency: 'eur',
        client_reference_id: 'm-1024',
        customer: 'cus_sample',
        customer_details: { email: 'lin.wei@example.com', name: 'Lin Wei', phone: null },
        locale: 'en',
        metadata: {},
        payment_intent: 'pi_sample',
        payment_status: 'paid',
      },
    },
  }),
}
