// What stands before reply.js: elements made of text nodes, and the card of a footnote.

const GAP = 8; // px between a mark and its card, and between a card and the window's edge
const LED = 60; // characters shown before a quote where room is short
const MOST_OPEN = 5; // sources that are listed without being asked for
const LINGER = 180; // ms in which the pointer may travel from a mark to its card

function make(tag, className, text) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text) element.textContent = text;
  return element;
}

function named(button, label) {
  button.type = "button";
  button.setAttribute("aria-label", label);
  return button;
}

// What leads to a quote in its own line, cut so that the quote itself is seen in a few lines.
function led(before) {
  const line = before.slice(before.lastIndexOf("\n") + 1);
  if (line.length <= LED) return line;
  const tail = line.slice(-LED);
  return `\u2026\u00a0${tail.slice(tail.search(/\s/) + 1)}`;
}

function passage(note, brief) {
  const box = make("span", "passage");
  const before = brief ? led(note.before) : note.before;
  if (before) box.append(make("span", "around", before));
  box.append(make("mark", "", note.quote));
  if (note.after) box.append(make("span", "around", note.after));
  return box;
}

// A mark that comes to lie under a resting pointer, as the page moves, is not pointed at.
const pointer = { x: -1, y: -1 };
document.addEventListener("pointermove", (event) => {
  Object.assign(pointer, { x: event.clientX, y: event.clientY });
}, true);

function rests(event) {
  return event.clientX === pointer.x && event.clientY === pointer.y;
}

// The card in the top layer: one at a time, for a mark or for the reason of a verdict.
class Card {
  constructor(root) {
    this.box = make("div", "card");
    this.box.popover = "manual";
    this.anchor = null;
    this.timer = 0;
    this.box.onpointerenter = () => clearTimeout(this.timer);
    this.box.onpointerleave = () => this.leave();
    root.append(this.box);
  }

  show(anchor, ...content) {
    clearTimeout(this.timer);
    this.anchor = anchor;
    this.box.replaceChildren(...content);
    this.box.showPopover();
    const at = anchor.getBoundingClientRect();
    const { offsetWidth: width, offsetHeight: height } = this.box;
    const left = Math.min(Math.max(GAP, at.left - 24), innerWidth - width - GAP);
    const below = at.bottom + GAP;
    const fits = below + height <= innerHeight - GAP;
    this.box.style.left = `${Math.max(GAP, left)}px`;
    this.box.style.top = `${fits ? below : Math.max(GAP, at.top - GAP - height)}px`;
    this.reveal();
  }

  // Of a long passage the quote is seen first.
  reveal() {
    this.box.scrollTop = 0;
    const quote = this.box.querySelector("mark");
    if (!quote) return;
    const { top, bottom } = quote.getBoundingClientRect();
    const within = this.box.getBoundingClientRect();
    if (bottom > within.bottom) this.box.scrollTop = top - within.top - this.box.clientHeight / 3;
  }

  leave() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.hide(), LINGER);
  }

  hide() {
    clearTimeout(this.timer);
    this.anchor = null;
    if (this.box.matches(":popover-open")) this.box.hidePopover();
  }

  // anchor shows content while it is pointed at or focused; a tap shows it, other clicks act.
  attach(anchor, content, act) {
    let touched = false;
    anchor.onpointerdown = (event) => { touched = event.pointerType === "touch"; };
    anchor.onpointerenter = (event) => {
      if (event.pointerType === "mouse" && !rests(event)) this.show(anchor, ...content());
    };
    anchor.onpointerleave = (event) => { if (event.pointerType === "mouse") this.leave(); };
    anchor.onfocus = () => { if (!touched) this.show(anchor, ...content()); };
    anchor.onblur = (event) => { if (!this.box.contains(event.relatedTarget)) this.leave(); };
    anchor.onclick = () => {
      if (act && !touched) {
        this.hide();
        act();
      } else if (this.anchor === anchor && touched) this.hide();
      else this.show(anchor, ...content());
      touched = false;
    };
  }
}
