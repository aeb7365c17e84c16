"""`/api/debtors`: who owes, and how they were contacted."""

from dataclasses import fields
from decimal import Decimal
from math import ceil
from typing import Annotated, Any

from litestar import Request, Response, delete, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter, SkipValidation

from mock_crm import rules
from mock_crm.desk import Desk
from mock_crm.records import contacts, debtors
from mock_crm.records.debtors import Filter
from mock_crm.refusals import Invalid
from mock_crm.wire import Contact, Debtor, DebtorPage

DeskOf = NamedDependency[SkipValidation[Desk]]
Days = Annotated[int | None, QueryParameter(ge=0, le=100_000)]

_TAGS = ["devedores"]
_LIST_PARAMETERS = {field.name for field in fields(Filter)} | {"page", "page_size"}


@get("/debtors", summary="Lista os devedores, em páginas e com filtros", tags=_TAGS)
async def list_debtors(
    desk: DeskOf,
    request: Request[Any, Any, Any],
    chosen: NamedDependency[SkipValidation[Filter]],
    page: Annotated[int, QueryParameter(ge=1, le=1_000_000)] = 1,
    page_size: Annotated[int, QueryParameter(ge=1, le=200)] = 50,
) -> DebtorPage:
    """Return one page of the debtors that pass every filter given; a filter that is none is refused."""
    if unknown := request.query_params.keys() - _LIST_PARAMETERS:
        raise Invalid(min(unknown), f"não é um filtro; use {', '.join(sorted(_LIST_PARAMETERS))}")
    today, offset = desk.today(), (page - 1) * page_size
    items, total = await desk.store.run(
        lambda connection: debtors.page(connection, chosen, today, limit=page_size, offset=offset)
    )
    return DebtorPage(items, page, page_size, total, ceil(total / page_size))


def read_filter(
    uf: FromQuery[str | None] = None,
    creditor: FromQuery[str | None] = None,
    name: FromQuery[str | None] = None,
    min_amount: FromQuery[Decimal | None] = None,
    max_amount: FromQuery[Decimal | None] = None,
    min_days_past_due: Days = None,
    max_days_past_due: Days = None,
) -> Filter:
    """Return the filters of the query; a name matches when it contains the text."""
    least = None if min_amount is None else rules.money(min_amount, "min_amount", least=Decimal(0))
    most = None if max_amount is None else rules.money(max_amount, "max_amount", least=Decimal(0))
    return Filter(uf, creditor, name, least, most, min_days_past_due, max_days_past_due)


@post("/debtors", summary="Cadastra um devedor", tags=_TAGS)
async def add_debtor(data: JSONBody[Debtor], desk: DeskOf) -> Response[Debtor]:
    """Keep a new debtor."""
    debtor = rules.debtor(data)
    await desk.store.run(lambda connection: debtors.add(connection, debtor))
    kept = await _shown(desk, debtor.cpf)
    return Response(kept, status_code=201, headers={"Location": f"/api/debtors/{debtor.cpf}"})


@get("/debtors/{cpf:str}", summary="Um devedor, pelo CPF", tags=_TAGS)
async def show_debtor(cpf: FromPath[str], desk: DeskOf) -> Debtor:
    """Return a debtor as of today."""
    return await _shown(desk, rules.cpf(cpf))


@put("/debtors/{cpf:str}", summary="Substitui o cadastro de um devedor", tags=_TAGS)
async def replace_debtor(cpf: FromPath[str], data: JSONBody[Debtor], desk: DeskOf) -> Debtor:
    """Keep this record instead of the one before."""
    debtor = rules.debtor(data)
    if debtor.cpf != rules.cpf(cpf):
        raise Invalid("cpf", "não é o CPF do endereço")
    await desk.store.run(lambda connection: debtors.replace(connection, debtor))
    return await _shown(desk, debtor.cpf)


@delete("/debtors/{cpf:str}", summary="Remove um devedor", tags=_TAGS)
async def remove_debtor(cpf: FromPath[str], desk: DeskOf) -> None:
    """Forget a debtor; results and boletos stay."""
    digits = rules.cpf(cpf)
    await desk.store.run(lambda connection: debtors.remove(connection, digits))


@get("/debtors/{cpf:str}/contacts", summary="O histórico de contatos com um devedor", tags=_TAGS)
async def list_contacts(cpf: FromPath[str], desk: DeskOf) -> list[Contact]:
    """Return the contacts logged, oldest first."""
    await _shown(desk, digits := rules.cpf(cpf))
    return await desk.store.run(lambda connection: contacts.of(connection, digits))


@post("/debtors/{cpf:str}/contacts", summary="Registra um contato com um devedor", tags=_TAGS)
async def log_contact(cpf: FromPath[str], data: JSONBody[Contact], desk: DeskOf) -> Contact:
    """Log a contact; it counts among the debtor's previous contacts from now on."""
    await _shown(desk, digits := rules.cpf(cpf))
    await desk.store.run(lambda connection: contacts.log(connection, digits, data))
    return data


ROUTES = (
    list_debtors,
    add_debtor,
    show_debtor,
    replace_debtor,
    remove_debtor,
    list_contacts,
    log_contact,
)


async def _shown(desk: Desk, cpf: str) -> Debtor:
    today = desk.today()
    return await desk.store.run(lambda connection: debtors.get(connection, cpf, today))
