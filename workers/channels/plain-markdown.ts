/**
 * Markdown as plain text that reads well: emphasis, headings and code lose their marks, links say where they lead, lists
 * keep their bullets. What is no Markdown stays as it is.
 */
export function plainMarkdown(markdown: string): string {
  const lines: string[] = []
  let fence: string | undefined
  for (const line of markdown.split('\n')) {
    const mark = /^ {0,3}(`{3,}|~{3,})/.exec(line)?.[1]
    if (fence === undefined && mark !== undefined) fence = mark
    else if (fence !== undefined && mark?.startsWith(fence)) fence = undefined
    else lines.push(fence === undefined ? plainLine(line) : line)
  }
  return lines.join('\n')
}

function plainLine(line: string): string {
  if (/^ {0,3}([-*_])( *\1){2,} *$/.test(line)) return '———'
  const unmarked = line
    .replace(/^ {0,3}#{1,6}[ \t]+(.*?)(?:[ \t]+#+)?[ \t]*$/, '$1')
    .replace(/^( *)[*+][ \t]+/, '$1- ')
    .replace(/^ {0,3}> ?/, '')
  return plainSpans(unmarked)
}

/** Code is taken out first, because nothing inside it is a mark. */
function plainSpans(line: string): string {
  return line
    .split(/(`{1,9}[^`]{1,500}`{1,9})/)
    .map((part, i) => (i % 2 === 1 ? part.replace(/^`+|`+$/g, '') : withoutMarks(part)))
    .join('')
}

/** What lies between two marks is bounded, so that a hostile text costs no more than a long one. */
function withoutMarks(text: string): string {
  return text
    .replace(/!\[([^\]\n]{0,300})\]\((\S{1,2000}?)\)/g, (_, alt: string, url: string) => linked(alt, url))
    .replace(
      /\[([^\]\n]{1,300})\]\(<?([^\s)>]{1,2000})>?(?:[ \t]{1,9}"[^"\n]{0,300}")?\)/g,
      (_, label: string, url: string) => linked(label, url),
    )
    .replace(/<((?:https?|mailto):[^\s>]{1,2000})>/g, '$1')
    .replace(/(\*\*|__)(?=\S)(.{1,500}?)(?<=\S)\1/g, '$2')
    .replace(/(?<![*\w])\*(?=[^\s*])(.{1,500}?)(?<=[^\s*])\*(?![*\w])/g, '$1')
    .replace(/(?<![_\w])_(?=[^\s_])(.{1,500}?)(?<=[^\s_])_(?![_\w])/g, '$1')
    .replace(/~~(?=\S)(.{1,500}?)(?<=\S)~~/g, '$1')
    .replace(/\\([\\`*_{}[\]()#+\-.!<>~|])/g, '$1')
}

function linked(label: string, url: string): string {
  return label === '' || label === url ? url : `${label} (${url})`
}
