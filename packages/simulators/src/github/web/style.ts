/** The pages' style sheet: light and dark, wide and narrow. */
export const STYLE = `
:root { color-scheme: light dark; --bg: #fff; --panel: #f6f8fa; --line: #d1d9e0; --ink: #1f2328; --soft: #59636e;
  --link: #0969da; --open: #1a7f37; --done: #8250df; --bad: #d1242f; --grey: #59636e; --go: #1f883d; --go-line: #1a7f37;
  --add: #dafbe1; --add-n: #aceebb; --del: #ffebe9; --del-n: #ffcecb; --hunk: #ddf4ff; }
@media (prefers-color-scheme: dark) {
  :root { --bg: #0d1117; --panel: #151b23; --line: #3d444d; --ink: #f0f6fc; --soft: #9198a1; --link: #4493f8;
    --open: #3fb950; --done: #ab7df8; --bad: #f85149; --grey: #9198a1; --go: #238636; --go-line: #2ea043;
    --add: #12261e; --add-n: #1c4428; --del: #25171c; --del-n: #542426; --hunk: #131d2e; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--bg); color: var(--ink); overflow-wrap: anywhere;
  font: 15px/1.5 system-ui, -apple-system, "Segoe UI", "Noto Sans", sans-serif; }
a { color: var(--link); text-decoration: none; } a:hover { text-decoration: underline; }
h1 { font-size: 26px; font-weight: 500; line-height: 1.25; margin: 0; } h2 { font-size: 15px; margin: 0; }
code, pre, .diff { font-family: ui-monospace, "SFMono-Regular", Menlo, Consolas, "DejaVu Sans Mono", monospace; font-size: 12.5px; }
code { background: color-mix(in srgb, var(--soft) 16%, transparent); padding: 2px 5px; border-radius: 5px; }
ul { list-style: none; margin: 0; padding: 0; }
svg { vertical-align: -3px; }
main { max-width: 1160px; margin: 24px auto; padding: 0 20px; } main.narrow { max-width: 760px; }
footer { color: var(--soft); font-size: 12px; text-align: center; padding: 24px; }
.top { display: flex; align-items: center; gap: 16px; padding: 12px 20px; background: var(--panel); border-bottom: 1px solid var(--line); }
.top nav { flex: 1; min-width: 0; } .top nav a { color: var(--ink); } .top .home { font-weight: 600; } .slash { color: var(--soft); margin: 0 8px; }
.pulse { display: none; align-items: center; gap: 6px; color: var(--soft); font-size: 12px; } .pulse b { font-weight: 400; }
.live .pulse { display: flex; } .pulse i { width: 8px; height: 8px; border-radius: 50%; background: var(--open); }
.avatar { border-radius: 50%; vertical-align: middle; margin-top: -3px; }
.menu { position: relative; } .menu summary { cursor: pointer; list-style: none; white-space: nowrap; }
.menu div { position: absolute; right: 0; top: 32px; z-index: 2; min-width: 180px; padding: 8px; background: var(--bg); border: 1px solid var(--line); border-radius: 8px; box-shadow: 0 8px 24px #0003; }
.menu p { margin: 0 8px 4px; color: var(--soft); font-size: 12px; } .menu a { display: block; padding: 4px 8px; color: var(--ink); border-radius: 6px; } .menu a:hover { background: var(--panel); }
.heading { display: flex; gap: 16px; align-items: center; justify-content: space-between; }
.number { color: var(--soft); font-weight: 300; } .meta, .under, .empty { color: var(--soft); } .meta { font-size: 12.5px; } .empty { padding: 12px 16px; margin: 0; font-style: italic; }
.under { display: flex; flex-wrap: wrap; gap: 10px; align-items: center; margin: 10px 0 16px; padding-bottom: 16px; border-bottom: 1px solid var(--line); } .under strong { color: var(--ink); }
.pill, .count { display: inline-block; font-size: 12px; font-weight: 500; color: var(--soft); border: 1px solid var(--line); border-radius: 2em; padding: 0 8px; line-height: 20px; vertical-align: 1px; } .count { background: color-mix(in srgb, var(--soft) 14%, transparent); border: 0; }
.label { display: inline-block; padding: 0 9px; border-radius: 2em; font-size: 12px; font-weight: 500; line-height: 20px; box-shadow: inset 0 0 0 1px #0002; } .label + .label { margin-left: 4px; }
.state { display: inline-flex; gap: 6px; align-items: center; padding: 5px 12px; border-radius: 2em; color: #fff; font-weight: 500; font-size: 14px; background: var(--grey); }
.state.is-open { background: var(--go); } .state.is-closed, .state.is-merged { background: #8250df; } .state.is-unmerged { background: #cf222e; }
.icon.is-open { color: var(--open); } .icon.is-closed, .icon.is-merged { color: var(--done); } .icon.is-unmerged { color: var(--bad); } .icon { color: var(--grey); } .state > .icon[class] { color: inherit; } .state svg { display: block; }
.cards { display: grid; gap: 16px; grid-template-columns: repeat(auto-fill, minmax(min(100%, 340px), 1fr)); margin-top: 16px; }
.card { border: 1px solid var(--line); border-radius: 8px; padding: 16px; } .card h2 { font-size: 16px; } .card p { margin: 8px 0 0; }
.topics { display: flex; flex-wrap: wrap; gap: 6px; } .topics span { color: var(--link); background: color-mix(in srgb, var(--link) 12%, transparent); border-radius: 2em; padding: 0 10px; font-size: 12px; line-height: 22px; }
.clone code { padding: 6px 10px; display: inline-block; }
.box { border: 1px solid var(--line); border-radius: 8px; margin: 20px 0; overflow: hidden; } .box > h2 { padding: 12px 16px; background: var(--panel); border-bottom: 1px solid var(--line); }
.rows li { display: flex; gap: 10px; padding: 10px 16px; border-top: 1px solid var(--line); } .rows li:first-child { border-top: 0; } .rows p { margin: 2px 0 0; } .title { color: var(--ink); font-weight: 600; }
.columns { display: grid; grid-template-columns: minmax(0, 1fr) 260px; gap: 24px; }
aside section { padding: 0 0 14px; margin-bottom: 14px; border-bottom: 1px solid var(--line); } aside h2 { font-size: 12.5px; color: var(--soft); margin-bottom: 8px; } aside p { margin: 0 0 6px; }
.labels { display: flex; flex-wrap: wrap; gap: 6px; } .labels li { display: inline-flex; align-items: center; } .labels form { display: inline; }
.add-label { display: flex; gap: 6px; margin-top: 10px; } .add-label select { min-width: 0; flex: 1; } .plain li { margin: 4px 0; }
.comment { border: 1px solid var(--line); border-radius: 8px; margin-bottom: 16px; overflow: hidden; } .comment > header { padding: 8px 14px; background: var(--panel); border-bottom: 1px solid var(--line); }
.comment.approved { border-color: var(--open); } .comment.changes-requested { border-color: var(--bad); } .inline { border-top: 1px solid var(--line); padding: 8px 14px; } .inline .markdown { padding: 4px 0; } .inline p { margin: 0; } .inline .scroll { border: 1px solid var(--line); border-radius: 6px; margin: 6px 0; } .said { margin-top: 8px; } .said + .said { margin-left: 20px; }
.reactions { padding: 0 16px 10px; margin: 0; } .said .reactions { padding: 0; }
.markdown { padding: 12px 16px; } .markdown > :first-child { margin-top: 0; } .markdown > :last-child { margin-bottom: 0; } .markdown ul, .markdown ol { padding-left: 24px; list-style: revert; }
.markdown pre { background: var(--panel); padding: 12px; border-radius: 6px; overflow: auto; } .markdown pre code { background: none; padding: 0; } .markdown blockquote { margin: 0 0 12px; padding-left: 12px; border-left: 3px solid var(--line); color: var(--soft); } .markdown h1, .markdown h2 { font-size: 18px; } .markdown h3 { font-size: 16px; }
.markdown table { border-collapse: collapse; } .markdown th, .markdown td { border: 1px solid var(--line); padding: 4px 10px; }
.event { display: flex; gap: 10px; margin: 0 0 16px 14px; color: var(--soft); font-size: 13.5px; } .event strong { color: var(--ink); font-weight: 600; } .event > svg { flex: none; margin-top: 3px; }
form.reply { border-top: 2px solid var(--line); padding-top: 16px; margin-top: 4px; display: grid; gap: 8px; } .reply > label { font-weight: 600; font-size: 13.5px; }
input:not([type=checkbox]), textarea, select { font: inherit; color: inherit; background: var(--bg); border: 1px solid var(--line); border-radius: 6px; padding: 6px 10px; width: 100%; } textarea { resize: vertical; }
:focus-visible { outline: 2px solid var(--link); outline-offset: 1px; }
fieldset { border: 1px solid var(--line); border-radius: 6px; display: flex; flex-wrap: wrap; gap: 6px 14px; margin: 0; padding: 8px 12px; } legend { font-weight: 600; font-size: 13.5px; }
.buttons { display: flex; gap: 8px; justify-content: flex-end; }
button, .button { font: inherit; font-size: 14px; font-weight: 500; color: var(--ink); background: var(--panel); border: 1px solid var(--line); border-radius: 6px; padding: 4px 14px; cursor: pointer; white-space: nowrap; } .primary { color: #fff; background: var(--go); border-color: var(--go-line); } .button:hover { text-decoration: none; } button:hover, .button:hover { filter: brightness(1.06); }
button.x { border: 0; background: none; padding: 0 6px; color: var(--soft); }
.merge { display: flex; align-items: center; justify-content: space-between; gap: 12px; border: 1px solid var(--open); border-radius: 8px; padding: 10px 14px; margin: 0 0 16px; } .merge.conflict { border-color: var(--bad); }
.check::before { content: "● "; color: var(--grey); } .check.success::before { color: var(--open); } .check.failure::before, .check.timed_out::before { color: var(--bad); }
.plus { color: var(--open); font-weight: 600; } .minus { color: var(--bad); font-weight: 600; } .changes > h2 { margin: 24px 0 12px; }
.file { border: 1px solid var(--line); border-radius: 8px; margin-bottom: 16px; overflow: hidden; } .file summary { padding: 8px 14px; background: var(--panel); cursor: pointer; } .file summary code { background: none; font-weight: 600; } .scroll { overflow-x: auto; border-top: 1px solid var(--line); }
.diff { border-collapse: collapse; width: 100%; line-height: 20px; } .diff td { padding: 0 8px; white-space: pre; overflow-wrap: normal; } .diff .n { width: 1%; min-width: 40px; text-align: right; color: var(--soft); user-select: none; } .diff .s { width: 1%; padding: 0 2px 0 8px; user-select: none; } .diff .t { padding-left: 4px; }
.diff .add { background: var(--add); } .diff .add .n { background: var(--add-n); } .diff .del { background: var(--del); } .diff .del .n { background: var(--del-n); } .diff .hunk { background: var(--hunk); color: var(--soft); }
@media (max-width: 760px) { .columns { grid-template-columns: minmax(0, 1fr); } aside { order: -1; } h1 { font-size: 22px; } main { padding: 0 14px; margin: 16px auto; } .heading { flex-wrap: wrap; } }
`;
