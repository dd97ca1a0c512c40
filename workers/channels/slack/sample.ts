import type { Sample } from '../kind.ts'

/** A message in a channel, in the shape of Slack’s Events API, with our own values. */
export const sample: Sample = {
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({
    token: 'verification-token-of-old',
    team_id: 'T07QUNFLOW',
    api_app_id: 'A07QUNFLOW',
    type: 'event_callback',
    event_id: 'Ev07SAMPLE1',
    event_time: 1767603522,
    event: {
      type: 'message',
      channel: 'C07GENERAL',
      channel_type: 'channel',
      user: 'U07LINWEI',
      text: 'Where do I check in?',
      ts: '1767603522.000200',
      event_ts: '1767603522.000200',
    },
  }),
}
