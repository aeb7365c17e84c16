"""`/api/v1/bank`: the files by which the bank and we tell each other of boletos."""

from datetime import date
from decimal import Decimal
from typing import Any

import msgspec
from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, SkipValidation

from application.ports.negotiation_repository import NotFound
from application.ports.registrations import Remittance
from application.read_return import NoticeRead, ReadReturn
from application.read_statement import CreditRead, ReadStatement
from application.write_remittance import WriteRemittance
from domain.shared.ids import AgreementId
from entrypoints.http import examples

LARGEST_BANK_FILE = 16 * 1024 * 1024


class NoticeBody(msgspec.Struct, frozen=True):
    """One line of a return file, in BRL; `agreement_id` is null when it names no boleto of ours."""

    line: int
    agreement_id: AgreementId | None
    installment: int | None
    nosso_numero: str | None
    state: str | None
    is_news: bool
    reason: str | None
    paid_amount: Decimal | None
    paid_on: date | None
    payment: str | None


class CreditBody(msgspec.Struct, frozen=True):
    """One credit of a statement, in BRL; `payment` is null when it names nothing of ours."""

    on: date
    amount: Decimal
    payment: str | None


@post("/bank/remittances", summary="Escreve a remessa dos boletos que o banco ainda não conhece")
async def write_remittance(
    write: NamedDependency[SkipValidation[WriteRemittance]],
    *,
    rejected: FromQuery[bool] = False,
) -> Response[bytes]:
    """Return a new file: 201, or 204 when the bank has been told of everything.

    With `rejected`, boletos that the bank refused are in it once more.
    """
    file = await write(again=rejected)
    return Response(b"", status_code=204) if file is None else _file(file, 201)


@get(
    "/bank/remittances/{number:int}",
    summary="Uma remessa já escrita, idêntica",
    responses=examples.problems(401, 404, 503),
)
async def show_remittance(
    number: FromPath[int], write: NamedDependency[SkipValidation[WriteRemittance]]
) -> Response[bytes]:
    """Return a file as it was written."""
    file = await write.written(number)
    if file is None:
        raise NotFound
    return _file(file, 200)


@post(
    "/bank/returns",
    status_code=200,
    request_max_body_size=LARGEST_BANK_FILE,
    summary="Lê um retorno do banco (CNAB 240 ou 400), como corpo",
    responses=examples.problems(401, 422, 503),
)
async def read_return(
    request: Request[Any, Any, Any], read: NamedDependency[SkipValidation[ReadReturn]]
) -> list[NoticeBody]:
    """Keep what the bank tells; the same file again changes nothing."""
    return [_notice(line) for line in await read(await request.body())]


@post(
    "/bank/statements",
    status_code=200,
    request_max_body_size=LARGEST_BANK_FILE,
    summary="Lê um extrato da conta (OFX), como corpo",
    responses=examples.problems(401, 422, 503),
)
async def read_statement(
    request: Request[Any, Any, Any], read_ofx: NamedDependency[SkipValidation[ReadStatement]]
) -> list[CreditBody]:
    """Record what came in; the same statement again changes nothing."""
    return [_credit(each) for each in await read_ofx(await request.body())]


def _file(file: Remittance, status: int) -> Response[bytes]:
    headers = {
        "Content-Disposition": f'attachment; filename="{file.file_name}"',
        "Location": f"/api/v1/bank/remittances/{file.number}",
        "Cache-Control": "no-store",
    }
    return Response(file.content, status_code=status, media_type="text/plain", headers=headers)


def _notice(line: NoticeRead) -> NoticeBody:
    notice, known = line.notice, line.boleto
    return NoticeBody(
        notice.line,
        known.agreement_id if known else None,
        known.installment if known else None,
        known.boleto.nosso_numero if known else None,
        notice.state,
        line.is_news,
        notice.reason,
        notice.paid_amount,
        notice.paid_on,
        line.payment,
    )


def _credit(each: CreditRead) -> CreditBody:
    return CreditBody(each.credit.on, each.credit.amount, each.payment)
