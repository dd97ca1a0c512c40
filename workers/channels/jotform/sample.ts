import type { Sample } from '../kind.ts'

const BOUNDARY = '----QunflowSample'

const fields = {
  formID: '260041234567890',
  submissionID: '6123456789012345678',
  formTitle: 'Membership',
  ip: '203.0.113.9',
  username: 'club',
  type: 'WEB',
  pretty: 'Name:Lin Wei, E-mail:lin.wei@example.com, Interests:Events News',
  rawRequest: JSON.stringify({
    slug: 'submit/260041234567890/',
    q3_name: { first: 'Lin', last: 'Wei' },
    q4_email: 'lin.wei@example.com',
    q5_phoneNumber: { full: '+86 138 0000 0000' },
    q6_interests: ['Events', 'News'],
    event_id: '1767603521000_260041234567890_sAmPlE1',
  }),
}

/** A submission in the shape of Jotform's webhooks, with our own values. */
export const sample: Sample = {
  headers: { 'content-type': `multipart/form-data; boundary=${BOUNDARY}` },
  body: `${Object.entries(fields)
    .map(([name, value]) => `--${BOUNDARY}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`)
    .join('')}--${BOUNDARY}--\r\n`,
}
