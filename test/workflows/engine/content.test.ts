import { expect, it, test } from 'vitest'
import { stage } from './stage.ts'

const send = (more: object) => stage({ id: 'w', actions: [{ id: 'm', do: 'message.send', with: more }] })

function sent(more: object, data = {}) {
  const at = send(more)
  at.actor.contact.name = 'Li Lei'
  at.happens('go', data)
  return at.deliveries()[0]
}

it.each<[string, object, object | undefined]>([
  ['nothing beside a plain text', { text: 'Hi' }, undefined],
  [
    'buttons, with values rendered',
    { text: 'Well?', buttons: [{ text: 'Yes, {{contact.name}}', value: 'yes-{{event.data.n}}' }] },
    { buttons: [{ text: 'Yes, Li Lei', value: 'yes-7' }] },
  ],
  ['an image as an address', { text: 'x', image: 'https://x.test/i.png' }, { image: { url: 'https://x.test/i.png' } }],
  [
    'an image, a card and Markdown',
    {
      text: 'x',
      image: { url: 'https://x.test/i.png', alt: 'cat' },
      card: { title: 'T', url: 'https://x.test' },
      markdown: true,
    },
    { markdown: true, image: { url: 'https://x.test/i.png', alt: 'cat' }, card: { title: 'T', url: 'https://x.test' } },
  ],
  ['whom its text mentions', { text: 'Hi {{mention contact}}!' }, { mentions: [{ text: '@Li Lei', id: 'u1' }] }],
  [
    'the contact also when mentioned by name, and once',
    { text: '{{mention contact.name}} {{#if contact.name}}{{mention contact}}{{/if}}' },
    { mentions: [{ text: '@Li Lei', id: 'u1' }] },
  ],
  [
    'somebody else as the template says',
    { text: '{{mention "Han" channel="chat" id="u2"}}' },
    { mentions: [{ text: '@Han', id: 'u2' }] },
  ],
  ['nobody whom its channel does not know', { text: '{{mention "Han" channel="form" id="u2"}}' }, undefined],
  ['nobody whom its text has lost again', { text: '{{truncate (mention contact) 3}}' }, undefined],
])('a message carries %s', (_, given, extras) => {
  expect(sent(given, { n: 7 })).toMatchObject({ kind: 'message', channel: 'chat' })
  expect((sent(given, { n: 7 }) as { extras?: object }).extras).toEqual(extras)
})

test('a name cannot forge a mention: what is mentioned is told beside the text', () => {
  const at = send({ text: 'Hi {{contact.name}} and {{mention "Han" channel="chat" id="u2"}}' })
  at.actor.contact.name = '@all \u0000{{mention}} <at user_id="all">'
  at.happens('go')
  expect(at.deliveries()[0]).toMatchObject({
    text: 'Hi @all \u0000{{mention}} <at user_id="all"> and @Han',
    extras: { mentions: [{ text: '@Han', id: 'u2' }] },
  })
  const input = at.turns.flatMap((turn) => turn.entries).find((entry) => entry.step === 'm')?.input
  expect(input).toEqual({ text: 'Hi @all \u0000{{mention}} <at user_id="all"> and @Han' })
})

it.each([
  [{ text: 'x', buttons: [{ text: 'Yes' }] }, 'with.buttons[0]'],
  [{ text: 'x', image: 'ftp://x' }, 'with.image'],
  [{ text: 'x', priority: 1000 }, 'with.priority'],
  [{ text: 'x', button: [] }, 'with.button'],
])('a message that shows what nothing can show is refused where it is written', (given, path) => {
  expect(() => send(given)).toThrow(path)
})

test('posts to a room, about nobody in particular', () => {
  const at = stage({
    id: 'w',
    actions: [{ id: 'm', do: 'message.post', with: { channel: 'chat', room: 'r{{event.data.n}}', text: 'Hello all' } }],
  })
  at.actor.contact.identities = []
  at.happens('go', { n: 1 })
  expect(at.deliveries()).toMatchObject([{ channel: 'chat', to: 'r1', recipient: 'room', text: 'Hello all' }])
  expect(at.runs()[0]?.memory.steps.m).toEqual({ message_id: at.deliveries()[0]?.id, status: 'queued' })
})

test('a post through a channel that cannot send is skipped', () => {
  const at = stage({ id: 'w', actions: [{ do: 'message.post', with: { channel: 'form', room: 'r', text: 'Hello' } }] })
  at.happens('go')
  expect(at.deliveries()).toEqual([])
  expect(at.turns.flatMap((turn) => turn.unsent)).toMatchObject([{ channel: 'form', to: 'r', reason: 'no channel' }])
})
