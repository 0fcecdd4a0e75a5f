from __future__ import annotations

import threading

import pytest

from app.engine.turns import Turns
from indexes.errors import BusyError


def test_first_one_is_served_at_once() -> None:
    turns = Turns()
    with turns.take("ann") as turn:
        assert turns.ahead(turn) == 0
        assert list(turn.waits()) == []


def test_turns_come_in_the_order_of_asking() -> None:
    turns = Turns()
    held = [turns.take(asker) for asker in ("ann", "bob", "cem", "dee")]
    assert [turns.ahead(turn) for turn in held] == [0, 1, 2, 3]
    turns.leave(held[0])
    assert [turns.ahead(turn) for turn in held] == [0, 0, 1, 2]


def test_an_asker_of_many_questions_lets_others_in_between() -> None:
    turns = Turns()
    many = [turns.take("ann") for _ in range(4)]
    one = turns.take("bob")
    assert turns.ahead(one) == 1
    assert [turns.ahead(turn) for turn in many] == [0, 2, 3, 4]


def test_who_was_just_served_comes_after_who_was_not_yet() -> None:
    turns = Turns()
    first = turns.take("ann")
    waiting = turns.take("bob")
    turns.leave(first)
    again, third = turns.take("ann"), turns.take("cem")
    assert turns.ahead(waiting) == 0
    assert turns.ahead(third) == 1
    assert turns.ahead(again) == 2


def test_giving_up_while_waiting_lets_those_behind_move_up() -> None:
    turns = Turns()
    held = [turns.take(asker) for asker in ("ann", "bob", "cem")]
    turns.leave(held[1])
    assert turns.ahead(held[2]) == 1


def test_several_places_are_filled_at_once() -> None:
    turns = Turns(places=2)
    held = [turns.take(asker) for asker in ("ann", "bob", "cem")]
    assert [turns.ahead(turn) for turn in held] == [0, 0, 2]


def test_full_line_refuses_with_the_remedy() -> None:
    turns = Turns(most_waiting=1)
    turns.take("ann")
    turns.take("bob")
    with pytest.raises(BusyError, match="1 question is waiting already; try again"):
        turns.take("cem")


def test_who_waits_hears_each_change_and_then_it_is_their_turn() -> None:
    turns = Turns()
    first, second, third = (turns.take(asker) for asker in ("ann", "bob", "cem"))
    heard: list[int] = []

    def wait() -> None:
        heard.extend(third.waits())

    thread = threading.Thread(target=wait)
    thread.start()
    turns.leave(first)
    turns.leave(second)
    thread.join()
    assert turns.ahead(third) == 0
    assert heard == sorted(heard, reverse=True)


def test_who_has_waited_long_enough_is_told() -> None:
    turns = Turns()
    turns.take("ann")
    with pytest.raises(BusyError, match="1 is still before it"):
        list(turns.take("bob").waits(most_s=0))


def test_fifty_askers_are_each_served_once() -> None:
    turns = Turns()
    served: list[str] = []

    def ask(name: str) -> None:
        with turns.take(name) as turn:
            list(turn.waits())
            assert turns.ahead(turn) == 0
            served.append(name)

    threads = [threading.Thread(target=ask, args=(str(n),)) for n in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(served, key=int) == [str(n) for n in range(50)]
    assert turns.waiting() == 0
