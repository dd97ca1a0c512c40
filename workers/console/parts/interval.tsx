type Given = { low: number; high: number; at: number; most: number; text: string }

const [WIDTH, HEIGHT] = [160, 18]

/** From where to where something surely lies, around zero; the numbers stand beside it. */
export function Interval({ low, high, at, most, text }: Given) {
  const x = (value: number) => Math.max(2, Math.min(WIDTH - 2, WIDTH / 2 + (value / most) * (WIDTH / 2 - 4)))
  const tone = low > 0 ? 'good' : high < 0 ? 'bad' : 'open'
  return (
    <span class="interval">
      <svg class={tone} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} width={WIDTH} height={HEIGHT} aria-hidden="true">
        <path class="zero" d={`M${WIDTH / 2} 0V${HEIGHT}`} />
        <path class="range" d={`M${x(low)} ${HEIGHT / 2}H${x(high)}`} />
        <circle cx={x(at)} cy={HEIGHT / 2} r="4" />
      </svg>
      <span class="mono">{text}</span>
    </span>
  )
}
