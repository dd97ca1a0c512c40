import { Hono } from 'hono'
import { listing } from '../parts/listing.tsx'
import { Moment } from '../parts/moment.tsx'
import { short } from '../parts/names.tsx'
import { Status, statusChoices, statusWord } from '../parts/status.tsx'
import { Tabs } from '../parts/tabs.tsx'
import type { Site } from '../site.ts'
import { words } from '../words.ts'
import { audienceWords, segmentsOf } from './broadcasts/audience.tsx'
import { broadcast } from './broadcasts/broadcast.tsx'
import { compose } from './broadcasts/compose.tsx'
import { type Broadcast, sayBroadcast } from './broadcasts/words.ts'

const say = words({
  empty: ['No broadcast yet', '还没有群发'],
  emptySub: [
    'Write one: you see how it looks on each channel and how many it is for before anything is sent.',
    '写一条吧：发送前可以看到它在各渠道的样子，以及会发给多少人。',
  ],
  none: ['None like this', '没有这样的群发'],
  noneSub: ['Choose another tab to see the others.', '换一个标签查看其他群发。'],
  theme: ['Theme', '主题'],
  calendar: ['Calendar', '内容日历'],
})

const VIEWS = ['draft', 'approving', 'scheduled', 'sending', 'paused', 'done', 'cancelled']

export const broadcasts = new Hono<Site>()
  .route('/', compose)
  .get('/broadcasts', async (c) => {
    const { visit } = c.var
    const w = { ...sayBroadcast(visit.locale), ...say(visit.locale) }
    const { status = '' } = c.req.query()
    const segments = await segmentsOf(visit)
    const write = (
      <a class="button first" href="/broadcasts/new">
        {w.write}
      </a>
    )
    return listing<Broadcast>(c, {
      from: '/broadcasts',
      query: { status },
      title: w.title,
      sub: w.sub,
      acts: (
        <>
          <a class="button" href="/calendar">
            {w.calendar}
          </a>
          {write}
        </>
      ),
      empty: status === '' ? { title: w.empty, sub: w.emptySub, acts: write } : { title: w.none, sub: w.noneSub },
      above: (
        <Tabs
          visit={visit}
          label={w.status}
          name="status"
          current={status}
          choices={[['', statusWord(visit, 'all')], ...statusChoices(visit, VIEWS)]}
        />
      ),
      again: { seconds: 10, while: (one) => one.status === 'sending' },
      columns: [
        { title: w.name, show: (one) => <Name broadcast={one} /> },
        { title: w.status, tight: true, show: (one) => <Status visit={visit} of={one.status} /> },
        { title: w.audience, show: (one) => short(audienceWords(visit, one.audience, segments)) },
        { title: w.begins, tight: true, show: (one) => <Moment visit={visit} at={one.started_at ?? one.begins_at} /> },
      ],
    })
  })
  .route('/', broadcast)

function Name({ broadcast: { id, name, theme } }: { broadcast: Broadcast }) {
  return (
    <>
      <a href={`/broadcasts/${encodeURIComponent(id)}`} dir="auto">
        {short(name, 100)}
      </a>
      {theme && <div class="quiet">{short(theme, 100)}</div>}
    </>
  )
}
