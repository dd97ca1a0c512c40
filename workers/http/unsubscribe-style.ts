export const UNSUBSCRIBE_CSS = `
:root { color-scheme: light dark; font: 1rem/1.6 system-ui, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 1rem; box-sizing: border-box; }
main { max-width: 30rem; width: 100%; }
h1 { font-size: 1.4rem; }
fieldset { border: 1px solid color-mix(in srgb, currentColor 25%, transparent); border-radius: .6rem; padding: .5rem 1rem 1rem; }
label { display: block; padding: .35rem 0; }
form { margin: 1rem 0; }
button { font: inherit; padding: .6rem 1.2rem; border-radius: .6rem; border: 1px solid #0b6b57; background: #0b6b57; color: #fff; cursor: pointer; }
button.quiet { background: none; color: inherit; border-color: color-mix(in srgb, currentColor 40%, transparent); }
i { opacity: .7; }
a { color: inherit; }
`
