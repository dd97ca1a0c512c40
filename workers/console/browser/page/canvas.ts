/** Coming closer to a picture and moving about in it. All of it can be done with keys, and none of it is needed. */

const STEP = 1.25
const [LEAST, MOST] = [0.2, 3]

for (const canvas of document.querySelectorAll<HTMLElement>('[data-canvas]')) {
  const bar = canvas.parentElement?.querySelector<HTMLElement>('[data-zoom]')
  if (bar) bar.hidden = false
  const zoom = zooming(canvas)
  for (const button of bar?.querySelectorAll<HTMLElement>('[data-by]') ?? [])
    button.addEventListener('click', () => zoom(button.dataset.by ?? ''))
  canvas.addEventListener('keydown', (event) => {
    const by = { '+': 'in', '=': 'in', '-': 'out', '0': 'whole' }[event.key]
    if (by === undefined || event.ctrlKey || event.metaKey) return
    event.preventDefault()
    zoom(by)
  })
  canvas.addEventListener(
    'wheel',
    (event) => {
      if (!event.ctrlKey && !event.metaKey) return
      event.preventDefault()
      zoom(event.deltaY < 0 ? 'in' : 'out')
    },
    { passive: false },
  )
  dragging(canvas)
  middle(canvas)
}

/** The picture is drawn anew in the editor, so it is looked for each time. */
function zooming(canvas: HTMLElement): (by: string) => void {
  let scale = 1
  return (by) => {
    const svg = canvas.querySelector('svg')
    const [, , width = 0, height = 0] = (svg?.getAttribute('viewBox') ?? '').split(' ').map(Number)
    if (!svg || width === 0) return
    const whole = Math.min(1, (canvas.clientWidth - 8) / width, (canvas.clientHeight - 8) / height)
    const wanted = by === 'whole' ? whole : by === 'in' ? scale * STEP : scale / STEP
    const next = Math.min(MOST, Math.max(Math.min(LEAST, whole), wanted))
    const [x, y] = [canvas.scrollLeft + canvas.clientWidth / 2, canvas.scrollTop + canvas.clientHeight / 2]
    svg.setAttribute('width', String(Math.round(width * next)))
    svg.setAttribute('height', String(Math.round(height * next)))
    canvas.scrollLeft = (x * next) / scale - canvas.clientWidth / 2
    canvas.scrollTop = (y * next) / scale - canvas.clientHeight / 2
    scale = next
  }
}

/** With a mouse; fingers scroll by themselves. */
function dragging(canvas: HTMLElement): void {
  let from: { x: number; y: number; left: number; top: number } | undefined
  canvas.addEventListener('pointerdown', (event) => {
    if (event.pointerType !== 'mouse' || event.button !== 0) return
    from = { x: event.clientX, y: event.clientY, left: canvas.scrollLeft, top: canvas.scrollTop }
  })
  canvas.addEventListener('dragstart', (event) => event.preventDefault())
  window.addEventListener('pointermove', (event) => {
    if (!from) return
    canvas.scrollLeft = from.left - (event.clientX - from.x)
    canvas.scrollTop = from.top - (event.clientY - from.y)
  })
  window.addEventListener('pointerup', () => {
    from = undefined
  })
}

/** What is wider than its place begins where the flow begins. */
function middle(canvas: HTMLElement): void {
  const head = canvas.querySelector('.flow-head')
  const [x = 0, width = 0] = [head?.getAttribute('x'), head?.getAttribute('width')].map(Number)
  canvas.scrollLeft = x + width / 2 - canvas.clientWidth / 2
}
