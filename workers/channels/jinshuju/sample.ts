import type { Sample } from '../kind.ts'

/** An entry in the shape of 金数据's data push, with our own values. */
export const sample: Sample = {
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({
    form: 'Xk8PqT',
    form_name: '会员登记表',
    entry: {
      token: 'Qm3eK1Zz',
      serial_number: 12,
      field_1: '林薇',
      field_2: '13800000000',
      field_3: 'lin.wei@example.com',
      field_4: ['线下活动', '优惠券'],
      x_field_weixin_openid: '',
      creator_name: '',
      created_at: '2026-01-05T08:58:41.016Z',
      updated_at: '2026-01-05T08:58:41.016Z',
      info_remote_ip: '203.0.113.9',
    },
  }),
}
