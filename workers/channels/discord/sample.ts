import type { Sample } from '../kind.ts'

/** A slash command, in the shape of Discord’s interactions, with our own values. */
export const sample: Sample = {
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({
    version: 1,
    type: 2,
    id: '1325000000000000001',
    application_id: '1325000000000000000',
    token: 'interaction-token',
    guild_id: '1325000000000000002',
    channel_id: '1325000000000000003',
    locale: 'zh-CN',
    member: {
      user: { id: '1325000000000000004', username: 'linwei', global_name: '林薇' },
      joined_at: '2026-01-02T09:00:00.000000+00:00',
      roles: [],
    },
    data: { id: '1325000000000000005', name: 'checkin', type: 1 },
  }),
}
