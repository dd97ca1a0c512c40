/** A definition as text, with known lines: the trigger stands in line 4, `extra` in line 5, actions from line 7 on. */
export function written({
  triggers = '[{ "on": "member.joined" }]',
  extra = '"settings": { "category": "transactional" }',
  actions = ['{ "do": "message.send", "with": { "text": "Hello" } }'],
}: {
  triggers?: string
  extra?: string
  actions?: readonly string[]
}): string {
  return [
    '{',
    '  "id": "broken",',
    '  "name": "Broken",',
    `  "triggers": ${triggers},`,
    `  ${extra},`,
    '  "actions": [',
    actions.map((action) => `    ${action}`).join(',\n'),
    '  ]',
    '}',
  ].join('\n')
}

export const send = (text: string) => `{ "do": "message.send", "with": { "text": ${JSON.stringify(text)} } }`
