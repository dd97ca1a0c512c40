import fc from 'fast-check'
import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { wecom } from '../../../workers/channels/wecom/kind.ts'
import { CALLBACK, callback, channel, inbound, NOW_MS, xmlEnvelope, xmlOf } from './requests.ts'

const CORP = 'ww-own-corp'
const CUSTOMER = 'wmOwnCustomer00000000000000000001'
const own = channel('wecom', {
  config: { corp_id: CORP },
  secrets: { token: CALLBACK.token, encoding_aes_key: CALLBACK.aesKey },
})
const base = { ToUserName: CORP, CreateTime: '1767603600', AgentID: '1000002' }
const atMs = 1_767_603_600_000

async function deliver(text: string, receiver = CORP) {
  const { query, encrypted } = await callback(text, receiver)
  return wecom.receive(inbound(xmlEnvelope(encrypted), { 'content-type': 'text/xml' }, { query }), own, NOW_MS)
}

const message = { ...base, FromUserName: 'lilei', MsgType: 'text', Content: '你好', MsgId: '7512345678901234567' }
const customer = {
  ...base, FromUserName: 'sys', MsgType: 'event', Event: 'change_external_contact', ChangeType: 'add_external_contact',
  UserID: 'hanmei', ExternalUserID: CUSTOMER, State: 'poster-7', WelcomeCode: 'CODE-1',
} // biome-ignore format: fields of one event
const group = {
  ...base, FromUserName: 'sys', MsgType: 'event', Event: 'change_external_chat', ChangeType: 'update', ChatId: 'wrRoom',
  UpdateDetail: 'add_member', JoinScene: '3', MemChangeCnt: '2', CurMemVer: 'v2',
  MemChangeList: `<Item><![CDATA[${CUSTOMER}]]></Item><Item><![CDATA[hanmei]]></Item>`,
} // biome-ignore format: fields of one event
const ID = 'sys:1767603600:change_external_contact'

describe('events', () => {
  it.each([
    [
      'a message',
      message,
      [{ id: '7512345678901234567', type: 'message.received', atMs, user: { id: 'lilei' },
        data: { text: '你好', message_id: '7512345678901234567', message_type: 'text', agent_id: '1000002' } }],
    ],
    [
      'a picture',
      { ...message, MsgType: 'image', Content: '', PicUrl: 'https://p.example/1', MediaId: 'M1' },
      [{ type: 'message.received', data: { text: '', message_type: 'image', url: 'https://p.example/1', media_id: 'M1' } }],
    ],
    [
      'an employee who gets the application',
      { ...base, FromUserName: 'lilei', MsgType: 'event', Event: 'subscribe' },
      [{ id: 'lilei:1767603600:subscribe::::::::', type: 'member.joined', atMs, user: { id: 'lilei' }, data: { source: 'app' } }],
    ],
    [
      'a new customer, with the code for the welcome',
      customer,
      [{ id: `${ID}:add_external_contact::hanmei:${CUSTOMER}::::`, type: 'member.joined', atMs, user: { id: CUSTOMER },
        data: { source: 'external_contact', staff_user_id: 'hanmei', state: 'poster-7', welcome_code: 'CODE-1' } }],
    ],
    [
      'a customer who was added by half',
      { ...customer, ChangeType: 'add_half_external_contact' },
      [{ type: 'member.joined', user: { id: CUSTOMER }, data: { half: true, welcome_code: 'CODE-1' } }],
    ],
    [
      'a customer whom the staff removed',
      { ...customer, ChangeType: 'del_external_contact' },
      [{ type: 'member.left', user: { id: CUSTOMER }, data: { reason: 'removed_by_staff', staff_user_id: 'hanmei' } }],
    ],
    [
      'a customer who removed the staff',
      { ...customer, ChangeType: 'del_follow_user' },
      [{ type: 'member.left', user: { id: CUSTOMER }, data: { reason: 'removed_staff' } }],
    ],
    [
      'a customer who was edited',
      { ...customer, ChangeType: 'edit_external_contact' },
      [{ type: 'custom.wecom.change_external_contact.edit_external_contact', user: { id: CUSTOMER } }],
    ],
    [
      'two who joined a group',
      group,
      [CUSTOMER, 'hanmei'].map((id) => ({ type: 'member.joined', atMs, room: 'wrRoom', user: { id },
        id: expect.stringMatching(new RegExp(`^sys:1767603600:change_external_chat:update:add_member:.*:wrRoom:v2:.*:${id}$`)),
        data: { room: 'wrRoom', source: 'chat', join_scene: '3' } })),
    ],
    [
      'one who left a group',
      { ...group, UpdateDetail: 'del_member', QuitScene: '1', MemChangeList: `<Item>${CUSTOMER}</Item>` },
      [{ type: 'member.left', room: 'wrRoom', user: { id: CUSTOMER }, data: { room: 'wrRoom', quit_scene: '1' } }],
    ],
    [
      'members of a group whom nobody names',
      { ...base, FromUserName: 'sys', MsgType: 'event', Event: 'change_external_chat', ChangeType: 'update', ChatId: 'wrRoom', UpdateDetail: 'add_member' },
      [{ type: 'custom.wecom.change_external_chat.update.add_member', room: 'wrRoom' }],
    ],
    [
      'a group with a new name',
      { ...group, UpdateDetail: 'change_name' },
      [{ type: 'custom.wecom.change_external_chat.update.change_name', room: 'wrRoom' }],
    ],
    [
      'a new employee',
      { ...base, FromUserName: 'sys', MsgType: 'event', Event: 'change_contact', ChangeType: 'create_user', UserID: 'lucy', Name: '露西', Mobile: '13800000000', BizMail: 'l@x.cn' },
      [{ type: 'member.joined', user: { id: 'lucy', name: '露西', phone: '13800000000', email: 'l@x.cn' }, data: { source: 'directory' } }],
    ],
    [
      'an employee who left',
      { ...base, FromUserName: 'sys', MsgType: 'event', Event: 'change_contact', ChangeType: 'delete_user', UserID: 'lucy' },
      [{ type: 'member.left', user: { id: 'lucy' }, data: { reason: 'directory' } }],
    ],
    [
      'the menu',
      { ...base, FromUserName: 'lilei', MsgType: 'event', Event: 'click', EventKey: 'checkin' },
      [{ type: 'button.clicked', user: { id: 'lilei' }, data: { value: 'checkin' } }],
    ],
    [
      'a button of a card',
      { ...base, FromUserName: 'lilei', MsgType: 'event', Event: 'template_card_event', EventKey: 'yes', TaskId: 'T1', CardType: 'button_interaction', ResponseCode: 'c-capability' },
      [{ type: 'button.clicked', user: { id: 'lilei' }, data: { value: 'yes', message_id: 'T1' } }],
    ],
    [
      'anything else',
      { ...base, FromUserName: 'lilei', MsgType: 'event', Event: 'enter_agent', EventKey: '' },
      [{ type: 'custom.wecom.enter_agent', user: { id: 'lilei' } }],
    ],
  ])('%s', async (_case, fields, expected) => {
    const received = await deliver(xmlOf(fields as Record<string, string>))
    expect(received).toMatchObject({ kind: 'events', events: expected })
    expect(JSON.stringify(received)).not.toContain('c-capability')
  }) // biome-ignore format: a table

  it('reads JSON as well, and keeps long ids whole', async () => {
    const { query, encrypted } = await callback(
      '{"ToUserName":"ww-own-corp","FromUserName":"lilei","CreateTime":1767603600,"MsgType":"text","Content":"hi","MsgId":7512345678901234567,"AgentID":1000002}',
      CORP,
    )
    const body = JSON.stringify({ tousername: CORP, encrypt: encrypted, agentid: '1' })
    expect(await wecom.receive(inbound(body, {}, { query }), own, NOW_MS)).toMatchObject({
      kind: 'events',
      events: [{ id: '7512345678901234567', atMs, data: { text: 'hi' } }],
    })
  })
})

describe('the check of the address', () => {
  const check = async (text: string, receiver = CORP) => {
    const { query, encrypted } = await callback(text, receiver)
    query.set('echostr', encrypted)
    return wecom.receive(inbound('', {}, { method: 'GET', query }), own, NOW_MS)
  }

  it('answers the decrypted text and nothing else', async () =>
    expect(await check('1616140317555161061')).toMatchObject({
      kind: 'challenge',
      reply: { status: 200, body: '1616140317555161061' },
    }))

  it('answers nothing meant for another corporation, nor without echostr', async () => {
    expect(await check('x', 'ww-other')).toMatchObject({ kind: 'forged' })
    const { query } = await callback('x', CORP)
    expect(await wecom.receive(inbound('', {}, { method: 'GET', query }), own, NOW_MS)).toMatchObject({
      kind: 'forged',
    })
  })
})

describe('verification', () => {
  it.each([
    ['a body in the open', xmlOf(message), 'forged'],
    ['a document type', `<!DOCTYPE x>${xmlEnvelope('x')}`, 'unreadable'],
    ['nothing', '', 'unreadable'],
    ['JSON that is none', '{"encrypt":', 'unreadable'],
  ])('refuses %s', async (_case, body, kind) => {
    const { query } = await callback('x', CORP)
    expect(await wecom.receive(inbound(body, {}, { query }), own, NOW_MS)).toMatchObject({ kind })
  })

  it.each([['not XML'], ['<xml><A>1</A></xml>'], ['{"a":1}'], ['']])(
    'calls %j unreadable though signed',
    async (text) => expect(await deliver(text)).toMatchObject({ kind: 'unreadable' }),
  )

  it.each([
    [{}, { corp_id: CORP }],
    [{ token: '', encoding_aes_key: CALLBACK.aesKey }, { corp_id: CORP }],
    [{ token: 't' }, { corp_id: CORP }],
    [{ token: 't', encoding_aes_key: 'short' }, { corp_id: CORP }],
    [{ token: 't', encoding_aes_key: CALLBACK.aesKey }, {}],
  ])('never passes with secrets %j and config %j', async (secrets, config) => {
    const { query, encrypted } = await callback(xmlOf(message), CORP)
    const received = await wecom.receive(
      inbound(xmlEnvelope(encrypted), {}, { query }),
      channel('wecom', { secrets, config }),
      NOW_MS,
    )
    expect(received).toEqual({ kind: 'forged', why: expect.stringContaining('not configured') })
  })

  it('takes whatever fields it is given without failing', async () => {
    const name = fc.constantFrom(...Object.keys({ ...message, ...customer, ...group }))
    const value = fc.oneof(
      fc.constantFrom('event', 'text', 'add_member', 'sys', ...Object.values(group)),
      fc.json(),
      fc.string(),
    )
    await fc.assert(
      fc.asyncProperty(fc.dictionary(name, value), async (fields) => {
        const received = await deliver(JSON.stringify(fields))
        expect(['events', 'unreadable']).toContain(received.kind)
      }),
      { numRuns: 200 },
    )
  })
})

describe('settings', () => {
  const good = { token: 't', encoding_aes_key: CALLBACK.aesKey }
  it.each([
    [{ corp_id: 'ww1' }, good, true],
    [
      { corp_id: 'ww1', agent_id: '1000002', robot_url: 'https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=k' },
      { ...good, corp_secret: 's' },
      true,
    ],
    [
      { corp_id: 'ww1', agent_id: 1000002 },
      { token: ['a', 'b'], encoding_aes_key: [CALLBACK.aesKey, CALLBACK.aesKey] },
      true,
    ],
    [{ corp_id: 'ww1', agent_id: 'app' }, good, false],
    [{}, good, false],
    [{ corp_id: 'ww1' }, { ...good, encoding_aes_key: 'short' }, false],
    [{ corp_id: 'ww1' }, { token: 't' }, false],
  ])('config %j with secrets %j: %s', (config, secrets, valid) => {
    expect(v.is(wecom.config, config) && v.is(wecom.secrets, secrets)).toBe(valid)
  })
})
