"""What axe-core objects to on a page."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import resources

from playwright.sync_api import Page

RULES = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]
AXE = (resources.files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
RUN = """
async ([rules]) => {
  const told = await axe.run(document, {runOnly: rules, resultTypes: ["violations"]});
  return told.violations.flatMap(each => each.nodes.map(
    node => [each.id, node.target.flat().join(" "), node.failureSummary]));
}
"""


@dataclass(frozen=True, slots=True)
class Known:
    """What Streamlit draws against a rule, and no style changes. part: of its selector."""

    rule: str
    part: str
    reason: str


KNOWN: tuple[Known, ...] = ()


def violations(page: Page) -> list[str]:
    """One line for each element that breaks a rule, but for what is KNOWN."""
    if not page.evaluate("Boolean(window.axe)"):
        page.evaluate(AXE)
    found: list[list[str]] = page.evaluate(RUN, [RULES])
    return [
        f"{rule}: {target}: {summary}"
        for rule, target, summary in found
        if not any(each.rule == rule and each.part in target for each in KNOWN)
    ]
