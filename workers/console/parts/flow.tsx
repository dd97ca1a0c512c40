import * as v from 'valibot'
import { Definition } from '../../../schema/definition.ts'
import { type PictureOptions, picture } from '../../../workflows/picture/picture.ts'
import { tell } from '../../../workflows/picture/tell.ts'
import type { Visit } from '../site.ts'
import { Canvas } from './canvas.tsx'

/** The picture of a definition with the same in words; empty while it is none. */
export function Flow({
  visit,
  definition,
  ...options
}: { visit: Visit; definition: unknown } & Omit<PictureOptions, 'locale'>) {
  const parsed = v.safeParse(Definition, definition)
  const { locale } = visit
  return (
    <Canvas
      visit={visit}
      picture={parsed.success ? picture(parsed.output, { locale, ...options }) : ''}
      isCounted={Object.keys(options.counts ?? {}).length > 0}
      told={parsed.success ? tell(parsed.output, locale) : []}
    />
  )
}
