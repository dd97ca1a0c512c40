import type { Sample } from '../kind.ts'

/** A message, in the shape of the WhatsApp Cloud API, with our own values. */
export const sample: Sample = {
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({
    object: 'whatsapp_business_account',
    entry: [
      {
        id: '260000000000001',
        changes: [
          {
            field: 'messages',
            value: {
              messaging_product: 'whatsapp',
              metadata: { display_phone_number: '15550100001', phone_number_id: '270000000000001' },
              contacts: [{ profile: { name: 'Lin Wei' }, wa_id: '85255500001' }],
              messages: [
                {
                  from: '85255500001',
                  id: 'wamid.U0FNUExFLTAwMDE=',
                  timestamp: '1767603522',
                  type: 'text',
                  text: { body: 'Where do I check in?' },
                },
              ],
            },
          },
        ],
      },
    ],
  }),
}
