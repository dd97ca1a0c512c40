import { autocompletion } from '@codemirror/autocomplete'
import { json } from '@codemirror/lang-json'
import { syntaxHighlighting } from '@codemirror/language'
import { type Diagnostic, linter, lintGutter } from '@codemirror/lint'
import { unifiedMergeView } from '@codemirror/merge'
import { Compartment, type Text } from '@codemirror/state'
import { EditorView, keymap } from '@codemirror/view'
import { classHighlighter } from '@lezer/highlight'
import { basicSetup } from 'codemirror'
import { completing, hovering, remember } from './editor/complete.ts'
import type { Schema } from './editor/schema-path.ts'

/**
 * Turns the text area of a definition into an editor: completion and notes from the schema that the product serves,
 * problems from its own check, the picture beside it kept up, the difference to what is published, and a copy of what is
 * not saved yet that survives a reload. The text area stays the form's field, and works alone without scripts.
 */
type Problem = { path: string; message: string; hint?: string; line?: number; column?: number }
type Looked = { errors: Problem[]; warnings: Problem[]; picture: string | null }

const field = document.querySelector<HTMLTextAreaElement>('textarea[data-editor]')
if (field) start(field)

async function start(area: HTMLTextAreaElement): Promise<void> {
  const { look = '', kept = '', published } = area.dataset
  const nonce = document.body.dataset.nonce ?? ''
  const copyName = `unsaved:${kept}`
  const saved = area.value
  const copy = localStorage.getItem(copyName)
  if (copy !== null && saysTheSame(copy, saved)) localStorage.removeItem(copyName)
  const schema = (await (await fetch('/schema/workflow.v1.json')).json()) as Schema
  const difference = new Compartment()
  const view = new EditorView({
    doc: copy ?? saved,
    parent: area.parentElement ?? document.body,
    extensions: [
      EditorView.cspNonce.of(nonce),
      basicSetup,
      json(),
      syntaxHighlighting(classHighlighter),
      lintGutter(),
      linter((editor) => diagnose(look, area, editor.state.doc), { delay: 350 }),
      autocompletion({ override: [completing(schema)] }),
      hovering(schema),
      difference.of([]),
      EditorView.contentAttributes.of({ 'aria-label': area.labels[0]?.textContent ?? '' }),
      keymap.of([{ key: 'Shift-Alt-f', run: format }]),
      EditorView.updateListener.of((update) => {
        if (!update.docChanged) return
        area.value = update.state.doc.toString()
        remember(area.value)
        if (area.value === saved) localStorage.removeItem(copyName)
        else localStorage.setItem(copyName, area.value)
      }),
    ],
  })
  remember(view.state.doc.toString())
  area.hidden = true
  area.value = view.state.doc.toString()
  area.form?.addEventListener('submit', () => sessionStorage.setItem('sent', copyName))

  const restored = document.querySelector<HTMLElement>('[data-restored]')
  if (restored && copy !== null && !saysTheSame(copy, saved)) {
    restored.hidden = false
    restored.querySelector('button')?.addEventListener('click', () => {
      replace(view, saved)
      localStorage.removeItem(copyName)
      restored.hidden = true
    })
  }
  onClick('[data-format]', () => format(view))
  let shown = false
  onClick('[data-difference]', (button) => {
    shown = !shown
    button.setAttribute('aria-pressed', String(shown))
    view.dispatch({
      effects: difference.reconfigure(
        shown && published ? unifiedMergeView({ original: published, mergeControls: false }) : [],
      ),
    })
  })
}

/** However it is spaced. */
function saysTheSame(one: string, other: string): boolean {
  try {
    return one === other || JSON.stringify(JSON.parse(one)) === JSON.stringify(JSON.parse(other))
  } catch {
    return false
  }
}

function onClick(selector: string, act: (button: HTMLElement) => void): void {
  const button = document.querySelector<HTMLElement>(selector)
  if (!button) return
  button.hidden = false
  button.addEventListener('click', () => act(button))
}

function format(view: EditorView): boolean {
  try {
    replace(view, `${JSON.stringify(JSON.parse(view.state.doc.toString()), null, 2)}\n`)
  } catch {
    // What cannot be read stays as it is; its problem is marked.
  }
  return true
}

function replace(view: EditorView, text: string): void {
  view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } })
}

/** Ask the product what it thinks of the text, and show the picture that it drew. */
async function diagnose(look: string, area: HTMLTextAreaElement, doc: Text): Promise<Diagnostic[]> {
  const csrf = area.form?.querySelector<HTMLInputElement>('[name=_csrf]')?.value ?? ''
  const body = new URLSearchParams({ _csrf: csrf, definition: doc.toString() })
  const response = await fetch(look, { method: 'POST', body })
  if (!response.ok) return []
  const { errors, warnings, picture } = (await response.json()) as Looked
  const canvas = document.querySelector('[data-canvas]')
  if (canvas && picture !== null) {
    const drawn = new DOMParser().parseFromString(picture, 'image/svg+xml').documentElement
    canvas.replaceChildren(document.importNode(drawn, true))
  }
  return [
    ...errors.map((problem) => mark(doc, problem, 'error')),
    ...warnings.map((problem) => mark(doc, problem, 'warning')),
  ]
}

function mark(doc: Text, { path, message, hint, line, column }: Problem, severity: 'error' | 'warning'): Diagnostic {
  const at = doc.line(Math.min(Math.max(line ?? 1, 1), doc.lines))
  const from = Math.min(at.from + Math.max((column ?? 1) - 1, 0), at.to)
  return {
    from,
    to: at.to,
    severity,
    message: `${path === '' ? '' : `${path}: `}${message}${hint ? ` (${hint})` : ''}`,
  }
}
