"""The promise of the UnreadPieces port."""

import pytest

from adapters.persistence import unread_pieces
from application.ports.unit_of_work import UnitOfWorkFactory
from application.ports.webhook_gate import UnreadPiece
from tests.adapters.contracts.kept import MINUTE, NOW

HOLOGRAM = UnreadPiece("message", "unknown_type", '{"type": "hologram"}')
BROKEN = UnreadPiece("status", "malformed", '{"id": 7\ud800\x00}')


async def test_what_was_not_read_is_kept_as_it_came_and_counted(uow_factory: UnitOfWorkFactory) -> None:
    async with uow_factory() as uow:
        await uow.unread_pieces.keep([HOLOGRAM, BROKEN, HOLOGRAM], NOW)
        await uow.unread_pieces.keep([HOLOGRAM], NOW + MINUTE)
        kept = await uow.unread_pieces.latest(10)
    readable = UnreadPiece("status", "malformed", '{"id": 7?}')
    assert sorted(kept, key=lambda each: each[1]) == [(readable, 1), (HOLOGRAM, 2)]


async def test_only_the_latest_are_kept(
    uow_factory: UnitOfWorkFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unread_pieces, "MOST_KEPT", 3)
    async with uow_factory() as uow:
        for number in range(5):
            await uow.unread_pieces.keep([UnreadPiece("calls", "unknown_field", str(number))], NOW)
        kept = await uow.unread_pieces.latest(10)
    assert [piece.raw for piece, _ in kept] == ["4", "3", "2"]
