import { Hono } from 'hono'
import { show } from '../layout.tsx'
import { Icon, type IconName } from '../parts/icon.tsx'
import type { Site, Visit } from '../site.ts'
import { words } from '../words.ts'
import { group } from './settings/group.tsx'
import { GROUPS } from './settings/groups.ts'

const say = words({
  title: ['Settings', '设置'],
  sub: ['What holds for the whole community, and who may change it.', '适用于整个社群的设置，以及谁可以更改。'],
  rules: ['How the community runs', '社群规则'],
  access: ['Access and data', '权限与数据'],
})

const ACCESS: readonly Tile[] = [
  { path: '/settings/keys', icon: 'key', title: ['Keys', '密钥'], sub: ['Who may use the console and the API', '谁可以使用控制台和 API'] },
  { path: '/settings/audit', icon: 'check', title: ['Audit', '审计'], sub: ['Who changed what, before and after', '谁改了什么，改前与改后'] },
  { path: '/library/secrets', icon: 'lock', title: ['Secrets', '机密值'], sub: ['What workflows send along, never shown', '供工作流请求使用，不会显示'] },
  { path: '/settings/moving', icon: 'run', title: ['Export and import', '导出与导入'], sub: ['Take everything along, bring members in, restore', '整体导出、导入成员、恢复'] },
  { path: '/preferences', icon: 'home', title: ['How you see the console', '显示偏好'], sub: ['Language, time zone, colours', '语言、时区与配色'] },
] // biome-ignore format: one list, read at a glance

type Tile = { path: string; icon: IconName; title: readonly [string, string]; sub: readonly [string, string] }

export const settings = new Hono<Site>()
  .get('/settings', (c) => {
    const { visit } = c.var
    const w = say(visit.locale)
    return show(c, {
      title: w.title,
      sub: w.sub,
      children: (
        <>
          <h2>{w.rules}</h2>
          <Tiles visit={visit} tiles={GROUPS.map((one) => ({ ...one, path: `/settings/${one.id}` }))} />
          <h2>{w.access}</h2>
          <Tiles visit={visit} tiles={ACCESS} />
        </>
      ),
    })
  })
  .route('/', group)

function Tiles({ visit, tiles }: { visit: Visit; tiles: readonly Tile[] }) {
  const i = visit.locale === 'zh-CN' ? 1 : 0
  return (
    <ul class="tiles wide apart">
      {tiles.map(({ path, icon, title, sub }) => (
        <li>
          <a class="tile beside" href={path}>
            <span class="glyph">
              <Icon name={icon} />
            </span>
            <span>
              <strong>{title[i]}</strong>
              <span class="quiet">{sub[i]}</span>
            </span>
          </a>
        </li>
      ))}
    </ul>
  )
}
