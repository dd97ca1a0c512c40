import type { Fault, Sending, Words } from './kind.ts'

/** What is wrong with a channel, and what to do about it. */
export const FAULTS: Readonly<Record<Fault, Words>> = {
  token: {
    en: 'The platform does not accept the token. Look whether it was copied whole and has not been revoked.',
    'zh-CN': '平台不接受该令牌。请检查是否完整复制、是否已被吊销。',
  },
  secret: {
    en: 'The app id, secret or signing secret is wrong, or one is missing. Copy it again from the platform’s console.',
    'zh-CN': '应用 ID、密钥或签名密钥有误或缺失。请从平台后台重新复制。',
  },
  scope: {
    en: 'The app lacks a permission for this. Grant it in the platform’s console, and publish or reinstall the app.',
    'zh-CN': '应用缺少所需权限。请在平台后台开通权限，并重新发布或安装应用。',
  },
  recipient: {
    en: 'The platform knows no such recipient here. Look at the id, and whether it belongs to this app.',
    'zh-CN': '平台找不到该接收者。请检查 ID，以及它是否属于此应用。',
  },
  'not in room': {
    en: 'The bot is not a member of this group or channel. Invite it, and try again.',
    'zh-CN': '机器人不在该群或频道中。请先邀请它加入再试。',
  },
  blocked: {
    en: 'The recipient has blocked the bot, has not started it, or does not take messages from it.',
    'zh-CN': '接收者已屏蔽机器人、尚未启用它，或不接收它的消息。',
  },
  'address not allowed': {
    en: 'The platform does not take calls from this IP address. Add it to the app’s allowed addresses.',
    'zh-CN': '平台不接受来自该 IP 地址的调用。请把它加入应用的 IP 白名单。',
  },
  network: {
    en: 'The platform could not be reached, or did not answer in time. Look at api_base and the network, or try again.',
    'zh-CN': '无法连接平台，或平台未及时应答。请检查 api_base 与网络，或稍后再试。',
  },
  pace: {
    en: 'The platform’s rate limit is reached. What waits goes out by itself when there is room.',
    'zh-CN': '已达到平台的频率限制。等待中的消息会在有余量时自动发出。',
  },
  content: {
    en: 'The platform does not accept what the message says or how it is made.',
    'zh-CN': '平台不接受该消息的内容或格式。',
  },
  window: {
    en: 'Outside the time in which the platform lets one write to this person: they must write first, or a template is needed.',
    'zh-CN': '已超出平台允许主动发消息的时间窗口：需对方先发消息，或改用模板消息。',
  },
  provider: {
    en: 'The platform has a problem of its own, or refused for a reason that we do not know.',
    'zh-CN': '平台自身出现问题，或因未知原因拒绝。',
  },
}

const NO_TOKEN = 'no token: '
const OUR_WORDS: readonly (readonly [RegExp, Fault])[] = [
  [
    /^(time-out|cannot be reached|the connection was lost|nobody listens|no address: (time-out|cannot|the conn))/,
    'network',
  ],
  [/^HTTP 401\b/, 'token'],
  [/^HTTP 403\b/, 'scope'],
  [/^HTTP 404\b/, 'recipient'],
  [/^HTTP 429\b/, 'pace'],
  [/^HTTP 4\d\d\b/, 'content'],
]

/** A code comes first, or behind `HTTP 400`. */
const CODE_WORDS_MAX = 3

/** What a refusal means: by the platform's code, which is among its first words, else by what HTTP and the network say. */
export function faultOf(why: string, sending: Sending): Fault {
  const early = why.startsWith(NO_TOKEN)
  const said = early ? why.slice(NO_TOKEN.length) : why
  const { faults = {} } = sending
  const code = said.split(/[^\w.-]+/, CODE_WORDS_MAX).find((word) => Object.hasOwn(faults, word))
  const own = code === undefined ? undefined : faults[code]
  const found = own ?? OUR_WORDS.find(([pattern]) => pattern.test(said))?.[1]
  if (found === undefined || (early && found === 'token')) return early ? 'secret' : (found ?? 'provider')
  return found
}
