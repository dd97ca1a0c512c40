/** The picture of a flow, in the colours of the page. */
export const FLOW_CSS = `
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
