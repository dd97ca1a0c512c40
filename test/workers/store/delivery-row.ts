import type { DeliveryRow } from '../../../workers/store/deliveries.ts'

/** A message that may go at once, unless `more` says otherwise. */
export const delivery = (id: string, more: Partial<DeliveryRow> = {}): DeliveryRow => ({
  ...{ id, kind: 'message', subject_id: 'c-fence', run_id: null, channel: 'x', recipient: id, audience: 'contact' },
  ...{ body: 'hello', content: null, ticket: null, category: 'lifecycle', status: 'queued', reason: null, attempts: 0 },
  ...{
    rank: 0,
    line: null,
    retry: '{}',
    on_unknown: 'resend',
    awaited: 0,
    pieces_sent: 0,
    created_at: 0,
    send_after: 0,
  },
  ...{ lease_until: 0, lease: null, sent_at: null, ...more },
})
