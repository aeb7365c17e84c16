"""What a PSP and we exchange: Bacen's API Pix 2.x, charges with a due date. Money is a decimal string."""

from datetime import date, datetime
from decimal import Decimal

import msgspec

# Bacen, API Pix: multa 2 and juros 3 are in percent, the interest a month of running days.
FINE_IN_PERCENT = 2
INTEREST_PERCENT_A_MONTH = 3
REMOVED = "REMOVIDA_PELO_USUARIO_RECEBEDOR"


class Calendar(msgspec.Struct, rename="camel"):
    """When a charge falls due, and for how many days after that it can still be paid."""

    data_de_vencimento: date
    validade_apos_vencimento: int = 30


class Debtor(msgspec.Struct, omit_defaults=True):
    """Who pays: a CPF or a CNPJ."""

    nome: str
    cpf: str | None = None
    cnpj: str | None = None


class Surcharge(msgspec.Struct, rename="camel"):
    """What is added after the due date."""

    modalidade: int
    valor_perc: str


class Amount(msgspec.Struct, omit_defaults=True):
    """What is owed, and what being late costs."""

    original: str
    multa: Surcharge | None = None
    juros: Surcharge | None = None


class Charge(msgspec.Struct, rename="camel", omit_defaults=True):
    """The body that creates a charge."""

    calendario: Calendar
    devedor: Debtor
    valor: Amount
    chave: str
    solicitacao_pagador: str = ""


class Location(msgspec.Struct):
    """Where the payer's bank fetches the charge: an address without its scheme."""

    location: str


class Received(msgspec.Struct, rename="camel"):
    """One Pix that came in."""

    end_to_end_id: str
    valor: Decimal
    horario: datetime
    txid: str = ""


class ChargeMade(msgspec.Struct):
    """A charge as the PSP keeps it."""

    status: str
    txid: str
    calendario: Calendar
    valor: Amount
    pix_copia_e_cola: str = msgspec.field(default="", name="pixCopiaECola")
    loc: Location | None = None
    # Where it is in versions of the API before `loc`.
    location: str = ""
    pix: list[Received] = []


class Notice(msgspec.Struct):
    """The body of a notification: the Pix that came in, each still to be read; none tries the address."""

    pix: list[msgspec.Raw] = []


class ReceivedPage(msgspec.Struct):
    """The Pix that came in within some time."""

    pix: list[msgspec.Raw] = []
