/**
 * Forms whose buttons have them drawn again: what `[data-live]` asks for is fetched and put in the place of what was
 * there, so that nobody leaves the page. Without scripts the same buttons send the form.
 */

const TYPED_MS = 400

document.addEventListener('submit', (event) => {
  const form = event.target as HTMLFormElement
  const { submitter } = event
  if (!form.matches('[data-lives]') || !submitter?.matches('[data-live]')) return
  event.preventDefault()
  event.stopImmediatePropagation()
  draw(form, submitter)
})

document.addEventListener('change', (event) => {
  const field = event.target as HTMLElement
  const form = field.closest<HTMLFormElement>('form[data-lives]')
  if (form && field.matches('select[data-live]')) draw(form)
})

let typed: ReturnType<typeof setTimeout> | undefined
document.addEventListener('input', (event) => {
  const field = event.target as HTMLElement
  const form = field.closest<HTMLFormElement>('form[data-lives]')
  if (!form?.querySelector('[data-live-part]') || field.matches('select')) return
  clearTimeout(typed)
  // The form may have been drawn again by then.
  typed = setTimeout(() => {
    const present = document.querySelector<HTMLFormElement>('form[data-lives]')
    if (present) draw(present, undefined, '[data-live-part]')
  }, TYPED_MS)
})

/** What was asked for last counts; an answer that comes later than the next question is left aside. */
let asked = 0
/** The whole form has been asked for, by this button or by none, and is not there yet: a part of it is not enough then. */
let awaited: { submitter: HTMLElement | null | undefined } | undefined

async function draw(form: HTMLFormElement, submitter?: HTMLElement | null, part?: string): Promise<void> {
  const whole = part === undefined ? { submitter: submitter ?? awaited?.submitter } : awaited
  awaited = whole
  const turn = ++asked
  const before = written(form)
  const body = new FormData(form, whole?.submitter)
  if (!body.has('verb')) body.set('verb', 'draw')
  const response = await fetch(form.action, { method: 'POST', body }).catch(() => undefined)
  const text = await response?.text().catch(() => undefined)
  if (turn !== asked) return
  awaited = undefined
  if (!response || text === undefined || !/^text\/html/.test(response.headers.get('content-type') ?? '')) return
  // What was written meanwhile would be lost with the form in which it was written.
  if (whole && written(form) !== before) return draw(form, whole.submitter)
  const page = new DOMParser().parseFromString(text, 'text/html')
  const selector = whole ? 'form[data-lives]' : (part ?? '')
  const [there, fresh] = [document.querySelector(selector), page.querySelector(selector)]
  // Whoever is no longer signed in is asked to be, by the page itself.
  if (!there || !fresh) return window.location.reload()
  const at = document.activeElement?.id
  there.replaceWith(document.importNode(fresh, true))
  if (whole) focus(fresh, at, body)
}

function written(form: HTMLFormElement): string {
  return JSON.stringify([...new FormData(form)].map(([name, value]) => [name, String(value)]))
}

/** Back to where the reader was; what was added is written in next. */
function focus(fresh: Element, at: string | undefined, body: FormData): void {
  const names = [...fresh.querySelectorAll('[id]')].map(({ id }) => id)
  const added = names.find((id) => !body.has(id) && /(value|text:.*|field)$/.test(id))
  const wanted = /^(add|group)/.test(String(body.get('verb'))) ? (added ?? at) : at
  document.getElementById(wanted || '')?.focus()
}
