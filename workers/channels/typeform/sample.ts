import type { Sample } from '../kind.ts'

/** A submission in the shape of Typeform's documentation, with our own values. */
export const sample: Sample = {
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({
    event_id: '01HQS7NF8W3Z6M2TYB4K5CXEVA',
    event_type: 'form_response',
    form_response: {
      form_id: 'kQ7vXz2p',
      token: '5f0e8e1f3f9b4d6f8f6c0a7f4bd2c911',
      landed_at: '2026-01-05T08:55:10Z',
      submitted_at: '2026-01-05T08:58:41Z',
      hidden: { user_id: 'm-1024', campaign: 'winter' },
      definition: {
        id: 'kQ7vXz2p',
        title: 'Member survey',
        fields: [
          { id: 'a1', ref: 'name', type: 'short_text', title: 'Your name' },
          { id: 'a2', ref: 'mail', type: 'email', title: 'E-mail' },
          { id: 'a3', ref: 'liking', type: 'multiple_choice', title: 'What do you like?' },
          { id: 'a4', ref: 'score', type: 'opinion_scale', title: 'How likely to recommend us?' },
        ],
      },
      answers: [
        { type: 'text', text: 'Lin Wei', field: { id: 'a1', ref: 'name', type: 'short_text' } },
        { type: 'email', email: 'lin.wei@example.com', field: { id: 'a2', ref: 'mail', type: 'email' } },
        {
          type: 'choices',
          choices: { ids: ['c1', 'c3'], labels: ['Events', 'News'], refs: ['e', 'n'] },
          field: { id: 'a3', ref: 'liking', type: 'multiple_choice' },
        },
        { type: 'number', number: 9, field: { id: 'a4', ref: 'score', type: 'opinion_scale' } },
      ],
    },
  }),
}
