import type { Sample } from '../kind.ts'

/** An entry in the shape of Wufoo's webhooks with metadata, with our own values. */
export const sample: Sample = {
  headers: { 'content-type': 'application/x-www-form-urlencoded' },
  body: new URLSearchParams({
    Field1: 'Lin',
    Field2: 'Wei',
    Field3: 'lin.wei@example.com',
    Field4: 'Events',
    Field5: '',
    CreatedBy: 'public',
    DateCreated: '2026-01-05 00:58:41',
    EntryId: '12',
    IP: '203.0.113.9',
    HandshakeKey: 'the key as it was',
    FieldStructure: JSON.stringify({
      Fields: [
        {
          Title: 'Name',
          Type: 'shortname',
          ID: 'Field1',
          SubFields: [
            { ID: 'Field1', Label: 'First' },
            { ID: 'Field2', Label: 'Last' },
          ],
        },
        { Title: 'Email', Type: 'email', ID: 'Field3' },
        {
          Title: 'Interests',
          Type: 'checkbox',
          ID: 'Field4',
          SubFields: [
            { ID: 'Field4', Label: 'Events' },
            { ID: 'Field5', Label: 'News' },
          ],
        },
      ],
    }),
    FormStructure: JSON.stringify({ Name: 'Membership', Hash: 'q1x2y3z4w5v6' }),
  }).toString(),
}
