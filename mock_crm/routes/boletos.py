"""`/api/boletos`: what debtors pay with."""

from sqlite3 import Connection
from typing import Annotated, Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, HeaderParameter, JSONBody, SkipValidation

from mock_crm import issuing, rules
from mock_crm.desk import Desk
from mock_crm.records import boletos, debtors, idempotency
from mock_crm.records.boletos import Slip
from mock_crm.refusals import Invalid
from mock_crm.wire import Agreement, Boleto, IssuedBoletos

IdempotencyKey = Annotated[str | None, HeaderParameter(name="Idempotency-Key", max_length=200)]
DeskOf = NamedDependency[SkipValidation[Desk]]

_TAGS = ["boletos"]


@post("/boletos/generate", summary="Emite os boletos de um acordo", tags=_TAGS)
async def generate(
    data: JSONBody[Agreement],
    desk: DeskOf,
    request: Request[Any, Any, Any],
    idempotency_key: IdempotencyKey = None,
) -> Response[IssuedBoletos]:
    """Issue one boleto per instalment, a month apart; a session's boletos are issued once.

    201 the first time; the same `Idempotency-Key` again answers 200 with the same boletos.
    """
    agreement = rules.agreement(data)
    is_repeat = await desk.store.run(lambda connection: _issue(connection, desk, agreement, idempotency_key))
    slips = await desk.store.run(lambda connection: boletos.of_session(connection, agreement.session_id))
    issued = IssuedBoletos(agreement.session_id, _shown(slips, request))
    return Response(issued, status_code=200 if is_repeat else 201)


@get("/boletos", summary="Os boletos de uma sessão ou de um devedor", tags=_TAGS)
async def list_boletos(
    desk: DeskOf,
    request: Request[Any, Any, Any],
    session_id: FromQuery[str | None] = None,
    debtor_cpf: FromQuery[str | None] = None,
) -> list[Boleto]:
    """Return the boletos of the session or of the debtor given."""
    if session_id:
        slips = await desk.store.run(lambda connection: boletos.of_session(connection, session_id))
    elif debtor_cpf:
        digits = rules.cpf(debtor_cpf, "debtor_cpf")
        slips = await desk.store.run(lambda connection: boletos.of_debtor(connection, digits))
    else:
        raise Invalid("session_id", "diga a sessão ou debtor_cpf")
    return _shown(slips, request)


@get("/boletos/{boleto_id:str}", summary="Um boleto", tags=_TAGS)
async def show_boleto(boleto_id: FromPath[str], desk: DeskOf, request: Request[Any, Any, Any]) -> Boleto:
    """Return a boleto with its numbers and its payment link."""
    [boleto] = _shown([await _numbered(desk, boleto_id)], request)
    return boleto


@get("/boletos/{boleto_id:str}/pdf", summary="O PDF de um boleto", tags=_TAGS)
async def show_pdf(boleto_id: FromPath[str], desk: DeskOf) -> Response[bytes]:
    """Return a boleto as people pay it."""
    return await _pdf(desk, await _numbered(desk, boleto_id))


@get("/boletos/{token:str}", summary="O link de pagamento que o devedor recebe", tags=_TAGS)
async def open_payment_link(token: FromPath[str], desk: DeskOf) -> Response[bytes]:
    """Return the boleto of a link; the link itself is the key."""
    return await _pdf(desk, await desk.store.run(lambda connection: boletos.with_token(connection, token)))


ROUTES = (generate, list_boletos, show_boleto, show_pdf)


def _issue(connection: Connection, desk: Desk, agreement: Agreement, key: str | None) -> bool:
    if idempotency.is_repeat(connection, "boletos", key, agreement):
        return True
    rules.not_past(agreement.due_date, desk.today(), "dueDate")
    debtor = debtors.get(connection, agreement.debtor_cpf, desk.today())
    rules.discount(agreement.discount_applied, debtor, "discountApplied")
    dues = issuing.evenly(agreement.agreed_amount, issuing.monthly(agreement))
    slips = issuing.cut(debtor, agreement.session_id, dues, desk.today())
    boletos.add(connection, slips)
    return False


def _shown(slips: list[Slip], request: Request[Any, Any, Any]) -> list[Boleto]:
    base_url = str(request.base_url).rstrip("/")
    return [issuing.boleto(slip, base_url) for slip in slips]


async def _numbered(desk: Desk, boleto_id: str) -> Slip:
    sequence = issuing.sequence_of(boleto_id)
    return await desk.store.run(lambda connection: boletos.numbered(connection, sequence))


async def _pdf(desk: Desk, slip: Slip) -> Response[bytes]:
    headers = {"Content-Disposition": 'inline; filename="boleto.pdf"'}
    return Response(await desk.press.pdf([slip]), media_type="application/pdf", headers=headers)
