import { ChannelTestAnswer, ChannelTestBody } from '../../../schema/api/channels.ts'
import { testChannel } from '../../run/test-channel.ts'
import { problem } from '../problem.ts'
import { operation } from './operation.ts'

const TEXT = 'Qunflow test message · Qunflow 测试消息'

export const channelTests = [
  operation({
    method: 'POST',
    path: '/channels/:id/test',
    summary: 'Send a test message, or without `to` try the credentials alone, and say in words what is wrong',
    body: ChannelTestBody,
    answers: { 200: ChannelTestAnswer },
    handle: async ({ c, deps, id, body }) => {
      const channel = (await deps.catalogue.refresh()).channels.get(id)
      if (!channel) return problem(c, 404)
      const { to, text = TEXT, recipient } = body
      const tested = await testChannel(deps, channel, { text, recipient, ...(to !== undefined && { to }) })
      const { status, messageId, fault, reason, words } = tested
      return c.json({ ok: fault === null, status, message_id: messageId, fault, reason, explanation: words })
    },
  }),
]
