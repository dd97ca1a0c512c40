/** Forms of settings: sections, groups, rows. */
export const SETTINGS_CSS = `
.tiles.apart { margin-bottom: 24px; } .tile.beside { grid-template-columns: 34px minmax(0, 1fr); gap: 12px; align-items: start; } .tile.beside span { display: block; } .tile.beside .glyph { display: grid; margin: 0; }
.section { display: grid; grid-template-columns: minmax(0, 1fr); gap: 12px 32px; scroll-margin-top: 16px; } .section > header p { margin: 0; }
@media (min-width: 1080px) { .section { grid-template-columns: 260px minmax(0, 1fr); } }
.section > div > .field, .section fieldset .field { max-width: 520px; }
fieldset > .hint { color: var(--ink-3); font-size: 12.5px; margin: 0 0 8px; } fieldset > legend { padding: 0 6px; margin-left: -6px; }
.section > div > fieldset, .section > div > fieldset > fieldset:not(.item) { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(220px, 100%), 1fr)); gap: 0 16px; align-items: start; } .section fieldset > :is(.hint, .wrong, fieldset) { grid-column: 1 / -1; }
.section > div > fieldset:has(> .item) { border: 0; padding: 0; margin: 0; } .section > div > fieldset:has(> .item) > legend { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
.item { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(200px, 100%), 1fr)); gap: 0 16px; background: var(--sunken); align-items: start; } .item > legend { font-size: 12.5px; color: var(--ink-2); }
.item.fresh { background: transparent; border-style: dashed; } .item .field { max-width: none; } .field > .name { font-weight: 580; }
.boxes { display: flex; flex-wrap: wrap; gap: 6px 16px; padding: 4px 0; } .boxes label { display: flex; gap: 6px; align-items: center; }
.flash.note { background: var(--calm-soft); color: var(--ink-2); border-color: transparent; }
.flash.warn { background: var(--warn-soft); color: var(--warn); border-color: transparent; }
hr { border: 0; border-top: 1px solid var(--line); margin: 18px 0; } .section output { display: block; margin-bottom: 8px; } .section form > .flash { max-width: 640px; }
.differences { margin-top: 6px; font-size: 13px; } .differences :is(del, ins) { text-decoration: none; white-space: pre-wrap; border-radius: 4px; padding: 0 4px; display: inline-block; max-width: 60ch; max-height: 240px; overflow: auto; } .differences del:not(:empty) { background: var(--bad-soft); color: var(--bad); } .differences ins:not(:empty) { background: var(--good-soft); color: var(--good); }
`
