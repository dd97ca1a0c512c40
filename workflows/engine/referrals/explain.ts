import type { Signal, SignalName } from '../../../schema/referral.ts'

/** What a signal says, for the person who decides. `#` stands for its number. */
const WORDS: Readonly<Record<SignalName, { en: string; zh: string }>> = {
  self: { en: 'They used their own code.', zh: '使用了自己的邀请码。' },
  ring: {
    en: 'The invited member has brought the referrer, over a ring of # members.',
    zh: '被邀请人曾（间接）邀请过邀请人，构成 # 人的环。',
  },
  same_phone: { en: 'Both have the same phone number.', zh: '双方手机号相同。' },
  same_email: { en: 'Both have the same mailbox.', zh: '双方邮箱相同。' },
  same_device: { en: 'Both were seen on the same device.', zh: '双方使用过同一台设备。' },
  same_ip: {
    en: 'Both came from the same internet address, as families and colleagues do.',
    zh: '双方来自同一 IP 地址（家人、同事也可能如此）。',
  },
  phone_cluster: {
    en: 'Before this, # invited members had the same phone number.',
    zh: '此前已有 # 位被邀请人使用同一手机号。',
  },
  email_cluster: {
    en: 'Before this, # invited members had the same mailbox.',
    zh: '此前已有 # 位被邀请人使用同一邮箱。',
  },
  device_cluster: {
    en: 'Before this, # invited members came on the same device.',
    zh: '此前已有 # 位被邀请人使用同一台设备。',
  },
  address_burst: {
    en: 'This referrer brought # members from one internet address within a short time.',
    zh: '该邀请人短时间内从同一 IP 地址带来了 # 人。',
  },
  address_crowd: {
    en: '# invited members came from this internet address within a short time.',
    zh: '短时间内有 # 位被邀请人来自该 IP 地址。',
  },
  velocity: {
    en: 'This referrer brought # members within a short time.',
    zh: '该邀请人短时间内带来了 # 人。',
  },
  too_fast: { en: 'They did what counts # seconds after they came.', zh: '加入后 # 秒就达成了条件。' },
  new_referrer: {
    en: 'The referrer had been known for only # seconds.',
    zh: '邀请人被认识才 # 秒。',
  },
}

export function explainSignal({ signal, value }: Signal): { en: string; 'zh-CN': string } {
  const { en, zh } = WORDS[signal]
  return { en: en.replace('#', String(value)), 'zh-CN': zh.replace('#', String(value)) }
}
