import type { Visit } from '../../site.ts'
import { fill, words } from '../../words.ts'

const say = words({ of: ['{grade} of 5', '{grade} / 5'] })

/** A grade as stars, said in words to who does not see them. */
export function Stars({ visit, grade }: { visit: Visit; grade: number }) {
  return (
    <span class="stars" role="img" aria-label={fill(say(visit.locale).of, { grade })}>
      {'★'.repeat(grade)}
      <span class="quiet">{'☆'.repeat(5 - grade)}</span>
    </span>
  )
}
