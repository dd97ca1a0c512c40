import type { Sample } from '../kind.ts'

/** A plain event about somebody, with our own values. */
export const sample: Sample = {
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({
    id: 'join-7',
    type: 'member.joined',
    time: '2026-01-05T08:58:42Z',
    user: { id: 'lin-wei', name: '林薇', locale: 'zh-CN', timezone: 'Asia/Shanghai', email: 'lin.wei@example.com' },
    data: { source: 'poster' },
  }),
}
