import type * as v from 'valibot'
import type { ReceivedAnswer } from '../../../../schema/api/received.ts'
import type { List } from '../../api.ts'
import { Moment, numeral } from '../../parts/moment.tsx'
import { short } from '../../parts/names.tsx'
import type { Visit } from '../../site.ts'
import { fill, words } from '../../words.ts'

const say = words({
  title: ['Last received', '最近收到'],
  none: ['Nothing has come in yet. Enter the address at the platform, and something shows here.', '还没有收到任何请求。在平台填写回调地址后会显示在这里。'],
  accepted: ['accepted', '已接收'],
  refused: ['refused', '被拒绝'],
  about: ['about {id}', '成员 {id}'],
  answered: ['answered with {status}', '返回 {status}'],
  bytes: ['{size} bytes', '{size} 字节'],
  headers: ['Headers that came along', '请求头'],
  data: ['What it held', '内容'],
}) // biome-ignore format: one list, read at a glance

type Received = v.InferOutput<typeof ReceivedAnswer>

/** The last webhooks of a channel: what became of each, or why it was refused. */
export async function receivedBy({ api }: Visit, channelId: string): Promise<readonly Received[]> {
  const listed = await api.get<List<Received>>(`/channels/${encodeURIComponent(channelId)}/received`)
  return listed.kind === 'ok' ? listed.body.items : []
}

export function Received({ visit, items }: { visit: Visit; items: readonly Received[] }) {
  const w = say(visit.locale)
  return (
    <section class="card">
      <h2>{w.title}</h2>
      {items.length === 0 && <p class="quiet">{w.none}</p>}
      <ul class="line">
        {items.map((one) => (
          <li class={one.verdict === 'accepted' ? 'good' : 'bad'}>
            <span class={`badge ${one.verdict === 'accepted' ? 'good' : 'bad'}`}>{w[one.verdict]}</span>{' '}
            {one.event_id === null ? (
              <strong>{one.why}</strong>
            ) : (
              <strong>
                <code>{one.type}</code>
              </strong>
            )}{' '}
            <Moment visit={visit} at={one.at} />
            <div class="quiet">
              {[
                one.external_id !== null && fill(w.about, { id: short(one.external_id, 60) }),
                one.status !== null && fill(w.answered, { status: one.status }),
                fill(w.bytes, { size: numeral(visit, one.size) }),
              ]
                .filter(Boolean)
                .join(' · ')}
            </div>
            {one.data !== null && <More title={w.data} text={JSON.stringify(one.data, null, 2)} />}
            {one.headers !== null && one.headers.length > 0 && <More title={w.headers} text={one.headers.join('\n')} />}
          </li>
        ))}
      </ul>
    </section>
  )
}

function More({ title, text }: { title: string; text: string }) {
  return (
    <details>
      <summary>{title}</summary>
      <pre tabindex={0}>{text}</pre>
    </details>
  )
}
