import { beforeAll, expect, test } from 'vitest'
import { forbiddenAddress, outgoingOf } from '../../../workers/run/address.ts'
import { contact, get, happens, idle, install, migrate, sandbox } from '../../world.ts'

beforeAll(migrate)

const INSIDE = [
  'http://127.0.0.1/',
  'http://127.1/',
  'http://2130706433/',
  'http://0x7f000001/',
  'http://0x7f.1/',
  'http://0177.0.0.1/',
  'http://017700000001/',
  'http://127.0.0.1./',
  'http://127.0.0.1:8787/',
  'http://１２７.０.０.１/',
  'http://0.0.0.0/',
  'http://0/',
  'http://10.1.2.3/',
  'http://172.16.0.1/',
  'http://172.31.255.255/',
  'http://192.168.0.1/',
  'http://169.254.169.254/latest/meta-data/',
  'http://0xa9fea9fe/',
  'http://2852039166/',
  'http://100.100.100.200/',
  'http://168.63.129.16/',
  'http://198.18.0.1/',
  'http://224.0.0.1/',
  'http://255.255.255.255/',
  'http://[::]/',
  'http://[::1]/',
  'http://[0:0:0:0:0:0:0:1]/',
  'http://[::ffff:127.0.0.1]/',
  'http://[::ffff:a9fe:a9fe]/',
  'http://[::127.0.0.1]/',
  'http://[64:ff9b::169.254.169.254]/',
  'http://[64:ff9b:1::a00:1]/',
  'http://[2002:7f00:1::]/',
  'http://[2002:a9fe:a9fe::1]/',
  'http://[2001:0:4136:e378:8000:63bf:3fff:fdd2]/',
  'http://[2001:db8::1]/',
  'http://[fc00::1]/',
  'http://[fd12:3456::1]/',
  'http://[fe80::1]/',
  'http://[fec0::1]/',
  'http://[ff02::1]/',
  'http://[100::1]/',
  'http://localhost/',
  'http://LOCALHOST./',
  'http://a.localhost/',
  'http://metadata/',
  'http://metadata.google.internal/',
  'http://printer.local/',
  'http://router.lan/',
  'http://db.corp/',
  'http://10.0.0.1.nip.io/',
  'http://app-169-254-169-254.sslip.io/',
  'http://7f000001.nip.io/',
  'http://spoofed.burpcollaborator.net/',
  'http://kubernetes.default.svc/',
  'http://vault.service.consul/',
  'http://metadata.goog/',
  'http://a.localtest.me/',
  'http://127-0-0-1.example.com/',
]
const WRONG = [
  'ftp://example.com/',
  'file:///etc/passwd',
  'gopher://example.com/',
  'data:text/plain,x',
  'javascript:alert(1)',
  'http://user@example.com/',
  'http://example.com@127.0.0.1/',
  'http://user:pass@example.com/',
  'http://example.com:22/',
  'http://example.com:25/',
  'http://example.com:6379/',
  'https://example.com:5432/',
  `http://example.com/${'a'.repeat(9000)}`,
  'not an address',
  '',
]
const OUTSIDE = [
  'https://example.com/hook?x=1',
  'https://example.com:8443/',
  'http://8.8.8.8/',
  'http://[2606:4700:4700::1111]/',
  'https://xn--fiqs8s.example/',
  'https://v1.2.3.4567.example.com/',
  'https://11.22.33.44.example.com/',
]

test.each(INSIDE)('%s lies inside', (url) => expect(forbiddenAddress(url)).toBe('an address inside'))
test.each(WRONG)('%s is no address to call', (url) => expect(forbiddenAddress(url)).toBeDefined())
test.each(OUTSIDE)('%s may be called', (url) => expect(forbiddenAddress(url)).toBeUndefined())

test('development opens loopback addresses and nothing else; a named host is open, and no other', () => {
  const outgoing = outgoingOf(true, 'hooks.corp, 10.0.0.5:8080')
  for (const url of ['http://127.0.0.1:9/', 'http://localhost:9/', 'http://[::1]:9/', 'http://2130706433/'])
    expect(forbiddenAddress(url, outgoing)).toBeUndefined()
  for (const url of ['http://hooks.corp/x', 'http://10.0.0.5:8080/'])
    expect(forbiddenAddress(url, outgoing)).toBeUndefined()
  for (const url of [
    'http://10.0.0.5/',
    'http://169.254.169.254/',
    'http://[::ffff:127.0.0.1]/',
    'http://x.hooks.corp/',
  ])
    expect(forbiddenAddress(url, outgoing)).toBe('an address inside')
})

test('no step and no channel calls an address inside, however it came to be there', async () => {
  await sandbox('box')
  const bad = await get('/api/v1/channels', {})
  expect(bad.items).toHaveLength(1)
  const call = { id: 'call', do: 'http.request', with: { url: '{{event.data.url}}' }, on_error: 'continue' }
  await install({
    id: 'caller',
    triggers: [{ on: 'custom.call' }],
    entry: { mode: 'parallel', max: 9 },
    actions: [call],
  })
  for (const url of ['http://169.254.169.254/latest', 'http://[::ffff:169.254.169.254]/', 'http://10.0.0.1.nip.io/'])
    await happens('box', 'ann', 'custom.call', { url })
  await idle()
  const { id } = await contact('box', 'ann')
  const { items } = await get(`/api/v1/runs?workflow=caller&contact_id=${id}`)
  const runs = await Promise.all(items.map(({ id: run }: { id: string }) => get(`/api/v1/runs/${run}`)))
  expect(runs).toHaveLength(3)
  for (const run of runs) expect(JSON.stringify(run.journal)).toContain('forbidden_address')
})
