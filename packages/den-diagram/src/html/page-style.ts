/** The page around the drawings: a bar, the drawing, and a panel for what was picked. */
export const PAGE_STYLE = `*{box-sizing:border-box}
html,body{height:100%;margin:0}
body{display:grid;grid-template:auto 1fr auto/1fr auto;background:var(--page);color:var(--text);font:14px/1.45 system-ui,-apple-system,"Segoe UI",Helvetica,Arial,sans-serif}
header{grid-column:1/-1;display:flex;flex-wrap:wrap;gap:8px 14px;align-items:center;padding:8px 14px;border-bottom:1px solid var(--frame);background:var(--frame)}
h1{font-size:15px;margin:0}
nav,#kinds{display:flex;flex-wrap:wrap;gap:4px}
button,input{font:inherit;color:inherit;background:var(--page);border:1px solid color-mix(in srgb,var(--line) 45%,transparent);border-radius:6px;padding:3px 9px}
button{cursor:pointer}
button[aria-pressed=true],button[aria-selected=true]{border-color:var(--a0);box-shadow:inset 0 0 0 1px var(--a0)}
button:focus-visible,input:focus-visible,.node:focus-visible .shape{outline:2px solid var(--a0);outline-offset:1px}
input{width:15em}
output{color:var(--faint);min-width:7em}
main{overflow:hidden;position:relative;touch-action:none;cursor:grab}
main.moving{cursor:grabbing}
main svg{position:absolute;inset:0;width:100%;height:100%}
[hidden]{display:none!important}
aside{width:min(24em,45vw);overflow:auto;padding:12px 16px;border-left:1px solid var(--frame);overflow-wrap:anywhere}
aside h2{font-size:15px;margin:0 0 2px}
aside p{margin:0 0 10px;color:var(--faint)}
aside h3{font-size:12px;margin:14px 0 4px;color:var(--faint)}
dl{margin:0}dt{color:var(--faint);font-size:12px}dd{margin:0 0 6px;white-space:pre-wrap}
aside ul{list-style:none;margin:0;padding:0}aside li{margin:2px 0}
aside li button{border:0;padding:1px 0;background:none;text-align:left;text-decoration:underline;text-underline-offset:2px}
footer{grid-column:1/-1;display:flex;flex-wrap:wrap;gap:4px 12px;align-items:center;padding:6px 14px;background:var(--frame);color:var(--faint);font-size:12px}
.swatch{display:inline-block;width:10px;height:10px;border-radius:3px;border:2px solid var(--accent);vertical-align:-1px;margin-right:5px}
.node{cursor:pointer}
.faded{opacity:.13}
.found .shape{stroke-width:3}
.picked .shape{stroke-width:3.5}
@media print{header,aside,footer{display:none}main svg{position:static}}`;
