import { Hono } from 'hono'
import type { Settings } from '../../../schema/settings.ts'
import type { Refused } from '../api.ts'
import { formOf } from '../form.ts'
import { show } from '../layout.tsx'
import { Problems, refusal } from '../parts/refusal.tsx'
import { Csrf } from '../parts/send-button.tsx'
import type { Page, Site } from '../site.ts'
import { done } from '../visit.ts'
import { words } from '../words.ts'

const say = words({
  title: ['Settings', '设置'],
  keys: ['Keys', '密钥'],
  audit: ['Audit', '审计'],
  community: ['Community', '社群'],
  locale: ['Language of members who have said none', '未设置语言的成员使用的语言'],
  zone: ['Time zone of members who have said none', '未设置时区的成员使用的时区'],
  save: ['Save', '保存'],
  saved: ['Kept.', '已保存。'],
})

export const settings = new Hono<Site>()
  .get('/settings', async (c) => {
    const found = await c.var.visit.api.get<Settings>('/settings')
    return found.kind === 'refused' ? refusal(c, found) : page(c, found.body)
  })
  .post('/settings', async (c) => {
    const { visit } = c.var
    const form = await formOf(c)
    const given = { locale: form.text('locale'), timezone: form.text('timezone') }
    const kept = await visit.api.send<Settings>('PUT', '/settings', given)
    return kept.kind === 'refused' ? page(c, given, kept) : done(c, '/settings', say(visit.locale).saved)
  })

function page(c: Page, given: Pick<Settings, 'locale' | 'timezone'>, refused?: Refused): Response | Promise<Response> {
  const { visit } = c.var
  const w = say(visit.locale)
  return show(c, {
    title: w.title,
    acts: (
      <>
        <a class="button" href="/settings/audit">
          {w.audit}
        </a>
        <a class="button" href="/settings/keys">
          {w.keys}
        </a>
      </>
    ),
    children: (
      <form class="card" method="post">
        <Csrf visit={visit} />
        <h2>{w.community}</h2>
        <Problems visit={visit} refused={refused} />
        <div class="field">
          <label for="locale">{w.locale}</label>
          <input id="locale" name="locale" value={given.locale} />
        </div>
        <div class="field">
          <label for="timezone">{w.zone}</label>
          <input id="timezone" name="timezone" value={given.timezone} />
        </div>
        <button type="submit" class="first">
          {w.save}
        </button>
      </form>
    ),
  })
}
