"""File name endings of texts that are no prose: code, data, and markup of paragraphs."""

from __future__ import annotations

CODE: frozenset[str] = frozenset(
    f".{suffix}"
    for suffix in """
    asm bash bat c cc cfg clj cmd cobol conf cpp cs css cu cxx dart diff ex exs f f90 for go gradle
    graphql groovy h hh hpp hs hxx ini java jl js jsx kt kts less lisp log lua m mjs ml patch php
    pl pm properties proto ps1 py pyi r rb rs scala scm scss sh sql svelte swift tcl toml ts tsx vb
    vhdl vue xml xsd xsl xslt yaml yml zig zsh
    """.split()  # noqa: SIM905  # a list of literals would be many times as long
)
"""Read by lines rather than by sentences, with the names of what encloses them as headings."""

JSON: frozenset[str] = frozenset((".json", ".jsonl", ".ndjson", ".geojson"))
"""Data whose objects are read like the rows of a table."""

SECTIONED: frozenset[str] = frozenset((".rst", ".adoc", ".asciidoc", ".tex"))
"""Prose whose headings are marked."""
