import { expect, test } from 'vitest'
import type { ExpectedShape } from '../../../schema/simulation.ts'
import { differences } from '../../../workflows/simulate/expect.ts'
import { played, say } from './played.ts'

const simulated = played(
  [
    say('one', { id: 'one' }),
    say('none', { with: { text: 'none', channel: 'nowhere' } }),
    { wait: '1d' },
    say('two 22'),
    { do: 'tag.add', with: { tag: 'b' } },
  ],
  { contact: { tags: ['a'], points: 3 } },
)

const met: [what: string, expected: ExpectedShape][] = [
  ['messages in order', { messages: [{ text: 'one', at: '2026-01-05T09:00:00Z' }, { text_matches: '^two \\d+$' }] }],
  [
    'messages with those that were skipped',
    { messages: [{ text: 'one' }, { status: 'skipped', reason: 'no channel' }, { channel: 'sandbox' }] },
  ],
  ['messages that must not come', { not_messages: [{ text: 'three' }, { text: 'none' }] }],
  ['a part of the contact, lists in any order', { contact: { points: 3, tags: ['b', 'a'] } }],
  ['runs', { runs: [{ workflow: 'tested', status: 'completed', reason: null }] }],
  ['how often steps were carried out', { steps: { one: 1 } }],
]

test.each(met)('is content with %s', (_what, expected) => {
  expect(differences(simulated, expected)).toEqual([])
})

const unmet: [what: string, expected: ExpectedShape, told: RegExp[]][] = [
  ['another text', { messages: [{ text: 'uno' }, {}] }, [/message 1 is another one \(text\)[\s\S]*"uno"[\s\S]*"one"/]],
  ['another time', { messages: [{ at: '2026-01-05T09:00:01Z' }, {}] }, [/\(at\)/]],
  ['a message that never came', { messages: [{}, {}, { text: 'three' }] }, [/message 3 never came/]],
  ['a message too many', { messages: [{ text: 'one' }] }, [/message 2 was not expected[\s\S]*two 22/]],
  ['no messages at all', { messages: [] }, [/message 1 was not expected/, /message 2 was not expected/]],
  ['a message that must not come', { not_messages: [{ text_matches: 'two' }] }, [/must not come/]],
  [
    'another contact',
    { contact: { points: 4, tags: ['a'] } },
    [/contact\.points: expected 4, found 3/, /contact\.tags/],
  ],
  ['another end', { runs: [{ status: 'failed' }] }, [/run 1 is another one/]],
  ['a run that never started', { runs: [{}, {}] }, [/run 2 never started/]],
  ['another count', { steps: { one: 2 } }, [/`one` was carried out 1 times, expected 2/]],
  ['a step that is none', { steps: { uno: 1 } }, [/no step `uno`/]],
]

test.each(unmet)('tells of %s', (_what, expected, told) => {
  const found = differences(simulated, expected)
  expect(found).toHaveLength(told.length)
  for (const [i, pattern] of told.entries()) expect(found[i]).toMatch(pattern)
})
