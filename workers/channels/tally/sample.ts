import type { Sample } from '../kind.ts'

/** A submission in the shape of Tally's documentation, with our own values. */
export const sample: Sample = {
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({
    eventId: '0d4a2f0e-6a0b-4c6e-9d1c-6f6a6a1f1b11',
    eventType: 'FORM_RESPONSE',
    createdAt: '2026-01-05T08:58:42.120Z',
    data: {
      responseId: 'Qm3eK1',
      submissionId: 'Qm3eK1',
      respondentId: 'p8LxWd',
      formId: 'wMb7aX',
      formName: '会员登记',
      createdAt: '2026-01-05T08:58:42.000Z',
      fields: [
        { key: 'question_a', label: '姓名', type: 'INPUT_TEXT', value: '林薇' },
        { key: 'question_b', label: '邮箱', type: 'INPUT_EMAIL', value: 'lin.wei@example.com' },
        {
          key: 'question_c',
          label: 'Interests',
          type: 'CHECKBOXES',
          value: ['o1', 'o3'],
          options: [
            { id: 'o1', text: 'Events' },
            { id: 'o2', text: 'News' },
            { id: 'o3', text: 'Coupons' },
          ],
        },
        { key: 'question_c_o1', label: 'Interests (Events)', type: 'CHECKBOXES', value: true },
        {
          key: 'question_d',
          label: 'Photo',
          type: 'FILE_UPLOAD',
          value: [
            { id: 'f1', name: 'me.png', url: 'https://files.example.com/me.png', mimeType: 'image/png', size: 512 },
          ],
        },
        { key: 'question_e_campaign', label: 'campaign', type: 'HIDDEN_FIELDS', value: 'winter' },
      ],
    },
  }),
}
