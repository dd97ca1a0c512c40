/** The picture of a flow, in the colours of the page. */
export const FLOW_CSS = `
.desk { display: grid; gap: 16px; grid-template-columns: minmax(0, 1fr); }
@media (min-width: 1180px) { .desk { grid-template-columns: minmax(0, 3fr) minmax(0, 2fr); align-items: start; } }
.cm-editor { border: 1px solid var(--line-strong); border-radius: var(--radius-s); background: var(--surface); height: 62vh; min-width: 0; font-size: 12.5px; }
.cm-editor.cm-focused { outline: 2px solid var(--accent); outline-offset: -1px; }
.cm-editor .cm-scroller { font-family: var(--mono); }
.cm-editor .cm-gutters { background: var(--sunken); color: var(--ink-3); border-right: 1px solid var(--line); }
.cm-editor .cm-activeLine, .cm-editor .cm-activeLineGutter { background: color-mix(in srgb, var(--accent-soft) 40%, transparent); }
.cm-editor .cm-tooltip { background: var(--raised); border: 1px solid var(--line-strong); border-radius: var(--radius-s); color: var(--ink); max-width: 46ch; }
.cm-editor .cm-tooltip-autocomplete ul li[aria-selected] { background: var(--accent); color: var(--accent-ink); }
.cm-editor .cm-cursor { border-left-color: var(--ink); }
.cm-editor .tok-propertyName { color: var(--accent-text); } .cm-editor .tok-string { color: var(--info); } .cm-editor .tok-number, .cm-editor .tok-bool, .cm-editor .tok-null { color: var(--warn); }
.cm-note { padding: 6px 10px; max-width: 44ch; }
.canvas { overflow: auto; max-height: 76vh; text-align: center; background: var(--sunken); border-radius: var(--radius-s); border: 1px solid var(--line); }
.flow { max-width: none; display: inline-block; }
.flow .flow-node, .flow .flow-head { fill: var(--surface); stroke: var(--line-strong); }
.flow a:hover .flow-node, .flow a:focus .flow-node, .flow .flow-current { stroke: var(--accent); stroke-width: 2; }
.flow .flow-title { fill: var(--ink); } .flow .flow-detail, .flow .flow-label { fill: var(--ink-2); }
.flow .flow-line { stroke: var(--ink-3); } .flow .flow-tip { fill: var(--ink-3); }
.flow .flow-end { fill: var(--sunken); stroke: var(--line-strong); }
.flow .flow-count { fill: var(--accent-soft); } .flow .flow-number { fill: var(--accent-text); }
.flow .flow-wait, .flow .flow-wait_for { fill: var(--warn); } .flow .flow-do, .flow .flow-call { fill: var(--accent); }
.flow .flow-if, .flow .flow-choose, .flow .flow-repeat, .flow .flow-throttle { fill: var(--info); }
.flow .flow-approve { fill: var(--bad); } .flow .flow-set, .flow .flow-stop { fill: var(--ink-3); }
`
