import type { Child } from 'hono/jsx'

/** A little Markdown as our guides are written: paragraphs, lists, tables, fences, bold, code, links. */
export function Prose({ text }: { text: string }) {
  return <div class="prose">{blocks(text).map(Block)}</div>
}

type Parsed = { kind: 'p' | 'ol' | 'ul' | 'pre' | 'h' | 'table'; lines: string[] }

function blocks(text: string): Parsed[] {
  const found: Parsed[] = []
  let fence = false
  for (const line of text.split('\n')) {
    if (line.trim().startsWith('```')) {
      fence = !fence
      if (fence) found.push({ kind: 'pre', lines: [] })
      continue
    }
    const kind = fence ? 'pre' : kindOf(line)
    const last = found.at(-1)
    if (kind === undefined) found.push({ kind: 'p', lines: [] })
    else if (last && last.kind === kind && kind !== 'h') last.lines.push(line)
    else if (kind === 'p' && last && (last.kind === 'ol' || last.kind === 'ul') && /^\s/.test(line))
      last.lines.push(`${last.lines.pop()} ${line.trim()}`)
    else found.push({ kind, lines: [line] })
  }
  return found.filter(({ lines }) => lines.length > 0)
}

function kindOf(line: string): Parsed['kind'] | undefined {
  if (line.trim() === '') return undefined
  if (/^#{1,4} /.test(line)) return 'h'
  if (/^\s*\d+\. /.test(line)) return 'ol'
  if (/^\s*\|.*\|\s*$/.test(line)) return 'table'
  return /^\s*[-*] /.test(line) ? 'ul' : 'p'
}

function Block({ kind, lines }: Parsed) {
  if (kind === 'pre') return <pre tabindex={0}>{lines.join('\n')}</pre>
  if (kind === 'table') return <Rows lines={lines} />
  if (kind === 'h') return <h3>{inline(lines[0]?.replace(/^#+ /, '') ?? '')}</h3>
  if (kind === 'p') return <p>{inline(lines.join(' '))}</p>
  const items = lines.map((line) => <li>{inline(line.replace(/^\s*(\d+\.|[-*]) /, ''))}</li>)
  return kind === 'ol' ? <ol>{items}</ol> : <ul>{items}</ul>
}

/** Cells between bars; the second line only rules off the first. */
function Rows({ lines }: { lines: readonly string[] }) {
  const cells = (line: string) => line.trim().slice(1, -1).split('|')
  const [head = '', , ...rows] = lines
  return (
    <table>
      <thead>
        <tr>
          {cells(head).map((cell) => (
            <th scope="col">{inline(cell.trim())}</th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr>
            {cells(row).map((cell) => (
              <td>{inline(cell.trim())}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

const MARKS = /(\*\*[^*]+\*\*|`[^`]+`|\[[^\]]+\]\(https?:[^)\s]+\))/

function inline(text: string): Child[] {
  return text.split(MARKS).map((part): Child => {
    if (part.startsWith('**') && part.length > 4) return <strong>{part.slice(2, -2)}</strong>
    if (part.startsWith('`') && part.length > 2) return <code>{part.slice(1, -1)}</code>
    const link = /^\[([^\]]+)\]\((https?:[^)\s]+)\)$/.exec(part)
    return link ? (
      <a href={link[2]} rel="noreferrer">
        {link[1]}
      </a>
    ) : (
      part
    )
  })
}
