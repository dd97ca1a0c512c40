/** What single pages have of their own: calendars, bars, previews. */
export const PAGES_CSS = `
.month { table-layout: fixed; min-width: 760px; }
.month th { text-align: left; }
.month td { height: 104px; padding: 6px; border-right: 1px solid var(--line); }
.month td:last-child { border-right: 0; }
.month tbody tr:hover { background: none; }
.month .outside { background: var(--sunken); }
.month .day { display: inline-grid; place-items: center; min-width: 24px; height: 24px; border-radius: 99px; color: var(--ink-2); font-size: 12px; text-decoration: none; margin-bottom: 2px; }
.month .day.today { background: var(--accent); color: var(--accent-ink); font-weight: 650; }
.planned { display: block; font-size: 12px; line-height: 1.35; padding: 3px 6px; margin-bottom: 3px; border-radius: 5px; color: var(--ink); background: var(--calm-soft); border-left: 3px solid var(--ink-3); text-decoration: none; overflow-wrap: anywhere; }
td a.planned { text-decoration: none; font-weight: 500; }
.planned.broadcast { background: var(--accent-soft); border-color: var(--accent); } .planned.gathering { background: var(--info-soft); border-color: var(--info); }
.planned.campaign { background: var(--warn-soft); border-color: var(--warn); } .planned.off { text-decoration: line-through; opacity: .75; }
.planned .hour { font-variant-numeric: tabular-nums; color: var(--ink-2); }
.theme { display: inline-block; font-size: 12px; font-weight: 550; color: var(--accent-text); margin-right: 8px; }
.dayline { margin-bottom: 18px; } .dayline .card { margin: 0; }
.bars { width: 100%; } .bars th, .bars td { border: 0; padding: 4px 8px 4px 0; vertical-align: middle; }
.bars th { white-space: normal; font-weight: 500; color: var(--ink); font-size: 13px; width: 28%; overflow-wrap: anywhere; }
.bars svg { display: block; width: 100%; height: 10px; min-width: 60px; } .bars .track { fill: var(--calm-soft); } .bars .amount { fill: var(--accent); }
.bars td:nth-child(2) { width: 44%; } .bars td.num { width: 1%; white-space: nowrap; } .bars tbody tr:hover { background: none; }
.device { border: 1px solid var(--line); border-radius: var(--radius-s); padding: 10px 12px; margin-bottom: 10px; background: var(--sunken); }
.bubble .hung { display: block; margin-top: 6px; font-size: 12.5px; color: var(--ink-2); }
.bubble .presses { display: flex; gap: 6px; flex-wrap: wrap; margin-top: 8px; }
.bubble .press { border: 1px solid var(--accent); color: var(--accent-text); border-radius: var(--radius-s); padding: 2px 10px; font-size: 12.5px; font-weight: 550; }
.radios { border: 0; padding: 0; display: grid; gap: 8px; margin-bottom: 12px; }
.radios > div, .field.check { display: flex; gap: 8px; align-items: center; }
.field.check { flex-wrap: wrap; } .field.check > label { font-weight: 500; }
.depends { border-left: 2px solid var(--line); padding-left: 14px; margin: 0 0 12px 7px; }
.depends:not(:has(> :not([hidden]))) { display: none; }
.narrow { max-width: 860px; }
blockquote { margin: 4px 0; padding: 2px 10px; border-left: 3px solid var(--line-strong); color: var(--ink-2); white-space: pre-wrap; overflow-wrap: anywhere; }
.said { white-space: pre-wrap; overflow-wrap: anywhere; }
.steps { list-style: none; margin: 0 0 16px; padding: 0; display: grid; grid-template-columns: repeat(auto-fit, minmax(140px, 1fr)); gap: 0; }
.steps li { border-top: 3px solid var(--line-strong); padding: 10px 12px 0 0; color: var(--ink-2); } .steps li strong { color: var(--ink); }
.steps li.past { border-color: color-mix(in srgb, var(--accent) 45%, var(--line)); } .steps li.present { border-color: var(--accent); }
.interval { display: flex; gap: 10px; align-items: center; white-space: nowrap; }
.interval svg { flex: none; } .interval .zero { stroke: var(--line-strong); stroke-width: 1.5; stroke-dasharray: 3 2; }
.interval .range { stroke: var(--ink-3); stroke-width: 3; stroke-linecap: round; } .interval circle { fill: var(--ink-2); }
.interval .good .range { stroke: var(--good); } .interval .good circle { fill: var(--good); } .interval .bad .range { stroke: var(--bad); } .interval .bad circle { fill: var(--bad); }
.lead { font-size: 16px; margin: 8px 0; max-width: 70ch; }
.result { margin-top: 14px; padding-top: 14px; border-top: 1px solid var(--line); } .result .row { margin-top: 8px; }
meter { width: 140px; height: 12px; }
.pair { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(260px, 100%), 1fr)); gap: 0 14px; max-width: 860px; }
h2.apart { margin-top: 24px; }
ol.plain { list-style: none; padding: 0; margin: 0 0 10px; display: grid; gap: 6px; }
.said-list { margin: 0; display: grid; gap: 6px; } .said-list dd { margin: 0; white-space: pre-wrap; overflow-wrap: anywhere; }
tr.today { background: color-mix(in srgb, var(--accent-soft) 45%, transparent); }
fieldset.card { padding-top: 4px; } fieldset.card > legend { padding: 0 6px; }
.chart { display: block; width: 100%; height: auto; } .chart text { font-size: 10.5px; fill: var(--ink-3); } .chart .rule { stroke: var(--line); stroke-width: 1; }
.chart .column { fill: var(--accent); opacity: .85; } .chart .course-line { stroke: var(--accent); stroke-width: 2; stroke-linejoin: round; } .chart .area { fill: var(--accent); opacity: .12; }
.numbers { margin-top: 8px; } .numbers .scroll { max-height: 260px; overflow: auto; margin-top: 6px; } .numbers summary { font-size: 12.5px; }
.cohorts td, .cohorts th { padding: 6px 12px; } .cohorts tbody th { font-weight: 500; color: var(--ink); }
.heat { border-left: 1px solid var(--surface); }
.heat.h0 { background: color-mix(in srgb, var(--accent) 4%, transparent); } .heat.h1 { background: color-mix(in srgb, var(--accent) 7%, transparent); } .heat.h2 { background: color-mix(in srgb, var(--accent) 10%, transparent); }
.heat.h3 { background: color-mix(in srgb, var(--accent) 13%, transparent); } .heat.h4 { background: color-mix(in srgb, var(--accent) 16%, transparent); } .heat.h5 { background: color-mix(in srgb, var(--accent) 19%, transparent); }
.heat.h6 { background: color-mix(in srgb, var(--accent) 22%, transparent); } .heat.h7 { background: color-mix(in srgb, var(--accent) 25%, transparent); } .heat.h8 { background: color-mix(in srgb, var(--accent) 28%, transparent); }
.heat.h9 { background: color-mix(in srgb, var(--accent) 31%, transparent); } 
.told { margin-top: 10px; } .told ol { list-style: none; padding: 0; margin: 8px 0 0; display: grid; gap: 4px; }
.deep1 { padding-left: 18px; color: var(--ink-2); } .deep2 { padding-left: 36px; } .deep3 { padding-left: 54px; color: var(--ink-2); } .deep4 { padding-left: 72px; } .deep5 { padding-left: 90px; color: var(--ink-2); } .deep6 { padding-left: 108px; }
.canvas { cursor: grab; } .canvas:active { cursor: grabbing; }
.rows { list-style: none; margin: 0; padding: 0; } .rows > li { display: flex; justify-content: space-between; gap: 4px 16px; flex-wrap: wrap; padding: 8px 0; border-top: 1px solid var(--line); overflow-wrap: anywhere; min-width: 0; }
.rows > li:first-child { border-top: 0; padding-top: 2px; } .rows > li > * { min-width: 0; } .rows .quiet, .rows time { font-size: 12.5px; }
.grid.thirds { grid-template-columns: repeat(auto-fit, minmax(min(260px, 100%), 1fr)); margin-bottom: 20px; }
.welcome { border-color: color-mix(in srgb, var(--accent) 40%, var(--line)); }
.todo { list-style: none; counter-reset: step; margin: 0; padding: 0; } .todo > li { counter-increment: step; display: flex; gap: 12px; align-items: center; padding: 12px 0 12px 42px; position: relative; border-top: 1px solid var(--line); flex-wrap: wrap; }
.todo > li > div { flex: 1 1 260px; } .todo > li > div > a { font-weight: 600; color: var(--ink); }
.todo > li::before { content: counter(step); position: absolute; left: 0; top: 12px; width: 26px; height: 26px; border-radius: 50%; display: grid; place-items: center; background: var(--calm-soft); color: var(--ink-2); font-size: 13px; font-weight: 600; }
.todo > li.done::before { content: "✓"; background: var(--good-soft); color: var(--good); } .todo > li.next::before { background: var(--accent); color: var(--accent-ink); }
.values { display: flex; gap: 2px 14px; flex-wrap: wrap; font-size: 13px; min-width: 0; } .values > * { min-width: 0; overflow-wrap: anywhere; } .values .quiet { font-size: 12px; }
.field:has(> input[type=checkbox]) { grid-template-columns: 20px minmax(0, 1fr); gap: 2px 8px; align-items: center; display: grid; }
.field > input[type=checkbox] { grid-column: 1; grid-row: 1; } .field:has(> input[type=checkbox]) > label, .field:has(> input[type=checkbox]) > .hint, .field:has(> input[type=checkbox]) > .wrong { grid-column: 2; }
.split { display: grid; gap: 16px; grid-template-columns: minmax(0, 1fr); margin-bottom: 16px; } @media (min-width: 1080px) { .split { grid-template-columns: minmax(0, 3fr) minmax(0, 2fr); align-items: start; } }
.sub .tags { display: inline-flex; } .side .who a { text-decoration: underline; } .prose table { margin-bottom: 12px; } .prose { overflow-x: auto; }
.bubble, .card, .line > li { overflow-wrap: anywhere; } h1, h2, h3 { overflow-wrap: anywhere; }
.after { margin-top: 8px; } details + .row { margin-top: 12px; }
.glyph { width: 34px; height: 34px; border-radius: 9px; display: grid; place-items: center; background: var(--accent-soft); color: var(--accent-text); margin-bottom: 4px; } .glyph svg { width: 18px; height: 18px; }
.tile { align-content: start; }
.builder fieldset { display: grid; gap: 8px; } .joins { width: auto; max-width: 260px; justify-self: start; margin-bottom: 4px; }
.condition { display: grid; grid-template-columns: repeat(auto-fit, minmax(120px, 1fr)) ; gap: 6px; align-items: start; } .condition > .wrong { grid-column: 1 / -1; }
@media (min-width: 700px) { .condition { display: flex; flex-wrap: wrap; } .condition > select, .condition > input, .condition > .row { flex: 1 1 130px; min-width: 0; width: auto; } .condition > .wrong { flex-basis: 100%; } }
.condition .row { flex-wrap: nowrap; } .condition button.plain { min-height: 34px; padding: 4px 12px; font-size: 16px; justify-self: start; }
.between-groups { text-align: center; font-weight: 600; color: var(--ink-2); margin: -6px 0 8px; } .builder fieldset > button { justify-self: start; }
.meant .count { display: block; font-size: 22px; font-weight: 650; letter-spacing: -.01em; margin-bottom: 8px; }
.people { list-style: none; margin: 0 0 12px; padding: 0; } .people li { display: flex; justify-content: space-between; gap: 10px; padding: 7px 0; border-bottom: 1px solid var(--line); overflow-wrap: anywhere; } .people li:last-child { border-bottom: 0; }
.movers { gap: 2px; } .movers button { min-width: 32px; min-height: 32px; justify-content: center; }
.stars { color: var(--warn); letter-spacing: 1px; white-space: nowrap; } .written { white-space: pre-wrap; overflow-wrap: anywhere; }
`
