/** The parts that pages are made of. */
export const PARTS_CSS = `
h2 { font-size: 15px; font-weight: 620; margin: 0 0 10px; }
h3 { font-size: 13px; font-weight: 620; margin: 0 0 6px; }
p { margin: 0 0 10px; }
small, .quiet { color: var(--ink-3); }
code, pre, .mono { font-family: var(--mono); font-size: 12.5px; }
pre { margin: 0; padding: 10px 12px; background: var(--sunken); border: 1px solid var(--line); border-radius: var(--radius-s); overflow: auto; max-height: 420px; white-space: pre-wrap; overflow-wrap: anywhere; }
.card { background: var(--surface); border: 1px solid var(--line); border-radius: var(--radius); box-shadow: var(--shadow); padding: 16px 18px; margin-bottom: 16px; min-width: 0; }
.card > :last-child { margin-bottom: 0; }
.grid { display: grid; gap: 16px; grid-template-columns: repeat(auto-fit, minmax(min(320px, 100%), 1fr)); align-items: start; }
.grid { margin-bottom: 16px; } .grid > .card { margin: 0; }
.figures { display: grid; gap: 12px; grid-template-columns: repeat(auto-fit, minmax(min(178px, 100%), 1fr)); margin-bottom: 16px; }
.figure { background: var(--surface); border: 1px solid var(--line); border-radius: var(--radius); padding: 12px 14px; }
.figure .label { font-size: 12px; color: var(--ink-2); }
.figure .value { font-size: 24px; font-weight: 650; letter-spacing: -.02em; font-variant-numeric: tabular-nums; }
.figure .change { font-size: 12px; color: var(--ink-3); }
.course { display: block; margin-top: 6px; color: var(--accent); max-width: 100%; }
.scroll { overflow-x: auto; }
table { width: 100%; border-collapse: collapse; font-variant-numeric: tabular-nums; }
th { text-align: left; font-size: 12px; font-weight: 600; color: var(--ink-2); padding: 8px 12px; border-bottom: 1px solid var(--line); white-space: nowrap; }
td { padding: 9px 12px; border-bottom: 1px solid var(--line); vertical-align: top; overflow-wrap: anywhere; min-width: 6ch; }
tr:last-child > td, tbody tr:last-child > th { border-bottom: 0; }
td:first-child:not(.tight):not(.num) { min-width: 15ch; } .month td:first-child:not(.tight):not(.num) { min-width: 0; }
td .row { flex-wrap: nowrap; } td button, td .button { padding: 3px 10px; min-height: 28px; font-size: 13px; white-space: nowrap; }
tbody th { font-weight: 500; color: var(--ink); font-size: inherit; }
tbody tr:hover { background: color-mix(in srgb, var(--accent-soft) 35%, transparent); }
td.num, th.num { text-align: right; }
td.tight, th.tight { white-space: nowrap; width: 1%; }
.card.list { padding: 4px 6px; }
.badge { display: inline-block; font-size: 11.5px; font-weight: 550; line-height: 1; padding: 4px 8px; border-radius: 99px; background: var(--calm-soft); color: var(--ink-2); white-space: nowrap; }
.badge.good { background: var(--good-soft); color: var(--good); } .badge.warn { background: var(--warn-soft); color: var(--warn); }
.badge.bad { background: var(--bad-soft); color: var(--bad); } .badge.info { background: var(--info-soft); color: var(--info); }
.tags { display: flex; gap: 4px; flex-wrap: wrap; }
.button, button { font: inherit; font-weight: 500; display: inline-flex; align-items: center; gap: 6px; padding: 6px 12px; min-height: 32px; border-radius: var(--radius-s); border: 1px solid var(--line-strong); background: var(--surface); color: var(--ink); cursor: pointer; }
.button:hover, button:hover { background: var(--calm-soft); text-decoration: none; }
.button.first, button.first { background: var(--accent); border-color: var(--accent); color: var(--accent-ink); }
.button.first:hover, button.first:hover { filter: brightness(1.08); }
button.danger { color: var(--bad); border-color: color-mix(in srgb, var(--bad) 40%, var(--line)); }
button.plain { border-color: transparent; background: transparent; padding: 4px 8px; min-height: 0; color: var(--ink-2); }
button[disabled] { opacity: .5; cursor: not-allowed; }
.field { margin-bottom: 14px; display: grid; gap: 4px; max-width: 640px; }
.field > label, fieldset > legend { font-weight: 580; }
.field .hint { color: var(--ink-3); font-size: 12.5px; }
.field .wrong { color: var(--bad); font-size: 12.5px; }
input, select, textarea { font: inherit; color: inherit; background: var(--surface); border: 1px solid var(--line-strong); border-radius: var(--radius-s); padding: 6px 10px; min-height: 34px; width: 100%; }
input[type=checkbox], input[type=radio] { width: 16px; height: 16px; min-height: 0; accent-color: var(--accent); }
textarea { min-height: 90px; resize: vertical; }
textarea.code { font-family: var(--mono); font-size: 12.5px; min-height: 320px; tab-size: 2; }
[aria-invalid=true] { border-color: var(--bad); }
fieldset { border: 1px solid var(--line); border-radius: var(--radius-s); margin: 0 0 14px; padding: 10px 14px; }
.filters { display: flex; gap: 8px; flex-wrap: wrap; align-items: end; margin-bottom: 14px; }
.filters > div { display: grid; gap: 2px; min-width: 0; } .filters div > label { font-size: 12px; color: var(--ink-2); }
.filters > label { display: grid; gap: 2px; font-size: 12px; color: var(--ink-2); }
.filters input, .filters select { width: auto; min-width: 140px; max-width: 100%; }
.wrong { color: var(--bad); }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.row.between { justify-content: space-between; margin-bottom: 12px; } .row.between h2 { margin: 0; } .row.middle { justify-content: center; }
.button.plain { border-color: transparent; background: transparent; color: var(--ink-2); }
.filters .wide { flex: 1 1 300px; max-width: 460px; } .filters .wide input { width: 100%; }
.row { display: flex; gap: 8px; flex-wrap: wrap; align-items: center; }
.flash { border-radius: var(--radius-s); padding: 10px 14px; margin-bottom: 16px; border: 1px solid; }
.flash.good { background: var(--good-soft); color: var(--good); border-color: transparent; }
.flash.bad { background: var(--bad-soft); color: var(--bad); border-color: transparent; }
.empty { text-align: center; padding: 36px 20px; color: var(--ink-2); }
.empty h2 { color: var(--ink); }
.pager { display: flex; gap: 8px; justify-content: flex-end; margin: 8px 0 16px; }
dl.facts { display: grid; grid-template-columns: minmax(90px, max-content) minmax(0, 1fr); gap: 6px 18px; margin: 0; }
dl.facts dt { color: var(--ink-3); } dl.facts dd { margin: 0; overflow-wrap: anywhere; }
.tabs { display: flex; flex-wrap: wrap; gap: 0 2px; border-bottom: 1px solid var(--line); margin-bottom: 16px; }
.tabs a { padding: 8px 12px; color: var(--ink-2); border-bottom: 2px solid transparent; white-space: nowrap; font-weight: 550; }
.tabs a:hover { text-decoration: none; color: var(--ink); }
.tabs a[aria-current] { color: var(--accent-text); border-color: var(--accent); }
.line { list-style: none; margin: 0; padding: 0; }
.line > li { position: relative; padding: 0 0 16px 24px; }
.line > li::before { content: ""; position: absolute; left: 5px; top: 7px; width: 9px; height: 9px; border-radius: 50%; background: var(--line-strong); }
.line > li::after { content: ""; position: absolute; left: 9px; top: 18px; bottom: -5px; width: 1px; background: var(--line); }
.line > li:last-child::after { display: none; }
.line > li.good::before { background: var(--good); } .line > li.bad::before { background: var(--bad); }
.line > li.warn::before { background: var(--warn); } .line > li.info::before { background: var(--info); }
.line time { color: var(--ink-3); font-size: 12px; }
.bar { height: 6px; background: var(--calm-soft); border-radius: 99px; overflow: hidden; }
progress { width: 100%; height: 8px; accent-color: var(--accent); }
details > summary { cursor: pointer; color: var(--ink-2); }
.bubble { background: var(--accent-soft); color: var(--ink); border-radius: 4px 12px 12px 12px; padding: 8px 12px; display: inline-block; max-width: 60ch; white-space: pre-wrap; }
.bubble.theirs { background: var(--info-soft); border-radius: 12px 4px 12px 12px; }
.tiles { list-style: none; margin: 0; padding: 0; display: grid; gap: 12px; grid-template-columns: repeat(auto-fill, minmax(200px, 1fr)); }
.tiles.wide { grid-template-columns: repeat(auto-fill, minmax(min(280px, 100%), 1fr)); }
.tile { display: grid; gap: 4px; background: var(--surface); border: 1px solid var(--line); border-radius: var(--radius); padding: 14px 16px; color: var(--ink); text-decoration: none; height: 100%; }
.tile:hover { border-color: var(--accent); text-decoration: none; }
.prose ol, .prose ul { padding-left: 20px; margin: 0 0 10px; } .prose li { margin-bottom: 6px; }
code.small { font-size: 11.5px; color: var(--ink-2); }
.field.wide { max-width: none; }
.sign { grid-column: 1 / -1; max-width: 400px; margin: 12vh auto 0; padding: 0 16px; width: 100%; }
`
