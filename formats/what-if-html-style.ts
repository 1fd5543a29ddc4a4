/** The looks of the what-if page: one file that opens anywhere, in both themes, on screen and on paper. */

export const WHAT_IF_STYLE = `
:root { color-scheme: light dark; --paper: #fbfbfa; --card: #ffffff; --ink: #1b1d21; --quiet: #5f6672; --faint: #8a919d;
  --line: #e3e5e8; --accent: #2f5fd0; --fine: #18794e; --fine-soft: #e6f4ec; --attention: #8a5a00; --attention-soft: #fcf1d9;
  --broken: #b3261e; --broken-soft: #fbe9e7; --muted-soft: #f0f1f3; }
@media (prefers-color-scheme: dark) { :root { --paper: #131417; --card: #1a1c20; --ink: #e8eaed; --quiet: #a2a9b4; --faint: #7d8591;
  --line: #2c2f35; --accent: #8ab0ff; --fine: #6bd09b; --fine-soft: #15301f; --attention: #e8bd62; --attention-soft: #352a10;
  --broken: #ff9a90; --broken-soft: #3b1a17; --muted-soft: #24272c; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink);
  font: 14px/1.55 ui-sans-serif, system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; }
main { max-width: 1080px; margin: 0 auto; padding: 40px 24px 56px; }
header { margin-bottom: 28px; }
.kicker { margin: 0 0 4px; color: var(--quiet); font-size: 13px; }
h1 { margin: 0 0 12px; font-size: 26px; line-height: 1.2; letter-spacing: -0.01em; overflow-wrap: anywhere; }
h2 { margin: 36px 0 4px; font-size: 16px; }
h2 + p { margin: 0 0 12px; color: var(--quiet); max-width: 72ch; }
h3 { margin: 0; font-size: 14px; overflow-wrap: anywhere; }
.facts { display: flex; flex-wrap: wrap; gap: 6px; margin: 0; padding: 0; list-style: none; }
.facts li { padding: 2px 8px; border: 1px solid var(--line); border-radius: 6px; background: var(--card); font-size: 13px; overflow-wrap: anywhere; }
.facts b { color: var(--quiet); font-weight: 400; margin-right: 6px; }
.addresses { display: grid; grid-template-columns: repeat(auto-fill, minmax(220px, 1fr)); gap: 12px; }
.card { border: 1px solid var(--line); border-radius: 10px; background: var(--card); padding: 14px 16px; }
.card + .card { margin-top: 8px; }
.addresses .card + .card { margin-top: 0; }
.card .who { color: var(--quiet); font-size: 13px; overflow-wrap: anywhere; }
.address { font: 600 22px/1.4 ui-monospace, "Cascadia Code", "SF Mono", Menlo, Consolas, monospace; font-variant-numeric: tabular-nums; }
.address i { font-style: normal; font-weight: 400; color: var(--faint); }
.none { color: var(--quiet); font-weight: 400; font-size: 18px; }
.scroll { overflow-x: auto; border: 1px solid var(--line); border-radius: 10px; background: var(--card); }
table { width: 100%; min-width: 540px; border-collapse: collapse; font-size: 13px; }
.card + .scroll { margin-top: 8px; }
td.id { white-space: nowrap; }
th, td { padding: 8px 14px; text-align: left; vertical-align: top; border-top: 1px solid var(--line); overflow-wrap: anywhere; }
thead th { border-top: 0; color: var(--quiet); font-weight: 500; white-space: nowrap; }
td.id, code, .entries { font-family: ui-monospace, "Cascadia Code", "SF Mono", Menlo, Consolas, monospace; font-size: 12.5px; }
.entries { margin: 0; padding: 0; list-style: none; max-height: 18em; overflow: auto; }
.tag { display: inline-block; padding: 1px 8px; border-radius: 999px; font-size: 12px; white-space: nowrap; }
.fine { color: var(--fine); background: var(--fine-soft); }
.attention { color: var(--attention); background: var(--attention-soft); }
.broken { color: var(--broken); background: var(--broken-soft); }
.plain { color: var(--quiet); background: var(--muted-soft); }
.policy { display: flex; gap: 10px; align-items: baseline; flex-wrap: wrap; }
.policy .rank { color: var(--faint); font-variant-numeric: tabular-nums; }
.card .scroll { margin-top: 10px; border-radius: 8px; }
.reason { color: var(--quiet); font-size: 13px; }
.empty { color: var(--quiet); margin: 0; }
footer { margin-top: 40px; padding-top: 12px; border-top: 1px solid var(--line); color: var(--faint); font-size: 12px; }
@media print { :root { --paper: #fff; --card: #fff; --ink: #000; --quiet: #444; --faint: #666; --line: #bbb; }
  main { max-width: none; padding: 0; } .card, tr { break-inside: avoid; } .entries, .scroll { max-height: none; overflow: visible; }
  h2 { break-after: avoid; } }
`
