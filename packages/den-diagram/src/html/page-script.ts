/**
 * What makes the page answer, in plain JavaScript: which drawing is seen, moving and zooming, search,
 * kinds, and what is around a node. It reads the data that stands beside it and writes text nodes only.
 */
export const PAGE_SCRIPT: string = String.raw`"use strict";
{
const data = JSON.parse(document.getElementById("data").textContent);
const $ = (selector, root = document) => root.querySelector(selector);
const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];
const main = $("main"), side = $("aside"), search = $("#search"), count = $("#count");
const make = (tag, text, attributes = {}) => {
  const element = document.createElement(tag);
  if (text !== undefined) element.textContent = text;
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
};

const views = $$("main svg").map((svg, index) => {
  const { nodes, edges } = data[index];
  const near = nodes.map(() => ({ in: [], out: [] }));
  edges.forEach(([from, to], edge) => {
    near[from].out.push([to, edge]);
    near[to].in.push([from, edge]);
  });
  const size = svg.dataset.size.split(" ").map(Number);
  return {
    svg, nodes, edges, near, size,
    nodeElements: $$(".node", svg).sort((a, b) => a.dataset.n - b.dataset.n),
    edgeElements: $$(".edge", svg).sort((a, b) => a.dataset.e - b.dataset.e),
    off: new Set(), found: [], at: -1, picked: -1, box: undefined,
  };
});
let view = views[0];

// Moving and zooming: the part that is seen, in the coordinates of the drawing.
const show = (box) => {
  view.box = box;
  view.svg.setAttribute("viewBox", box.join(" "));
};
const fit = () => {
  const [width, height] = view.size, ratio = main.clientWidth / Math.max(main.clientHeight, 1);
  // Small drawings are not blown up.
  const w = Math.max(width, height * ratio, main.clientWidth / 1.5), h = w / ratio;
  show([(width - w) / 2, (height - h) / 2, w, h]);
};
const zoom = (factor, px = main.clientWidth / 2, py = main.clientHeight / 2) => {
  const [x, y, w, h] = view.box;
  const width = Math.min(Math.max(w * factor, 80), Math.max(...view.size, 400) * 8);
  const scale = width / w;
  const fx = px / Math.max(main.clientWidth, 1), fy = py / Math.max(main.clientHeight, 1);
  show([x + w * fx * (1 - scale), y + h * fy * (1 - scale), width, h * scale]);
};
const move = (dx, dy) => {
  const [x, y, w, h] = view.box;
  show([x + dx, y + dy, w, h]);
};
const centre = (n) => {
  const frame = view.nodeElements[n].getBBox();
  const [, , w, h] = view.box, width = Math.min(w, Math.max(main.clientWidth, 300)), height = (h * width) / w;
  const [ox, oy] = view.svg.dataset.origin.split(" ").map(Number);
  show([ox + frame.x + frame.width / 2 - width / 2, oy + frame.y + frame.height / 2 - height / 2, width, height]);
};

// What is faded: kinds that are switched off; with a node in hand all but it and its neighbours.
const paint = (n = view.picked) => {
  const kept = n < 0 ? undefined : new Set([n, ...view.near[n].in.map(([m]) => m), ...view.near[n].out.map(([m]) => m)]);
  const hits = view.found.length > 0 ? new Set(view.found) : undefined;
  view.nodeElements.forEach((element, m) => {
    const faded = view.off.has("n" + view.nodes[m].kind) || (kept !== undefined ? !kept.has(m) : hits !== undefined && !hits.has(m));
    element.classList.toggle("faded", faded);
    element.classList.toggle("found", hits !== undefined && hits.has(m));
    element.classList.toggle("picked", m === view.picked);
  });
  view.edgeElements.forEach((element, e) => {
    const [from, to, kind] = view.edges[e];
    const gone = view.off.has("e" + kind) || view.off.has("n" + view.nodes[from].kind) || view.off.has("n" + view.nodes[to].kind);
    element.classList.toggle("faded", gone || (kept !== undefined && from !== n && to !== n) || (kept === undefined && hits !== undefined && !(hits.has(from) && hits.has(to))));
  });
};

const links = (title, list) => {
  if (list.length === 0) return [];
  const items = list.map(([m, e]) => {
    const item = make("li"), node = view.nodes[m], label = view.edges[e][3];
    const button = make("button", node.label);
    button.addEventListener("click", () => pick(m, true));
    item.append(button);
    if (label) item.append(" " + label);
    return item;
  });
  const ul = make("ul");
  ul.append(...items);
  return [make("h3", title + " (" + list.length + ")"), ul];
};
const pick = (n, seek = false) => {
  view.picked = n;
  side.hidden = n < 0;
  if (n >= 0) {
    const { id, label, kindLabel, note, change, details } = view.nodes[n];
    const dl = make("dl");
    for (const [name, text] of details) dl.append(make("dt", name), make("dd", text));
    side.replaceChildren(
      make("h2", label),
      make("p", [kindLabel, note, change, id === label ? "" : id].filter(Boolean).join(" · ")),
      dl,
      ...links("leads to", view.near[n].out),
      ...links("comes from", view.near[n].in),
    );
    location.replace("#" + encodeURIComponent(views.indexOf(view) + "/" + id));
    if (seek) centre(n);
  }
  paint();
};

const find = () => {
  const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
  view.found = words.length === 0 ? [] : view.nodes.flatMap(({ text }, n) => (words.every((word) => text.includes(word)) ? [n] : []));
  view.at = -1;
  count.textContent = words.length === 0 ? "" : view.found.length + " of " + view.nodes.length;
  pick(-1);
};
const step = (by) => {
  if (view.found.length === 0) return;
  view.at = (view.at + by + view.found.length) % view.found.length;
  pick(view.found[view.at], true);
  count.textContent = view.at + 1 + " of " + view.found.length;
};

const legend = () => {
  const kinds = $("#kinds");
  kinds.replaceChildren();
  for (const [key, label, accent, number] of data[views.indexOf(view)].kinds) {
    const button = make("button", undefined, { "aria-pressed": String(!view.off.has(key)) });
    button.append(make("span", undefined, { class: "swatch k" + accent }), label + " " + number);
    button.addEventListener("click", () => {
      if (!view.off.delete(key)) view.off.add(key);
      legend();
      paint();
    });
    kinds.append(button);
  }
};
const turn = (index) => {
  view = views[index];
  views.forEach(({ svg }, i) => { svg.toggleAttribute("hidden", i !== index); });
  $$("nav button").forEach((button, i) => button.setAttribute("aria-selected", String(i === index)));
  // The legend takes room from the drawing: it comes first.
  legend();
  if (view.box === undefined) fit();
  find();
};

$$("nav button").forEach((button, index) => button.addEventListener("click", () => turn(index)));
search.addEventListener("input", find);
search.addEventListener("keydown", (event) => { if (event.key === "Enter") step(event.shiftKey ? -1 : 1); });
$("#fit").addEventListener("click", fit);
$("#in").addEventListener("click", () => zoom(0.8));
$("#out").addEventListener("click", () => zoom(1.25));
main.addEventListener("wheel", (event) => {
  event.preventDefault();
  const box = main.getBoundingClientRect();
  zoom(Math.exp(Math.max(-60, Math.min(60, event.deltaY)) / 300), event.clientX - box.left, event.clientY - box.top);
}, { passive: false });
let grip, dragged = false;
main.addEventListener("pointerdown", (event) => { grip = [event.clientX, event.clientY]; dragged = false; });
addEventListener("pointermove", (event) => {
  if (grip === undefined) return;
  const [dx, dy] = [event.clientX - grip[0], event.clientY - grip[1]];
  if (!dragged && Math.hypot(dx, dy) < 4) return;
  dragged = true;
  main.classList.add("moving");
  const scale = view.box[2] / Math.max(main.clientWidth, 1);
  move(-dx * scale, -dy * scale);
  grip = [event.clientX, event.clientY];
});
addEventListener("pointerup", () => { grip = undefined; main.classList.remove("moving"); });
main.addEventListener("click", (event) => {
  if (dragged) return;
  const node = event.target.closest(".node");
  pick(node === null ? -1 : Number(node.dataset.n));
});
main.addEventListener("pointerover", (event) => {
  const node = event.target.closest(".node");
  if (view.picked < 0) paint(node === null ? -1 : Number(node.dataset.n));
});
main.addEventListener("focusin", (event) => {
  const node = event.target.closest(".node");
  if (node !== null && view.picked < 0) paint(Number(node.dataset.n));
});
addEventListener("keydown", (event) => {
  const typing = event.target === search;
  if (event.key === "Escape") { search.value = ""; search.blur(); find(); return; }
  if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
  const pan = view.box[2] / 10;
  const keys = {
    "/": () => search.focus(), "+": () => zoom(0.8), "=": () => zoom(0.8), "-": () => zoom(1.25), 0: fit,
    n: () => step(1), N: () => step(-1),
    ArrowLeft: () => move(-pan, 0), ArrowRight: () => move(pan, 0), ArrowUp: () => move(0, -pan), ArrowDown: () => move(0, pan),
    Enter: () => { const node = document.activeElement?.closest?.(".node"); if (node) pick(Number(node.dataset.n)); },
  };
  if (Object.hasOwn(keys, event.key)) { event.preventDefault(); keys[event.key](); }
});
addEventListener("resize", fit);
for (const { svg } of views) svg.toggleAttribute("hidden", true);
// A link to a node: its drawing's number, and its id.
const hash = /^#(\d+)\/([\s\S]*)$/.exec("#" + decodeURIComponent(location.hash.slice(1)));
turn(hash !== null && views[hash[1]] !== undefined ? Number(hash[1]) : 0);
if (hash !== null) {
  const n = view.nodes.findIndex(({ id }) => id === hash[2]);
  if (n >= 0) pick(n, true);
}
document.documentElement.dataset.ready = "yes";
}
`;
