from __future__ import annotations

from app.models import DEFAULT_FILE, default_model_path
from app.models.catalogue import DEFAULT_NAME, catalogue, entry
from app.models.memory import GB
from app.models.names import form
from app.models.records import NAME

FREE = {"apache-2.0", "mit"}


def test_the_first_entry_is_the_packaged_model_as_it_lies_there() -> None:
    first = catalogue()[0]
    assert (first.name, first.file, first.repository) == (DEFAULT_NAME, DEFAULT_FILE, "")
    assert first.size == default_model_path().stat().st_size


def test_the_others_lie_on_the_hub_and_are_ordered_by_memory() -> None:
    others = catalogue()[1:]
    assert all(each.repository.count("/") == 1 and each.file.endswith(".gguf") for each in others)
    needs = [each.memory_gb for each in catalogue()]
    assert needs == sorted(needs)


def test_memory_holds_the_file_and_the_rest_of_footnote() -> None:
    assert all(each.memory_gb * GB > each.size + GB for each in catalogue())


def test_names_are_names_and_nothing_else() -> None:
    assert all(NAME.fullmatch(each.name) for each in catalogue())
    assert {form(each.name) for each in catalogue()[1:]} == {"name"}
    assert len({each.name for each in catalogue()}) == len(catalogue())


def test_commercial_use_is_free_where_the_licence_gives_it() -> None:
    assert all(each.commercial == (each.licence in FREE) for each in catalogue())


def test_a_name_is_found_in_upper_and_lower_case() -> None:
    found = entry("QWEN3-4B")
    assert found is not None
    assert found.name == "qwen3-4b"
    assert entry("qwen3-5b") is None
