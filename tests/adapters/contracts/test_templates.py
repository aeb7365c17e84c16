"""The promise of the Templates port."""

import pytest

from application.ports.templates import BadTemplate
from application.ports.unit_of_work import UnitOfWorkFactory
from tests.adapters.contracts.kept import MINUTE, NOW


async def bad(uow_factory: UnitOfWorkFactory) -> tuple[BadTemplate, ...]:
    async with uow_factory() as uow:
        return await uow.templates.bad()


async def refused(uow_factory: UnitOfWorkFactory, name: str, *, minutes: int = 0, reason: str = "x") -> bool:
    async with uow_factory() as uow:
        news = await uow.templates.refused(name, "pt_BR", reason, NOW + minutes * MINUTE)
        await uow.commit()
    return news


async def test_no_template_is_bad_at_first(uow_factory: UnitOfWorkFactory) -> None:
    assert await bad(uow_factory) == ()


async def test_a_refused_template_is_bad_since_it_was_refused_first(uow_factory: UnitOfWorkFactory) -> None:
    assert await refused(uow_factory, "lembrete", reason="recusado (erro 132001)")
    assert not await refused(uow_factory, "lembrete", minutes=5, reason="recusado (erro 132015)")
    assert await bad(uow_factory) == (BadTemplate("lembrete", "pt_BR", "recusado (erro 132001)", NOW),)


async def test_the_oldest_trouble_comes_first(uow_factory: UnitOfWorkFactory) -> None:
    await refused(uow_factory, "b", minutes=1)
    await refused(uow_factory, "a", minutes=2)
    assert [template.name for template in await bad(uow_factory)] == ["b", "a"]


@pytest.mark.parametrize(("language", "left"), [("pt_BR", []), ("en_US", ["lembrete"])])
async def test_a_template_that_is_accepted_again_is_bad_no_more(
    uow_factory: UnitOfWorkFactory, language: str, left: list[str]
) -> None:
    await refused(uow_factory, "lembrete")
    async with uow_factory() as uow:
        await uow.templates.accepted("lembrete", language)
        await uow.commit()
    assert [template.name for template in await bad(uow_factory)] == left
