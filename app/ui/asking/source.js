// What stands behind a footnote: the image of a page, text or a table, with the passage marked.
// Every text becomes a text node: nothing in it can be markup.

const ZOOMS = [0.5, 0.75, 1, 1.25, 1.5, 2, 3];

function make(tag, className, text) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text) element.textContent = text;
  return element;
}

function share(value) {
  return `${(100 * value).toFixed(3)}%`;
}

function pageImage(data) {
  const page = make("div", "page");
  page.style.setProperty("--ratio", `${data.width} / ${data.height}`);
  const image = make("img");
  image.alt = data.said;
  image.src = data.image;
  page.append(image);
  for (const box of data.marks) {
    const mark = make("div", "box");
    Object.assign(mark.style, {
      left: share(box.left), top: share(box.top), width: share(box.width), height: share(box.height),
    });
    mark.dataset.marked = "";
    page.append(mark);
  }
  return page;
}

function passage(data) {
  const text = make("div", "text");
  if (data.before) text.append(make("p", "more", data.words.before));
  const body = make("div", "body");
  for (const { text: said, marked } of data.segments) {
    const part = make(marked ? "mark" : "span", "", said);
    if (marked) part.dataset.marked = "";
    body.append(part);
  }
  text.append(body);
  if (data.after) text.append(make("p", "more", data.words.after));
  return text;
}

function table(data) {
  const box = make("div", "text");
  if (data.before) box.append(make("p", "more", data.words.before));
  const frame = make("table");
  const head = make("tr");
  for (const name of ["", ...data.columns]) {
    const cell = make("th", "", name);
    cell.scope = "col";
    head.append(cell);
  }
  const top = make("thead");
  top.append(head);
  const rows = make("tbody");
  data.rows.forEach((cells, at) => {
    const row = make("tr", data.marked.includes(at) ? "marked" : "");
    if (data.marked.includes(at)) row.dataset.marked = "";
    row.append(make("td", "number", String(data.first + at)));
    for (const said of cells) row.append(make("td", "", said));
    rows.append(row);
  });
  frame.append(top, rows);
  box.append(frame);
  if (data.after) box.append(make("p", "more", data.words.after));
  return box;
}

const KINDS = { image: pageImage, passage, table };

function zoomer(view, words) {
  const bar = make("div", "zoom");
  let at = ZOOMS.indexOf(1);
  const told = make("output", "", "100\u202f%");
  const step = (by, sign, label) => {
    const button = make("button", "", sign);
    button.type = "button";
    button.setAttribute("aria-label", label);
    button.onclick = () => {
      at = by ? Math.min(Math.max(0, at + by), ZOOMS.length - 1) : ZOOMS.indexOf(1);
      view.style.setProperty("--zoom", ZOOMS[at]);
      told.textContent = `${100 * ZOOMS[at]}\u202f%`;
      reveal(view);
    };
    return button;
  };
  bar.append(step(-1, "\u2212", words.smaller), told, step(1, "+", words.larger));
  bar.append(step(0, words.fit, words.fitLabel));
  return bar;
}

// The passage a third from the top of the view: what leads to it is seen as well.
function reveal(view) {
  const mark = view.querySelector("[data-marked]");
  if (!mark) return;
  const from = view.getBoundingClientRect();
  const to = mark.getBoundingClientRect();
  view.scrollTop += to.top - from.top - view.clientHeight / 3;
  view.scrollLeft += to.left - from.left - 24;
}

function draw(root, data) {
  const said = JSON.stringify(data);
  if (root.said === said) return;
  const first = !root.said;
  root.said = said;
  const view = make("div", `view ${data.kind}`);
  view.tabIndex = 0;
  view.setAttribute("role", "region");
  view.setAttribute("aria-label", data.label);
  const body = KINDS[data.kind](data);
  view.append(body);
  root.replaceChildren(...(data.kind === "image" ? [zoomer(view, data.words)] : []), view);
  const image = body.querySelector("img");
  if (image && !image.complete) image.onload = () => reveal(view);
  requestAnimationFrame(() => reveal(view));
  if (first && data.focus) view.focus({ preventScroll: true });
}

export default function (component) {
  const { data, parentElement } = component;
  const root = parentElement.querySelector(".source-body");
  draw(root, data);
  // Answers give the focus back to the mark that was pressed.
  return () => setTimeout(() => {
    if (!root.isConnected) document.dispatchEvent(new Event("footnote-closed"));
  });
}
