import { raw } from 'hono/html'
import * as v from 'valibot'
import { Definition } from '../../../schema/definition.ts'
import { type PictureOptions, picture } from '../../../workflows/picture/picture.ts'
import type { Visit } from '../site.ts'
import { words } from '../words.ts'

const say = words({ title: ['Flow', '流程'], zoom: ['Scroll to see all of it.', '滚动可查看全部。'] })

/** The picture of a definition; empty while it is none. */
export function Flow({
  visit,
  definition,
  ...options
}: { visit: Visit; definition: unknown } & Omit<PictureOptions, 'locale'>) {
  const w = say(visit.locale)
  const parsed = v.safeParse(Definition, definition)
  return (
    <section class="card" aria-label={w.title}>
      <h2>{w.title}</h2>
      <section class="canvas" data-canvas tabindex={0} aria-label={w.zoom}>
        {parsed.success && raw(picture(parsed.output, { locale: visit.locale, ...options }))}
      </section>
    </section>
  )
}
