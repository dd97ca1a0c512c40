/**
 * Files of any size, with how far they are: in pieces, or as one stream. A form with `data-upload` says which, and where
 * its progress shows. Without scripts a small file goes as any other form does.
 */
const PIECE_BYTES = 700_000

type Told = { to?: string; error?: string }

// After whatever the page itself makes of it, such as asking whether it is meant.
window.addEventListener('submit', (event) => {
  const form = event.target as HTMLFormElement
  const file = form.querySelector<HTMLInputElement>('input[type=file]')?.files?.[0]
  if (form.dataset.upload === undefined || event.defaultPrevented || !file) return
  event.preventDefault()
  const bar = form.querySelector('progress')
  const said = form.querySelector('output')
  const far = (share: number) => {
    if (!bar) return
    bar.hidden = false
    bar.value = share
  }
  far(0)
  const sent = form.dataset.upload === 'pieces' ? inPieces(form, file, far) : asStream(form, file, far)
  sent
    .catch((): Told => ({ error: form.dataset.broken ?? '' }))
    .then(({ to, error }) => {
      if (to !== undefined) window.location.assign(to)
      if (said && error !== undefined) said.textContent = error
      for (const button of form.querySelectorAll('button')) button.removeAttribute('disabled')
    })
})

async function inPieces(form: HTMLFormElement, file: File, far: (share: number) => void): Promise<Told> {
  const upload = `${Date.now().toString(36)}-${crypto.randomUUID().slice(0, 8)}`
  const pieces = Math.max(1, Math.ceil(file.size / PIECE_BYTES))
  const fields = new FormData(form)
  for (let i = 0; i < pieces; i++) {
    fields.set('file', file.slice(i * PIECE_BYTES, (i + 1) * PIECE_BYTES), file.name)
    fields.set('upload', upload)
    fields.set('part', String(i + 1))
    fields.set('last', String(i === pieces - 1))
    const answer = await fetch(form.action, { method: 'POST', body: fields, headers: { accept: 'application/json' } })
    const told = (await answer.json()) as Told
    if (told.error !== undefined || told.to !== undefined) return told
    far((i + 1) / pieces)
  }
  return {}
}

/** fetch does not say how far it is. */
function asStream(form: HTMLFormElement, file: File, far: (share: number) => void): Promise<Told> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open('POST', form.action)
    request.setRequestHeader('accept', 'application/json')
    request.setRequestHeader('content-type', 'application/x-ndjson')
    request.setRequestHeader('x-csrf', new FormData(form).get('_csrf') as string)
    request.upload.onprogress = ({ loaded, total }) => far(loaded / total)
    request.onload = () => {
      try {
        resolve(JSON.parse(request.responseText) as Told)
      } catch (error) {
        reject(error)
      }
    }
    request.onerror = reject
    request.send(file)
  })
}
