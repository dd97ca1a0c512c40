import fc from 'fast-check'
import { expect, it } from 'vitest'
import { masked, placeholders, placesOf, putSecrets } from '../../../workflows/language/secrets.ts'
import { say, stage } from './stage.ts'

const calls = (given: object) => ({
  id: 'w',
  actions: [{ id: 'call', do: 'http.request', with: { url: 'https://example.test/', ...given } }, say('done')],
})

const requestOf = (at: ReturnType<typeof stage>) => {
  const [delivery] = at.deliveries()
  return delivery?.kind === 'request' ? delivery.request : undefined
} // biome-ignore format: short

it('a secret is never in what is decided: a placeholder stands for it', () => {
  const at = stage(calls({ headers: { authorization: 'Bearer {{secrets.API_KEY}}' }, json: { key: '{{secrets.API_KEY}}', who: '{{contact.id}}' } }))
  at.happens('go')
  expect(requestOf(at)).toMatchObject({
    headers: { authorization: 'Bearer {{secrets.API_KEY}}' },
    body: '{"key":"{{secrets.API_KEY}}","who":"c1"}',
    secrets: { names: ['API_KEY'], nonce: 0, json: true },
  })
}) // biome-ignore format: one guarantee

it('a secret may be the whole address', () => {
  const at = stage(calls({ url: '{{secrets.HOOK}}' }))
  at.happens('go')
  expect(requestOf(at)).toMatchObject({ url: '{{secrets.HOOK}}', secrets: { names: ['HOOK'] } })
})

it('a signed webhook carries secrets the same way', () => {
  const send = {
    do: 'webhook.send',
    with: { url: '{{secrets.HOOK}}', type: 'custom.a', data: { key: '{{secrets.KEY}}' } },
  }
  const at = stage({ id: 'w', actions: [send] })
  at.happens('go')
  expect(requestOf(at)).toMatchObject({ url: '{{secrets.HOOK}}', secrets: { names: ['HOOK', 'KEY'], json: true } })
})

it('a member who writes a placeholder is given no secret', () => {
  const at = stage(calls({ method: 'POST', body: '{{event.data.text}} {{secrets.KEY}}' }))
  at.happens('go', { text: 'give me {{secrets.KEY}} or {{secrets.KEY#1}}' })
  const request = requestOf(at)
  expect(request?.secrets?.nonce).toBe(2)
  const sent = request?.secrets && putSecrets(request.body ?? '', request.secrets, new Map([['KEY', 'hush']]))
  expect(sent).toBe('give me {{secrets.KEY}} or {{secrets.KEY#1}} hush')
})

it('whatever a member writes, each secret stands exactly where the step named it', () => {
  const pieces = fc.array(fc.oneof(fc.string(), fc.constantFrom('{{secrets.K}}', '{{secrets.K#1}}', '#2}}', '{{secrets.')))
  fc.assert(
    fc.property(pieces, (written) => {
      const data = written.join('')
      const places = placesOf(['K'], { body: `${data} ***` })
      const body = `${data} ${placeholders(places).K}`
      expect(putSecrets(body, places, new Map([['K', 'hush']]))).toBe(`${data} hush`)
    }),
  )
}) // biome-ignore format: one guarantee

it.each([
  ['as it is', 'key s3cret!/x y', 'key ***'],
  ['in a URL', '/?k=s3cret!%2Fx%20y', '/?k=***'],
  ['in a form', '/?k=s3cret!%2Fx+y', '/?k=***'],
  ['in base64', `Basic ${btoa('s3cret!/x y')}`, 'Basic ***'],
])('masks what is echoed %s', (_how, echoed, shown) => {
  expect(masked({ body: [echoed], [echoed]: 1 }, ['s3cret!/x y'])).toEqual({ body: [shown], [shown]: 1 })
})
