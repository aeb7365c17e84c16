"""`/api/negotiations`: how conversations ended."""

from datetime import date
from decimal import Decimal
from sqlite3 import Connection
from typing import Annotated

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, HeaderParameter, JSONBody, SkipValidation
from msgspec import UNSET

from mock_crm import issuing, rules
from mock_crm.desk import Desk
from mock_crm.records import boletos, contacts, debtors, deliveries, idempotency, results
from mock_crm.records.boletos import Slip
from mock_crm.wire import Contact, Debtor, KeptResult, NegotiationResult

IdempotencyKey = Annotated[str | None, HeaderParameter(name="Idempotency-Key", max_length=200)]

_TAGS = ["negociações"]


@post("/negotiations/results", summary="Recebe o resultado de uma negociação", tags=_TAGS)
async def take_result(
    data: JSONBody[NegotiationResult],
    desk: NamedDependency[SkipValidation[Desk]],
    idempotency_key: IdempotencyKey = None,
) -> Response[KeptResult]:
    """Keep a result, once; a successful one issues its boletos, which are then delivered.

    A result that names a `payment_slip_reference` issues none: the debtor was already given a slip.
    201 the first time; the same `Idempotency-Key` again answers 200 with what is kept.
    """
    result = rules.result(data)
    is_repeat = await desk.store.run(lambda connection: _keep(connection, desk, result, idempotency_key))
    desk.courier.nudge()
    kept = await desk.store.run(lambda connection: _kept(connection, result.session_id))
    headers = {"Location": f"/api/negotiations/results/{result.session_id}"}
    return Response(kept, status_code=200 if is_repeat else 201, headers=headers)


@get("/negotiations/results/{session_id:str}", summary="O resultado de uma sessão", tags=_TAGS)
async def show_result(session_id: FromPath[str], desk: NamedDependency[SkipValidation[Desk]]) -> KeptResult:
    """Return the result of a session and the boletos issued for it."""
    return await desk.store.run(lambda connection: _kept(connection, session_id))


ROUTES = (take_result, show_result)


def _keep(connection: Connection, desk: Desk, result: NegotiationResult, key: str | None) -> bool:
    """Keep a result and all that follows from it; tell whether it was kept before."""
    if idempotency.is_repeat(connection, "results", key, result):
        return True
    debtor = debtors.get(connection, result.debtor_cpf, desk.today())
    if rules.issues(result):
        rules.discount(result.discount_amount, debtor, "discount_amount")
    results.add(connection, result)
    contacts.log(connection, debtor.cpf, _contact(result))
    slips = _slips(desk, debtor, result)
    if slips:
        boletos.add(connection, slips)
        if desk.courier.is_employed:
            deliveries.put(connection, result.session_id)
    return False


def _slips(desk: Desk, debtor: Debtor, result: NegotiationResult) -> list[Slip]:
    """Return the boletos to issue: none when the negotiator already issued its own."""
    if result.agreed_amount is None or not rules.issues(result):
        return []
    return issuing.cut(debtor, result.session_id, _dues(result, result.agreed_amount), desk.today())


def _dues(result: NegotiationResult, total: Decimal) -> list[tuple[date, Decimal]]:
    """Return what falls due when, earliest first."""
    if result.scheduled_payment_amounts is not UNSET:
        return sorted(zip(result.scheduled_payment_dates, result.scheduled_payment_amounts, strict=True))
    due_dates = rules.payment_dates(result)
    if result.agreement and not result.scheduled_payment_dates:
        due_dates = issuing.monthly(result.agreement)
    return issuing.evenly(total, due_dates)


def _contact(result: NegotiationResult) -> Contact:
    return Contact(
        at=result.interaction_timestamp,
        channel="whatsapp",
        outcome=result.outcome,
        notes=result.qualitative_notes,
    )


def _kept(connection: Connection, session_id: str) -> KeptResult:
    result = results.get(connection, session_id)
    ids = [issuing.id_of(slip) for slip in boletos.of_session(connection, session_id)]
    return KeptResult(**msgspec.structs.asdict(result), boletos=ids)
