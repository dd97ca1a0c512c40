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

type Lang = keyof typeof WORDS

/** An invitation with nowhere to lead on to: the code in large letters, in the visitor’s language first. */
export function ReferralPage({ code, lang }: { code: string; lang: Lang }) {
  const order: Lang[] = lang === 'en' ? ['en', 'zh-CN'] : ['zh-CN', 'en']
  return (
    <html lang={lang}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>{WORDS[lang].title}</title>
        <link rel="stylesheet" href="/invitation.css" />
      </head>
      <body>
        <main>
          {order.map((one, i) => (
            <section lang={one}>
              {i === 0 ? <h1>{WORDS[one].title}</h1> : <h2>{WORDS[one].title}</h2>}
              <p>{WORDS[one].lead}</p>
              {i === 0 && (
                <p class="code">
                  <strong>{code}</strong>
                </p>
              )}
              <p>{WORDS[one].how}</p>
            </section>
          ))}
        </main>
      </body>
    </html>
  )
}

export const INVITATION_CSS = `
:root { color-scheme: light dark; font: 18px/1.6 system-ui, sans-serif; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; }
main { max-width: 30rem; padding: 2rem 1.5rem; }
h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 .5rem; }
h2 { font-size: 1rem; margin: 2.5rem 0 .25rem; }
section + section { font-size: .9rem; }
.code { font: 2rem/1.2 ui-monospace, monospace; letter-spacing: .12em; overflow-wrap: anywhere; margin: 1.25rem 0; user-select: all; }
`
