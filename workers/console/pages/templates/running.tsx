import { SelectField } from '../../parts/fields.tsx'
import type { Visit } from '../../site.ts'
import { words } from '../../words.ts'

const say = words({
  running: ['Runs that are under way', '进行中的运行'],
  keep: ['end as they began, by the version they started with', '按原版本走完'],
  move: ['go on by the new version where their step exists', '在步骤仍存在时转到新版本继续'],
  cancel: ['are cancelled', '取消'],
})

const CHOICES = ['keep', 'move', 'cancel'] as const

/** What becomes of the runs of older versions. */
export function RunningField({ visit, value = 'keep' }: { visit: Visit; value?: string }) {
  const w = say(visit.locale)
  const choices = CHOICES.map((one) => [one, w[one]] as const)
  return <SelectField visit={visit} name="running" label={w.running} required value={value} choices={choices} />
}

export function runningOf(text: string): string {
  return CHOICES.find((one) => one === text) ?? 'keep'
}
