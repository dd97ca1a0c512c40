import { expect, test } from 'vitest'
import { file, qunflow } from './run.ts'

const good = `{
  // how we greet
  "id": "greet", "name": "Greet",
  "triggers": [{ "on": "member.joined" }],
  "settings": { "category": "transactional" },
  "actions": [
    { "do": "message.send", "with": { "text": "Hi {{contact.name}}" } },
  ],
}`

test('is content with a good file, remarks and trailing commas included', () => {
  const { status, out } = qunflow('check', file('good.json', good))
  expect(out).toBe('1 file: 0 errors, 0 warnings\n')
  expect(status).toBe(0)
})

test('names the file, line and column of an error, and fails', () => {
  const path = file('bad.json', good.replace('contact.name', 'contact.nmae'))
  const { status, out } = qunflow('check', path, file('good.json', good))
  expect(out).toContain(
    `${path}:7:53: error: \`contact.nmae\` does not exist [actions[0].with.text]\n    did you mean \`contact.name\`?`,
  )
  expect(out).toContain('2 files: 1 error, 0 warnings')
  expect(status).toBe(1)
})

test('says the same to machines', () => {
  const { status, out } = qunflow('check', '--json', file('bad.json', good.replace('"do"', '"doo"')))
  expect(JSON.parse(out)).toMatchObject({
    files: [
      {
        valid: false,
        errors: [{ path: 'actions[0].doo', line: 7, column: 7, hint: 'did you mean `do`?' }],
        warnings: [],
      },
    ],
  })
  expect(status).toBe(1)
})

test('warnings fail only when they are to be taken strictly', () => {
  const path = file('warned.json', good.replace('member.joined', 'member.joind'))
  expect(qunflow('check', path)).toMatchObject({
    status: 0,
    out: expect.stringContaining('warning: `member.joind` is no event'),
  })
  expect(qunflow('check', '--strict', path).status).toBe(1)
})

test('a file that is no JSON or is not there is a problem like any other', () => {
  const path = file('broken.json', '{\n  "id": "a"\n  "name": "b" }')
  const { status, out } = qunflow('check', path, '/nowhere/at-all.json')
  expect(out).toContain(`${path}:3:3: error: expected \`,\``)
  expect(out).toContain('/nowhere/at-all.json: error: there is no such file')
  expect(status).toBe(1)
})

test.each([[[]], [['help']]])('%j tells how it is used', (args) => {
  expect(qunflow(...args)).toMatchObject({ status: 0, out: expect.stringContaining('qunflow check FILE') })
})

test.each([[['chek', 'a.json']], [['check']], [['check', '--jsn', 'a.json']], [['simulate', 'a.json']]])(
  '%j is wrong use',
  (args) => {
    expect(qunflow(...args)).toMatchObject({ status: 2, error: expect.stringContaining('qunflow check FILE') })
  },
)
