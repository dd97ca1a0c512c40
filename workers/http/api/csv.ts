type Cell = string | number | null

/**
 * One line of CSV (RFC 4180). What a spreadsheet would carry out, also behind what it does not show, is made a text by an
 * apostrophe before it, as OWASP advises for CSV injection; numbers are left alone.
 */
export function csvLine(cells: readonly Cell[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`
}

function csvCell(cell: Cell): string {
  if (cell === null) return ''
  if (typeof cell === 'number') return String(cell)
  const safe = /^[\s\p{C}]*[=+\-@＝＋－＠]|^[\t\r\n]/u.test(cell) ? `'${cell}` : cell
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
