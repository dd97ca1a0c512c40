/** Colours, sizes and type, in light and in dark. */
export const TOKENS_CSS = `
:root {
  color-scheme: light;
  --ground: #f6f7f5; --surface: #ffffff; --raised: #ffffff; --sunken: #eef0ec;
  --line: #e2e5df; --line-strong: #cdd2c9;
  --ink: #1b211c; --ink-2: #55605a; --ink-3: #58625c;
  --accent: #0b6b57; --accent-ink: #ffffff; --accent-soft: #e0f1ea; --accent-text: #0a5a49;
  --good: #14713f; --good-soft: #e0f3e6; --warn: #8a5300; --warn-soft: #fdf0d7;
  --bad: #b42318; --bad-soft: #fde7e4; --info: #1d5fb0; --info-soft: #e4eefb; --calm-soft: #eceeea;
  --shadow: 0 1px 2px rgb(20 30 24 / .06), 0 4px 16px rgb(20 30 24 / .05);
  --radius: 10px; --radius-s: 6px;
  --font: ui-sans-serif, system-ui, -apple-system, "Segoe UI", "PingFang SC", "Hiragino Sans GB", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif;
  --mono: ui-monospace, "SF Mono", "Cascadia Code", Menlo, Consolas, monospace;
}
:root[data-theme="dark"] {
  color-scheme: dark;
  --ground: #111513; --surface: #181d1a; --raised: #1e2521; --sunken: #141916;
  --line: #2a322d; --line-strong: #3b453f;
  --ink: #e8ece9; --ink-2: #b1bab4; --ink-3: #a0aaa4;
  --accent: #2f9e80; --accent-ink: #06140f; --accent-soft: #15342b; --accent-text: #6cd3b4;
  --good: #6fd394; --good-soft: #16321f; --warn: #f0b65a; --warn-soft: #39290c;
  --bad: #ff8f82; --bad-soft: #421a16; --info: #8bb9f5; --info-soft: #162a45; --calm-soft: #242b27;
  --shadow: 0 1px 2px rgb(0 0 0 / .4), 0 4px 16px rgb(0 0 0 / .25);
}
@media (prefers-color-scheme: dark) {
  :root[data-theme="auto"] {
    color-scheme: dark;
    --ground: #111513; --surface: #181d1a; --raised: #1e2521; --sunken: #141916;
    --line: #2a322d; --line-strong: #3b453f;
    --ink: #e8ece9; --ink-2: #b1bab4; --ink-3: #a0aaa4;
    --accent: #2f9e80; --accent-ink: #06140f; --accent-soft: #15342b; --accent-text: #6cd3b4;
    --good: #6fd394; --good-soft: #16321f; --warn: #f0b65a; --warn-soft: #39290c;
    --bad: #ff8f82; --bad-soft: #421a16; --info: #8bb9f5; --info-soft: #162a45; --calm-soft: #242b27;
    --shadow: 0 1px 2px rgb(0 0 0 / .4), 0 4px 16px rgb(0 0 0 / .25);
  }
}
`
