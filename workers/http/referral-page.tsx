import { Frame, type Locale } from './frame.tsx'

const WORDS = {
  en: {
    title: 'You are invited',
    lead: 'Somebody would like you to join. This is their invitation code:',
    how: 'Enter it when you join, or send it to us as your first message.',
  },
  'zh-CN': {
    title: '您收到一份邀请',
    lead: '有朋友邀请您加入社群，这是 TA 的邀请码：',
    how: '加入时填写此邀请码，或作为第一条消息发给我们即可。',
  },
} as const

/** An invitation with nowhere to lead on to: the code in large letters, in the visitor’s language first. */
export function ReferralPage({ code, locale }: { code: string; locale: Locale }) {
  const other = locale === 'en' ? 'zh-CN' : 'en'
  return (
    <Frame locale={locale} title={WORDS[locale].title}>
      <section>
        <p>{WORDS[locale].lead}</p>
        <p class="code">
          <strong>{code}</strong>
        </p>
        <p>{WORDS[locale].how}</p>
      </section>
      <section lang={other}>
        <h2>{WORDS[other].title}</h2>
        <p>{WORDS[other].lead}</p>
        <p>{WORDS[other].how}</p>
      </section>
    </Frame>
  )
}
