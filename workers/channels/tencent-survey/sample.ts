import type { Sample } from '../kind.ts'

/** An answer in the shape of 腾讯问卷's webhook, with our own values. */
export const sample: Sample = {
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({
    id: '7f4f2a52-5a1c-4f6e-9a58-0c1d7b1f9b21',
    object: 'Answer',
    action: 'answer.create',
    created_at: '2026-01-05 16:58:41',
    payload: {
      survey_id: 20260105,
      answer_id: 12,
      respondent_id: 'r-77',
      openid: '',
      started_at: '2026-01-05 16:55:10',
      ended_at: '2026-01-05 16:58:40',
      answer: [
        {
          id: 'p-1',
          questions: [
            { id: 'q-1', type: 'text', title: '您的手机号', text: '13800000000' },
            {
              id: 'q-2',
              type: 'checkbox',
              title: '您喜欢什么',
              options: [
                { id: 'o-1', text: '线下活动', checked: 1 },
                { id: 'o-2', text: '优惠券', checked: 0 },
              ],
            },
          ],
        },
      ],
    },
  }),
}
