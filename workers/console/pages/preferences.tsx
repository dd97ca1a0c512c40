import { Hono } from 'hono'
import { formOf } from '../form.ts'
import { show } from '../layout.tsx'
import { SelectField } from '../parts/fields.tsx'
import { Csrf } from '../parts/send-button.tsx'
import type { Page, Site } from '../site.ts'
import { done, isZone, prefer, themeOf } from '../visit.ts'
import { LOCALES, words } from '../words.ts'

const say = words({
  title: ['How you see the console', '显示偏好'],
  sub: ['For you alone, in this browser.', '仅对你在此浏览器中生效。'],
  locale: ['Language', '语言'],
  zone: ['Time zone in which times are shown', '显示时间所用的时区'],
  community: ['The one of the community', '使用社群时区'],
  theme: ['Colours', '配色'],
  auto: ['As the computer has them', '跟随系统'],
  light: ['Light', '浅色'],
  dark: ['Dark', '深色'],
  save: ['Save', '保存'],
  saved: ['Kept.', '已保存。'],
})

const LANGUAGES = [
  ['en', 'English'],
  ['zh-CN', '中文'],
] as const

/** How somebody likes to see the console: remembered by their browser. */
export const preferences = new Hono<Site>()
  .get('/preferences', (c) => {
    const { visit } = c.var
    const w = say(visit.locale)
    return show(c, {
      title: w.title,
      sub: w.sub,
      children: (
        <form class="card narrow" method="post">
          <Csrf visit={visit} />
          <SelectField visit={visit} name="locale" label={w.locale} required choices={LANGUAGES} value={visit.locale} />
          <SelectField
            visit={visit}
            name="zone"
            label={w.zone}
            choices={Intl.supportedValuesOf('timeZone').map((zone) => [zone, zone])}
            none={w.community}
            value={visit.zone}
          />
          <SelectField
            visit={visit}
            name="theme"
            label={w.theme}
            required
            choices={[
              ['auto', w.auto],
              ['light', w.light],
              ['dark', w.dark],
            ]}
            value={visit.theme}
          />
          <button type="submit" class="first" name="all" value="true">
            {w.save}
          </button>
        </form>
      ),
    })
  })
  .post('/preferences', change)

/** What the form names is remembered; what it does not name stays. */
async function change(c: Page): Promise<Response> {
  const form = await formOf(c)
  const locale = LOCALES.find((known) => known === form.text('locale'))
  const isWhole = form.text('all') === 'true'
  if (locale) prefer(c, 'locale', locale)
  if (form.text('theme') !== '') prefer(c, 'theme', themeOf(form.text('theme')))
  if (isWhole) prefer(c, 'zone', isZone(form.text('zone')) ? form.text('zone') : '')
  return isWhole ? done(c, '/preferences', say(locale ?? c.var.visit.locale).saved) : c.redirect(form.back, 303)
}
