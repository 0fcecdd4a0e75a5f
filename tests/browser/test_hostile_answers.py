"""Nothing from a question, a model or a source acts on the page: with a hostile model."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from urllib.parse import urljoin

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token
from playwright.sync_api import Error, Locator, Page, expect
from pypdf import PdfReader

from tests.browser import plants
from tests.browser.planted import House, calm, furnished, text_of, window
from tests.browser.plants import FACTS, HOST, QUESTIONS, title
from tests.browser.test_journey import ask
from tests.browser.watching import Watch

pytestmark = pytest.mark.browser
house = pytest.fixture(scope="module")(furnished)
watch = pytest.fixture(window)


def asked(house: House, page: Page, question: str, answer: str) -> Locator:
    """Ask in a new chat a model that answers this."""
    house.answers(answer)
    page.goto(house.address)
    return ask(page, question)


def send(house: House, page: Page, question: str) -> None:
    page.goto(house.address)
    box = page.get_by_test_id("stChatInputTextArea")
    expect(box).to_be_enabled()
    box.fill(question)
    box.press("Enter")


def pane(page: Page) -> Locator:
    """The source beside the answer."""
    return page.locator(".st-key-source")


def test_an_answer_of_a_hostile_model_is_text(house: House, watch: Watch) -> None:
    page = watch.page
    reply = asked(house, page, QUESTIONS["md"], plants.reply())
    calm(watch, FACTS["md"], text_of("model"), text_of("model-item"), plants.name("md"))
    assert set(reply.locator(".mark").all_inner_texts()) <= set("1234567")

    reply.locator(".mark").first.hover()
    expect(reply.locator(".card")).to_be_visible()
    calm(watch)
    reply.locator(".why").first.click()
    calm(watch)
    reply.locator(".mark").first.click()
    expect(pane(page).locator(".view")).to_be_visible()
    calm(watch, "window.__hit='md'")
    page.keyboard.press("Escape")
    expect(pane(page)).to_have_count(0)


@pytest.mark.parametrize("ending", [each for each in FACTS if each != "md"])
def test_a_source_is_text(house: House, watch: Watch, ending: str) -> None:
    reply = asked(house, watch.page, QUESTIONS[ending], plants.said(ending))
    reply.locator(".mark").first.click()
    expect(pane(watch.page).locator(".view")).to_be_visible()
    calm(watch, plants.name(ending))
    if ending == "pdf":
        image = pane(watch.page).locator("img")
        assert (image.get_attribute("src") or "").startswith("data:image/png;base64,")


def test_a_question_its_chat_and_a_correction_are_text(house: House, watch: Watch) -> None:
    page = watch.page
    question = plants.plant("question")
    house.answers("The sources do not say.")
    send(house, page, question)
    expect(page.get_by_test_id("stFeedback")).to_be_visible()
    calm(watch, text_of("question"), "I searched 7 documents for")
    page.locator("[class*=st-key-edit-] button:visible").first.click()
    cancel = page.get_by_role("button", name="Cancel")
    expect(cancel).to_be_visible()
    calm(watch, text_of("question"))
    cancel.click()

    page.get_by_test_id("stFeedback").locator("button, label, [role=radio]").nth(1).click()
    page.get_by_role("textbox", name="What would be right?").fill(plants.plant("correction"))
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("You noted")).to_be_visible()
    calm(watch, "You noted")

    page.get_by_role("button", name="Chat", exact=True).click()
    page.get_by_role("textbox", name="Title").fill(title("chat"))
    page.get_by_role("button", name="Rename").click()
    expect(page.get_by_test_id("stSidebar")).to_contain_text(title("chat")[:30])
    calm(watch, title("chat"))
    remove = page.get_by_role("button", name="Remove this chat")
    if not remove.is_visible():
        page.get_by_role("button", name="Chat", exact=True).click()
    remove.click()
    expect(page.get_by_role("dialog")).to_be_visible()
    calm(watch, title("chat"))
    page.get_by_role("button", name="Keep it").click()


def test_what_can_be_chosen_is_text(house: House, watch: Watch) -> None:
    page = watch.page
    page.goto(house.address)
    page.get_by_role("button", name="All documents").click()
    page.get_by_role("combobox", name="Documents").click()
    calm(watch, plants.name("docx")[:50])
    page.get_by_role("option").first.click()
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Options").click()
    calm(watch, plants.name("csv")[:20])


def test_a_search_explained_is_text(house: House, watch: Watch) -> None:
    page = watch.page
    page.goto(urljoin(house.address, "/search"))
    box = page.get_by_role("textbox", name="Question")
    box.fill(f"{QUESTIONS['md']} {plants.plant('search')}")
    box.press("Enter")
    card = page.locator("[class*=st-key-hit-]").first
    expect(card).to_be_visible()
    card.get_by_text("In its surroundings").click()
    page.get_by_text("What was left out").click()
    page.get_by_role("button", name="Filters").click()
    calm(watch, HOST, text_of("search"))


def test_the_original_of_a_page_is_saved_and_never_shown(house: House, watch: Watch) -> None:
    page = watch.page
    reply = asked(house, page, QUESTIONS["html"], plants.said("html"))
    reply.locator(".mark").first.click()
    with page.expect_download() as told:
        pane(page).get_by_role("button", name="Original").click()
    file = told.value
    served = page.context.request.get(file.url)

    assert file.path().read_bytes() == plants.files()[1]["buffer"]
    assert served.headers["content-disposition"].startswith("attachment;")
    with pytest.raises(Error, match="Download is starting"):
        page.goto(file.url)
    calm(watch)


def test_a_saved_chat_links_and_loads_nothing(house: House, watch: Watch) -> None:
    page = watch.page
    asked(house, page, QUESTIONS["md"], plants.reply())
    page.get_by_role("button", name="Chat", exact=True).click()
    saved: dict[str, bytes] = {}
    for label in ("Markdown", "Word", "PDF"):
        with page.expect_download() as told:
            page.get_by_role("button", name=label, exact=True).click()
        saved[label] = told.value.path().read_bytes()

    text = saved["Markdown"].decode()
    assert HOST in text
    parsed = list(_tokens(MarkdownIt("commonmark").parse(text)))
    assert not {each.tag for each in parsed} & {"a", "img"}
    assert not {each.type for each in parsed} & {"html_inline", "html_block"}
    assert not [each for each in parsed if each.type == "text" and "://" in each.content]
    with zipfile.ZipFile(io.BytesIO(saved["Word"])) as packed:
        parts = {each: packed.read(each).decode("utf-8", "replace") for each in packed.namelist()}
    assert HOST in parts["word/document.xml"]
    assert not [each for each in parts.values() if 'TargetMode="External"' in each]
    for link in re.findall("<w:hyperlink[^>]*>", parts["word/document.xml"]):
        assert "w:anchor=" in link
        assert "r:id" not in link
    assert not re.search("w:instrText|<w:drawing", parts["word/document.xml"])
    paper = PdfReader(io.BytesIO(saved["PDF"]))
    links = [each.get_object() for leaf in paper.pages for each in leaf.get("/Annots", [])]
    assert {each.get("/A", {}).get("/S", "/GoTo") for each in links} <= {"/GoTo"}
    assert not {"/OpenAction", "/AA", "/Names"} & set(paper.root_object)
    calm(watch)


def _tokens(tokens: Iterable[Token]) -> Iterator[Token]:
    for each in tokens:
        yield each
        yield from _tokens(each.children or ())


def test_an_evaluation_shows_its_questions_as_text(house: House, watch: Watch) -> None:
    page = watch.page
    house.answers(plants.reply())
    page.goto(urljoin(house.address, "/evaluation"))
    page.get_by_role("button", name="Evaluate").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_text("My own file").click()
    dialog.locator("input[type=file]").set_input_files([plants.questions()])
    expect(dialog.get_by_text("2 questions in")).to_be_visible()
    calm(watch, title("rows"))
    dialog.get_by_role("button", name="Start").click()
    page.get_by_role("button", name="See the result").click(timeout=90_000)
    expect(page.get_by_test_id("stVegaLiteChart").first).to_be_visible()
    calm(watch, title("rows")[:30])
    page.get_by_text("Questions", exact=True).last.click()
    page.get_by_text(QUESTIONS["md"]).first.click()
    expect(page.get_by_text("Known answer").first).to_be_visible()
    calm(watch, title("question"), text_of("gold"), text_of("model"), title("id"))


def test_a_draft_is_text_while_it_is_written(house: House, watch: Watch) -> None:
    house.answers(plants.plant("draft"), ending="silent")
    send(house, watch.page, QUESTIONS["md"])
    expect(watch.page.get_by_role("main")).to_contain_text(text_of("draft"))
    watch.page.wait_for_timeout(250)
    assert watch.standing() == []
    assert watch.acted == []
