// One answer: sentences with their verdicts and footnote marks, the sources. card.js stands before it.
// Every text becomes a text node: nothing in it can be markup.

class Reply {
  constructor(data, card, open) {
    Object.assign(this, { data, card, open });
    this.notes = new Map(data.notes.map((note) => [note.mark, note]));
  }

  draw() {
    const { data } = this;
    const parts = [this.text()];
    if (data.legend.length) parts.push(this.legend());
    if (data.lead) parts.push(make("p", "legend", data.lead));
    if (data.notes.length) parts.push(this.sources());
    parts.push(this.foot());
    return parts;
  }

  text() {
    const box = make("div", "text");
    let list = null;
    for (const block of this.data.blocks) {
      if (block.kind !== "item") list = null;
      else if (!list) box.append((list = make("ul")));
      const tag = { heading: "h4", item: "li", paragraph: "p" }[block.kind];
      const line = make(tag);
      block.sentences.forEach((sentence, at) => {
        if (at && !/^[;,:.]/.test(sentence.text)) line.append(" ");
        line.append(...this.sentence(sentence));
      });
      (list || box).append(line);
    }
    return box;
  }

  sentence(sentence) {
    const { verdict } = sentence;
    const tag = verdict === "unsupported" ? "s" : "span";
    const said = make(tag, `said ${verdict}`, sentence.text);
    const parts = [said];
    if (verdict !== "supported") {
      const why = named(make("button", "why", "?"), sentence.why);
      const content = () => [make("p", "reason", sentence.why)];
      this.card.attach(why, content, null);
      parts.push("\u2060", why);
    }
    for (const number of sentence.marks) parts.push("\u2060", this.mark(number));
    return parts;
  }

  mark(number) {
    const note = this.notes.get(number);
    const mark = named(make("button", "mark", String(number)), note.label);
    this.card.attach(mark, () => this.note(note, mark), () => this.open(number, mark));
    return mark;
  }

  note(note, mark) {
    const head = make("p", "head");
    head.append(make("strong", "", note.document), note.facts ? ` \u00b7 ${note.facts}` : "");
    const parts = [head, passage(note, false)];
    if (note.doubt) parts.push(make("p", "reason", note.doubt));
    if (!note.gone) {
      const words = this.data.words.open;
      const button = named(make("button", "open", words), `${words}: ${note.label}`);
      button.onclick = () => { this.card.hide(); this.open(note.mark, mark); };
      parts.push(button);
    }
    return parts;
  }

  legend() {
    const box = make("div", "legend");
    for (const line of this.data.legend) box.append(make("p", "", line));
    return box;
  }

  // Many sources are folded: the marks in the text show each of them.
  sources() {
    const list = this.list();
    if (this.data.notes.length <= MOST_OPEN) return list;
    const folded = make("details", "folded");
    folded.append(make("summary", "", this.data.count), list);
    return folded;
  }

  list() {
    const list = make("ol", "sources");
    list.setAttribute("aria-label", this.data.words.sources);
    for (const note of this.data.notes) {
      const row = make("li");
      const button = named(make("button", "source"), note.label);
      button.disabled = note.gone;
      const head = make("span", "head");
      head.append(make("span", "number", String(note.mark)), make("strong", "", note.document));
      if (note.facts) head.append(make("span", "facts", note.facts));
      button.append(head);
      if (this.data.latest) button.append(passage(note, true));
      button.onclick = () => this.open(note.mark, button);
      row.append(button);
      list.append(row);
    }
    return list;
  }

  foot() {
    const foot = make("div", "foot");
    const { copy, words, print } = this.data;
    if (copy) {
      const button = named(make("button", "copy", words.copy), words.copyLabel);
      button.onclick = async () => {
        await put(copy, foot);
        named(button, words.copied).textContent = words.copied;
        setTimeout(() => { named(button, words.copyLabel).textContent = words.copy; }, 2000);
      };
      foot.append(button);
    }
    const details = make("details");
    const summary = make("summary");
    summary.append(make("span", "", print.short));
    details.append(summary, make("span", "", print.long));
    foot.append(details);
    return foot;
  }
}

// Pages that come over plain HTTP from another machine have no clipboard of their own.
async function put(text, place) {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  const field = make("textarea", "away");
  field.value = text;
  place.append(field);
  field.select();
  document.execCommand("copy");
  field.remove();
}

// Drawn anew only when the data has changed: else the focus would be lost at every click.
function draw(root, data) {
  const said = JSON.stringify(data);
  if (root.said === said) return;
  root.said = said;
  root.replaceChildren();
  root.card = new Card(root);
  const open = (number, pressed) => {
    root.opened = pressed;
    root.tell(number);
  };
  root.prepend(...new Reply(data, root.card, open).draw());
  if (data.fresh) show(root);
}

// A new answer comes into view as far as it fits; of a long one its beginning.
function show(root) {
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const block = root.offsetHeight > innerHeight / 2 ? "start" : "nearest";
  requestAnimationFrame(() => root.scrollIntoView({ block, behavior: still ? "auto" : "smooth" }));
}

export default function (component) {
  const { data, parentElement, setTriggerValue } = component;
  const root = parentElement.querySelector(".reply");
  root.tell = (number) => setTriggerValue("opened", number);
  draw(root, data);
  const { card } = root;
  const heard = {
    keydown: (event) => { if (event.key === "Escape") card.hide(); },
    pointerdown: (event) => { if (!event.composedPath().includes(root)) card.hide(); },
    scroll: () => card.hide(),
    // The source has been closed: back to the mark that opened it.
    "footnote-closed": () => {
      if (root.opened) root.opened.focus({ preventScroll: true });
      root.opened = null;
      card.hide();
    },
  };
  for (const [name, hear] of Object.entries(heard)) document.addEventListener(name, hear, true);
  return () => {
    card.hide();
    for (const [name, hear] of Object.entries(heard)) document.removeEventListener(name, hear, true);
  };
}
