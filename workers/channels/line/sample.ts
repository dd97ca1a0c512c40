import type { Sample } from '../kind.ts'

/** A message to the account, in the shape of LINE’s webhooks, with our own values. */
export const sample: Sample = {
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({
    destination: 'U00000000000000000000000000000001',
    events: [
      {
        type: 'message',
        mode: 'active',
        timestamp: 1767603522120,
        source: { type: 'user', userId: 'U00000000000000000000000000000002' },
        webhookEventId: '01JGV0SAMPLE00000000000001',
        deliveryContext: { isRedelivery: false },
        replyToken: 'reply-token',
        message: { id: '541000000000000001', type: 'text', quoteToken: 'quote-token', text: 'チェックイン' },
      },
    ],
  }),
}
