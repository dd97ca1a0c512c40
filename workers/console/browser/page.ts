import './page/live.ts'
import './page/canvas.ts'
import './page/upload.ts'

/**
 * What every page may do with scripts, and can do without: ask before something that cannot be taken back, send a
 * filter as soon as it is chosen, and look again while something is going on.
 */
document.addEventListener('submit', (event) => {
  const form = event.target as HTMLFormElement
  const question = event.submitter?.dataset.confirm ?? form.dataset.confirm
  if (form.dataset.sent || (question && !window.confirm(question))) {
    event.preventDefault()
    return
  }
  // A page that is only asked for a file stays.
  if (form.dataset.downloads !== undefined) return
  // A file that did not arrive may be sent again.
  if (form.method === 'post' && form.dataset.upload === undefined) form.dataset.sent = 'true'
  for (const button of form.querySelectorAll('button')) setTimeout(() => button.setAttribute('disabled', ''), 0)
})

document.addEventListener('change', (event) => {
  const field = event.target as HTMLElement
  if (field.matches('[data-sends]')) field.closest('form')?.requestSubmit()
})

/** What belongs to one choice shows with that choice: `data-when="name=a|b"`. Without scripts everything shows. */
function showWhatIsMeant() {
  for (const part of document.querySelectorAll<HTMLElement>('[data-when]')) {
    const [name = '', values = ''] = (part.dataset.when ?? '').split('=')
    const chosen = document.querySelector<HTMLInputElement>(`input[name="${name}"]:checked`)
    part.hidden = !values.split('|').includes(chosen?.value ?? '')
  }
}
document.addEventListener('change', showWhatIsMeant)
showWhatIsMeant()

window.addEventListener('pageshow', (event) => {
  if (!event.persisted) return
  for (const button of document.querySelectorAll('button[disabled]')) button.removeAttribute('disabled')
  for (const form of document.querySelectorAll<HTMLElement>('form[data-sent]')) delete form.dataset.sent
})

/** What an editor has sent is kept until a page says that it has arrived: a session may have ended meanwhile. */
const sent = sessionStorage.getItem('sent')
const isStored = !document.querySelector('[data-editor]:not([data-stored])')
if (sent !== null && isStored && window.location.pathname !== '/sign-in') {
  sessionStorage.removeItem('sent')
  if (document.querySelector('.flash.good[role=status]')) localStorage.removeItem(sent)
}

document.querySelector('.side [aria-current]')?.scrollIntoView({ block: 'nearest' })

const again = document.querySelector<HTMLElement>('[data-again]')
if (again) setTimeout(() => window.location.reload(), Number(again.dataset.again) * 1000)
