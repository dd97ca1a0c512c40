import type { Sample } from '../kind.ts'

/** A message in a group, in the shape of Feishu’s v2 events, with our own values. */
export const sample: Sample = {
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({
    schema: '2.0',
    header: {
      event_id: '5e3702a84e847582be8db7fb73283c01',
      event_type: 'im.message.receive_v1',
      create_time: '1767603522120',
      token: 'verification-token',
      app_id: 'cli_a0000000000001',
      tenant_key: '736588c9260f175d',
    },
    event: {
      sender: { sender_id: { open_id: 'ou_linwei0000000001' }, sender_type: 'user', tenant_key: '736588c9260f175d' },
      message: {
        message_id: 'om_sample000000001',
        create_time: '1767603522000',
        chat_id: 'oc_sample000000001',
        chat_type: 'group',
        message_type: 'text',
        content: JSON.stringify({ text: '签到' }),
      },
    },
  }),
}
