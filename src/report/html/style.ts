/** The style sheet of a report: light and dark, narrow and wide, screen and paper. */
export const STYLE = `
:root { color-scheme: light dark; --text: #1a1a1a; --soft: #595959; --page: #ffffff; --line: #d4d4d4; --band: #f5f5f3; --accent: #005a8c; }
@media (prefers-color-scheme: dark) {
  :root { --text: #e8e8e6; --soft: #a8a8a4; --page: #161617; --line: #3b3b3d; --band: #202022; --accent: #6cb8ee; }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--text); font: 16px/1.5 system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif; }
main, header, footer { max-width: 840px; margin: 0 auto; padding: 0 20px; }
header { padding-top: 40px; }
h1 { font-size: 1.9rem; line-height: 1.2; margin: 0 0 .4rem; overflow-wrap: anywhere; }
h2 { font-size: 1.35rem; line-height: 1.25; margin: 3rem 0 .8rem; padding-top: .9rem; border-top: 2px solid var(--text); overflow-wrap: anywhere; }
h3 { font-size: 1.08rem; margin: 2rem 0 .6rem; }
p { max-width: 68ch; margin: .6rem 0; }
a { color: var(--accent); }
.lead, .note { color: var(--soft); }
.note { font-size: .9rem; }
nav ol { margin: .8rem 0; padding-left: 1.4rem; columns: 2 18rem; overflow-wrap: anywhere; }
.facts { display: grid; grid-template-columns: repeat(auto-fill, minmax(150px, 1fr)); column-gap: 1.6rem; margin: 1rem 0 1.6rem; }
.facts div { border-top: 1px solid var(--line); padding: .45rem 0 .6rem; }
.facts dt { color: var(--soft); font-size: .82rem; }
.facts dd { margin: 0; font-variant-numeric: tabular-nums; }
details { margin: 1rem 0; }
summary { cursor: pointer; color: var(--accent); }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.scroll { overflow-x: auto; margin: 1.2rem 0; }
/* A chart has a margin of its own within. */
figure.scroll { margin: 1.6rem -8px; }
.scroll:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
svg.chart { display: block; width: 100%; min-width: 500px; height: auto; color: var(--text); }
.narrow { display: none; }
.chart-background { fill: none; }
table { border-collapse: collapse; width: 100%; font-size: .86rem; font-variant-numeric: tabular-nums; }
caption { text-align: left; font-weight: 600; font-size: .95rem; padding-bottom: .45rem; }
/* Stays in view where the table is wider than the page. */
caption span { position: sticky; left: 0; display: inline-block; max-width: min(840px, 100vw - 28px); }
th, td { padding: .34rem .55rem; text-align: right; border-bottom: 1px solid var(--line); white-space: nowrap; vertical-align: bottom; }
thead th { color: var(--soft); font-weight: 500; white-space: normal; border-bottom: 1px solid var(--text); }
tbody tr:nth-child(even) { background: var(--band); }
th:first-child { text-align: left; font-weight: 500; }
tbody th { min-width: 8rem; max-width: 22rem; white-space: normal; overflow-wrap: anywhere; }
footer { margin-top: 3rem; padding-top: 1rem; padding-bottom: 3rem; border-top: 1px solid var(--line); color: var(--soft); font-size: .9rem; }
@media screen and (max-width: 600px) { .narrow { display: block; } main, header, footer { padding-left: 14px; padding-right: 14px; } header { padding-top: 24px; } h1 { font-size: 1.5rem; } }
@media print {
  :root { color-scheme: light; --text: #000000; --soft: #444444; --page: #ffffff; --line: #bbbbbb; --band: #f4f4f4; --accent: #000000; }
  @page { margin: 15mm; }
  body { font-size: 10pt; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  main, header, footer { max-width: none; padding: 0; }
  h2 { break-before: page; }
  main > section:first-child h2, nav + section h2 { break-before: auto; }
  h2, h3, caption { break-after: avoid; }
  figure, tr, .facts { break-inside: avoid; }
  .scroll, figure.scroll { overflow: visible; margin-left: 0; margin-right: 0; }
  svg.chart { min-width: 0; }
  table { font-size: 8pt; }
  th, td { padding: 2pt 4pt; }
  nav { display: none; }
}
`;
