/** The frame of every page: side bar, head, content. */
export const FRAME_CSS = `
* { box-sizing: border-box; } [hidden] { display: none !important; }
html { font: 14px/1.55 var(--font); background: var(--ground); color: var(--ink); -webkit-text-size-adjust: 100%; }
body { margin: 0; min-height: 100vh; display: grid; grid-template-columns: 232px minmax(0, 1fr); }
a { color: var(--accent-text); text-decoration: none; }
a:hover { text-decoration: underline; }
p a, li a, dd a, .sub a { text-decoration: underline; text-decoration-color: color-mix(in srgb, currentColor 40%, transparent); text-underline-offset: 3px; }
.side li a, li a.tile, .rows li a { text-decoration: none; }
td a, .rows li a { font-weight: 550; } td a:hover, .rows li a:hover { text-decoration: underline; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 4px; }
.skip { position: absolute; left: -999px; }
.skip:focus { left: 12px; top: 12px; z-index: 9; background: var(--surface); padding: 8px 12px; border-radius: var(--radius-s); }
.side { border-right: 1px solid var(--line); background: var(--sunken); padding: 12px; display: flex; flex-direction: column; gap: 2px; position: sticky; top: 0; height: 100vh; overflow-y: auto; }
.brand { display: flex; align-items: center; gap: 10px; padding: 2px 8px 6px; color: var(--ink); font-weight: 650; font-size: 16px; letter-spacing: -.01em; }
.brand:hover { text-decoration: none; }
.brand .mark { width: 28px; height: 28px; border-radius: 8px; background: var(--accent); color: var(--accent-ink); display: grid; place-items: center; font-size: 15px; font-weight: 700; }
.side h2 { font-size: 11px; font-weight: 600; letter-spacing: .04em; color: var(--ink-3); margin: 6px 8px 0; line-height: 1.3; text-transform: uppercase; }
.side ul { list-style: none; margin: 0; padding: 0; }
.side li a { display: flex; align-items: center; gap: 10px; padding: 2px 8px; border-radius: var(--radius-s); color: var(--ink-2); font-weight: 500; font-size: 13.5px; }
.side li a:hover { background: var(--calm-soft); text-decoration: none; color: var(--ink); }
.side li a[aria-current] { background: var(--accent-soft); color: var(--accent-text); }
.side svg { width: 16px; height: 16px; flex: none; }
.side .count { margin-left: auto; font-size: 11px; background: var(--bad-soft); color: var(--bad); border-radius: 99px; padding: 0 7px; }
.side .foot { margin-top: auto; padding: 4px 8px 0; border-top: 1px solid var(--line); display: grid; gap: 0; }
.side .foot form { display: flex; gap: 6px; flex-wrap: wrap; }
.side .foot .who { color: var(--ink-3); font-size: 12px; overflow-wrap: anywhere; }
main { padding: 24px 32px 64px; max-width: 1240px; width: 100%; min-width: 0; }
.head { display: flex; flex-wrap: wrap; align-items: flex-start; gap: 12px 16px; margin-bottom: 20px; }
.head h1 { font-size: 22px; line-height: 1.25; font-weight: 650; letter-spacing: -.015em; margin: 0; overflow-wrap: anywhere; }
.head .sub { color: var(--ink-2); margin: 4px 0 0; max-width: 70ch; }
.head .acts { margin-left: auto; display: flex; gap: 8px; flex-wrap: wrap; }
.crumbs { font-size: 12px; color: var(--ink-3); margin-bottom: 6px; }
.crumbs a { color: var(--ink-3); }
.menu { display: none; }
@media (min-width: 861px) {
  body { background: linear-gradient(to right, var(--sunken) 231px, var(--line) 231px 232px, transparent 232px); }
  .side { overflow: hidden; } .side nav { overflow-y: auto; flex: 1 1 auto; min-height: 0; margin: 0 -12px; padding: 0 12px; }
}
@media (max-width: 860px) {
  body { grid-template-columns: minmax(0, 1fr); }
  .side { position: static; height: auto; border-right: 0; border-bottom: 1px solid var(--line); padding: 10px 12px; }
  .side .brand { padding: 0 4px; }
  .menu { display: inline-block; margin-left: auto; }
  .side nav, .side .foot { display: none; }
  .side:has(.menu[open]) nav, .side:has(.menu[open]) .foot { display: block; }
  .side .top { display: flex; align-items: center; } .side li a { padding: 6px 8px; }
  main { padding: 16px 14px 48px; }
  .head .acts { margin-left: 0; }
}
@media print {
  :root { color-scheme: light; }
  .card, .figure { break-inside: avoid; box-shadow: none; } .tabs, .numbers { display: none !important; }
  .side, .acts, .pager, form { display: none !important; }
  body { display: block; }
  main { max-width: none; padding: 0; }
}
`
