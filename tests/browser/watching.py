"""Watches a browser for whatever acts on its own: requests to elsewhere, scripts, dialogs, windows.

And walks all that stands on the page, in shadow roots too, for what could load, run or link.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Dialog, Frame, Page

from tests.browser.conftest import LOCAL, PATIENCE_MS
from tests.browser.plants import HOST

PATHS = ("/", "/ask", "/search", "/library", "/evaluation", "/operations")
HIT = "planted script ran: "
TRAP = f"""
Object.defineProperty(window, "__hit", {{set: place => console.error({HIT!r} + place)}});
"""
ACTIVE = """
([host, paths, own]) => {
  const found = [], told = each => each.cloneNode(false).outerHTML.slice(0, 300);
  const note = (why, each) => found.push(`${why}: ${told(each)}`);
  const loading = ["src", "href", "xlink:href", "srcset", "poster", "data", "action", "formaction",
                   "background", "style", "srcdoc", "ping", "cite"];
  const address = text => { try { return new URL(text, location.href); } catch { return null; } };
  const look = each => {
    const tag = each.localName, ours = each.closest && each.closest("head");
    if (["iframe", "object", "embed", "base", "frame", "source", "track", "map", "portal",
         "applet", "image", "use", "animate", "set", "math"].includes(tag))
      note("element", each);
    if (["audio", "video"].includes(tag) && each.src) note("element", each);
    if (tag === "meta" && each.httpEquiv) note("meta", each);
    if (tag === "form" && each.hasAttribute("action")) note("form", each);
    if (tag === "script" && !ours) note("script", each);
    if (tag === "a" && each.hasAttribute("href")) {
      const to = address(each.href);
      const stays = to && to.origin === location.origin && !each.target;
      if (!stays || !(paths.includes(to.pathname) || each.getAttribute("href").startsWith("#")))
        note("link", each);
    }
    if (tag === "img" && !own.some(start => each.src.startsWith(start))) note("image", each);
    if (tag === "style" && each.textContent.includes(host)) note("style", each);
    if (tag === "link" && ![location.origin, "null"].includes(address(each.href)?.origin))
      note("link", each);
    if (each.dataset && each.dataset.testid === "stIconMaterial"
        && each.textContent.includes("skull")) note("icon", each);
    if (/(^| )katex/.test(each.getAttribute("class") || "")) note("formula", each);
    for (const {name, value} of each.attributes) {
      if (name.startsWith("on")) note("handler", each);
      if (loading.includes(name) && (value.includes(host) || /^\\s*javascript:/i.test(value)))
        note(name, each);
    }
  };
  const walk = root => {
    for (const each of root.querySelectorAll("*")) {
      look(each);
      if (each.shadowRoot) walk(each.shadowRoot);
    }
  };
  walk(document);
  return found;
}
"""
WORDS = """
() => {
  const read = root => [...root.childNodes].map(each =>
    each.nodeType === Node.TEXT_NODE ? each.data
    : ["STYLE", "SCRIPT"].includes(each.nodeName) ? ""
    : ["INPUT", "TEXTAREA"].includes(each.nodeName) ? each.value + (each.title || "")
    : (each.nodeName === "IMG" ? each.alt : "") + (each.shadowRoot ? read(each.shadowRoot) : "")
      + read(each)).join("");
  return read(document.body);
}
"""


@dataclass
class Watch:
    """One window. acted: all that it did of its own accord, a line each; nothing is what we want.

    hosts: that were asked for something.
    """

    page: Page
    acted: list[str] = field(default_factory=list)
    hosts: set[str] = field(default_factory=set)

    def note_address(self, kind: str, address: str) -> None:
        parts = urlsplit(address)
        if parts.hostname:
            self.hosts.add(parts.hostname)
        fetched = parts.scheme in ("data", "blob", "about") and kind != "navigation"
        if not fetched and parts.hostname not in LOCAL and address != "about:blank":
            self.acted.append(f"{kind}: {address[:200]}")

    def note_dialog(self, dialog: Dialog) -> None:
        self.acted.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def note_console(self, message: ConsoleMessage) -> None:
        """Streamlit looks for its server below the screen's path first, and finds none there."""
        if message.type == "error" and "/_stcore/" not in message.location.get("url", ""):
            self.acted.append(f"console: {message.text}")

    def note_frame(self, frame: Frame) -> None:
        self.note_address("navigation", frame.url)

    def standing(self) -> list[str]:
        """What stands on the page now and could load, run or link."""
        own = ("data:image/png;base64,", "data:image/svg+xml;base64,", self._at("/media/"))
        found: list[str] = self.page.evaluate(ACTIVE, [HOST, list(PATHS), list(own)])
        return found

    def words(self) -> str:
        """Every word on the page, in fields and shadow roots too, without breaks of our own."""
        read: str = self.page.evaluate(WORDS)
        return read.replace("\u2060", "")

    def _at(self, path: str) -> str:
        parts = urlsplit(self.page.url)
        return f"{parts.scheme}://{parts.netloc}{path}"


def watched(browser: Browser) -> Watch:
    """A new window in a fresh profile, watched from its first moment."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, accept_downloads=True)
    context.set_default_timeout(PATIENCE_MS)
    context.add_init_script(TRAP)
    watch = Watch(context.new_page())
    _listen(context, watch)
    return watch


def _listen(context: BrowserContext, watch: Watch) -> None:
    page = watch.page
    context.on("request", lambda request: watch.note_address("request", request.url))
    context.on("page", lambda opened: watch.acted.append(f"window: {opened.url}"))
    page.on("websocket", lambda socket: watch.note_address("socket", socket.url))
    page.on("framenavigated", watch.note_frame)
    page.on("dialog", watch.note_dialog)
    page.on("console", watch.note_console)
    page.on("pageerror", lambda error: watch.acted.append(f"error: {error}"))
