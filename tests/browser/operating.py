"""The Operations page in the browser: its sections, and what opens in them."""

from __future__ import annotations

from urllib.parse import urljoin

from playwright.sync_api import Page, expect


def section(page: Page, name: str) -> None:
    """Go to a section of the Operations page."""
    if not page.url.endswith("/operations"):
        page.goto(urljoin(page.url, "/operations"))
    expect(page.get_by_role("heading", name="Operations", level=1)).to_be_visible()
    page.get_by_role("radio", name=name, exact=True).click()
    expect(page.get_by_role("radio", name=name, exact=True)).to_be_checked()
    still(page)


def still(page: Page) -> None:
    """Wait until the page has been drawn."""
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")


def overview(page: Page) -> None:
    section(page, "Overview")
    expect(page.get_by_role("heading", name="Response time")).to_be_visible()
    expect(page.get_by_test_id("stVegaLiteChart").first).to_be_visible()


def trace(page: Page) -> None:
    """The latest question's trace."""
    section(page, "Questions")
    page.get_by_role("radio", name="Latest").click()
    still(page)
    page.get_by_role("button", name="Open").first.click()
    expect(page.get_by_role("button", name="Back")).to_be_visible()
    expect(page.get_by_role("heading", name="Steps")).to_be_visible()


def waiting(page: Page) -> None:
    """The queue of answers that wait for a reviewer."""
    page.get_by_role("button", name="Back").click()
    section(page, "Review")
    expect(page.get_by_role("button", name="Start with the worst")).to_be_visible()


def reviewed(page: Page) -> None:
    """One of them, opened."""
    page.get_by_role("button", name="Start with the worst").click()
    expect(page.get_by_role("button", name="Save and next")).to_be_visible()


def versions(page: Page) -> None:
    page.goto(urljoin(page.url, "/operations"))
    section(page, "Versions")


def experiments(page: Page) -> None:
    section(page, "Experiments")


def drift(page: Page) -> None:
    section(page, "Drift")


def alerts(page: Page) -> None:
    section(page, "Alerts")


OPERATING = {
    "operations": overview,
    "trace": trace,
    "review": waiting,
    "reviewing": reviewed,
    "versions": versions,
    "experiments": experiments,
    "drift": drift,
    "alerts": alerts,
}
"""Each is reached from the one before it; an answer that is not liked was given before."""
