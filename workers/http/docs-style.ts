export const DOCS_CSS = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { margin: 0; display: grid; grid-template-columns: 12rem minmax(0, 56rem); gap: 2rem; padding: 1rem 2rem; }
nav ul { position: sticky; top: 1rem; list-style: none; padding: 0; margin: 0; }
h2 { margin-top: 3rem; text-transform: capitalize; }
article { border-top: 1px solid color-mix(in srgb, currentColor 20%, transparent); padding: .5rem 0 1rem; }
h3 { font-size: 1rem; margin: .5rem 0; }
p { margin: .25rem 0; }
code { font: .9em ui-monospace, monospace; overflow-wrap: anywhere; }
dl { display: grid; grid-template-columns: 9rem minmax(0, 1fr); gap: .1rem 1rem; font-size: .9rem; margin: .5rem 0; }
dt { grid-column: 1; opacity: .7; overflow-wrap: anywhere; }
dd { grid-column: 2; margin: 0; overflow-wrap: anywhere; }
a { color: inherit; }
@media (max-width: 48rem) { body { grid-template-columns: minmax(0, 1fr); } nav ul { position: static; } }
`
