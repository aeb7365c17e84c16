"""Return files: what a bank would answer to our remittance, read back."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pycobranca.cnab.retorno.cnab240 import LAYOUTS_240
from pycobranca.cnab.retorno.cnab400 import LAYOUTS_400

from adapters.payments.bank_files import CnabFiles
from adapters.payments.remittance import LAYOUTS
from adapters.payments.returns import read_return
from application.ports.bank_files import BankFileUnreadable, BankNotice
from domain.payments.registration import Registration
from tests.adapters.payments.bank_accounts import ON, account_at, boletos_of, to
from tests.adapters.payments.test_remittance import details

PAID_ON = date(2026, 12, 11)
# Where our-number and check digits stand in our remittance, from 0: the bank repeats them as they are.
NUMBER_SENT = {
    ("001", "240"): slice(46, 57),
    ("001", "400"): slice(63, 80),
    ("004", "400"): slice(62, 70),
    ("033", "240"): slice(44, 57),
    ("033", "400"): slice(62, 70),
    ("041", "400"): slice(62, 72),
    ("070", "400"): slice(209, 221),
    ("077", "400"): slice(89, 100),
    ("085", "240"): slice(37, 57),
    ("097", "400"): slice(62, 73),
    ("104", "240"): slice(40, 57),
    ("136", "400"): slice(192, 203),
    ("237", "400"): slice(70, 82),
    ("336", "400"): slice(62, 73),
    ("341", "400"): slice(62, 70),
    ("422", "400"): slice(62, 71),
    ("748", "240"): slice(37, 57),
    ("756", "240"): slice(37, 47),
    ("756", "400"): slice(62, 74),
}
EACH = pytest.mark.parametrize(("bank", "layout"), sorted(NUMBER_SENT), ids="/".join)
READ = CnabFiles(account_at("341")).read_return


def put(line: str, where: tuple[int, int], value: str) -> str:
    """Return `line` with `value` in the places of a field, from its first to its last."""
    start, end = where[0], where[1] + 1
    return line[:start] + value.ljust(end - start)[: end - start] + line[end:]


async def answer(bank: str, layout: str, occurrence: str, *, paid: str = "0", title: str = "33334") -> bytes:
    """Return what the bank answers about the first boleto of a remittance."""
    account = account_at(bank, layout)
    _, sent = CnabFiles(account).remittance(to("register", await boletos_of(account)), 7, ON)
    number = details(sent, layout)[0][NUMBER_SENT[bank, layout]]
    write = _answer_240 if layout == "240" else _answer_400
    return write(bank, number, occurrence, paid, title)


def a_return(sequence: int, occurrence: str, *, paid: str = "0", title: str = "30000") -> bytes:
    """Return what Itaú tells of a boleto, the first ones being worth R$ 300,00."""
    return _answer_400("341", f"{sequence:08d}", occurrence, paid, title)


def _answer_400(bank: str, number: str, occurrence: str, paid: str, title: str) -> bytes:
    fields = LAYOUTS_400[bank]
    line = "1".ljust(400)
    values = {
        "nosso_numero": number.rjust(fields["nosso_numero"][1] - fields["nosso_numero"][0] + 1),
        "codigo_ocorrencia": occurrence,
        "valor_titulo": title.zfill(13),
        "valor_recebido": paid.zfill(13),
        "data_ocorrencia": f"{PAID_ON:%d%m%Y}" if bank == "070" else f"{PAID_ON:%d%m%y}",
        "data_credito": f"{PAID_ON:%d%m%Y}" if bank == "070" else f"{PAID_ON:%d%m%y}",
    }
    for name, value in values.items():
        if name in fields:
            line = put(line, fields[name][:2], value)
    header = put("02RETORNO01COBRANCA".ljust(400), (76, 78), bank)
    return "\r\n".join([header, line, "9".ljust(400), ""]).encode()


def _answer_240(bank: str, number: str, occurrence: str, paid: str, title: str) -> bytes:
    fields = LAYOUTS_240.get(bank, LAYOUTS_240["default"])["ranges"]
    begin = f"{bank}00013"
    t = put(
        put(f"{begin}00001T {occurrence}".ljust(240), fields["nosso_numero"], number),
        fields["valor_titulo"],
        "",
    )
    t = put(t, fields["valor_titulo"], title.zfill(15))
    u = put(f"{begin}00002U {occurrence}".ljust(240), fields["valor_recebido"], paid.zfill(15))
    for name in ("data_ocorrencia", "data_credito"):
        u = put(u, fields[name], f"{PAID_ON:%d%m%Y}")
    return "\r\n".join([f"{bank}00000".ljust(240), t, u, f"{bank}99999".ljust(240), ""]).encode()


def told(content: bytes) -> BankNotice:
    (notice,) = READ(content).notices
    return notice


@EACH
async def test_a_paid_boleto_is_named_with_what_was_paid_and_when(bank: str, layout: str) -> None:
    notice = told(await answer(bank, layout, "06", paid="34001"))

    assert (notice.sequence, notice.title_amount, notice.state) == (100, Decimal("333.34"), "paid")
    assert (notice.paid_amount, notice.paid_on) == (Decimal("340.01"), PAID_ON)


@pytest.mark.parametrize(
    # CrediSIS tells of payments alone.
    ("bank", "layout"),
    sorted(NUMBER_SENT.keys() - {("097", "400")}),
    ids="/".join,
)
@pytest.mark.parametrize(
    ("occurrence", "state"), [("02", "registered"), ("03", "rejected"), ("09", "cancelled")]
)
async def test_what_the_bank_did_with_a_boleto_is_read(
    bank: str, layout: str, occurrence: str, state: Registration
) -> None:
    if (bank, occurrence) == ("077", "09"):
        occurrence = "07"

    notice = told(await answer(bank, layout, occurrence))

    assert (notice.sequence, notice.state, notice.paid_amount) == (100, state, None)


async def test_a_refusal_gives_the_reason_in_portuguese_with_the_codes_of_the_manual() -> None:
    lines = (await answer("341", "400", "03")).decode().split("\r\n")
    lines[1] = put(lines[1], (377, 384), "0816")

    assert told("\r\n".join(lines).encode()).reason == "Entrada rejeitada (motivo 08 16)"


async def test_a_code_that_means_something_else_at_this_bank_is_read_as_this_bank_means_it() -> None:
    assert told(await answer("077", "400", "07", paid="33334")).state == "cancelled"
    assert told(await answer("422", "400", "40", paid="33334")).state == "cancelled"
    assert told(await answer("341", "400", "07", paid="33334")).state == "paid"


@pytest.mark.parametrize("occurrence", ["28", "14", "51", "99"])
async def test_a_fee_or_a_changed_date_changes_nothing(occurrence: str) -> None:
    notice = told(await answer("341", "400", occurrence, paid="100"))

    assert (notice.state, notice.paid_amount) == (None, None)


@pytest.mark.parametrize(
    "content", [b"", b"\r\n", b"oi", b"%PDF-1.7 \x00\xff", b"0" * 400, b"x" * 100_000, b"<OFX></OFX>"]
)
def test_what_is_no_return_file_is_refused_in_portuguese(content: bytes) -> None:
    with pytest.raises(BankFileUnreadable, match="retorno"):
        READ(content)


async def test_a_bank_whose_numbers_we_cannot_read_is_refused_rather_than_guessed() -> None:
    content = (await answer("341", "400", "06", paid="1")).replace(b"341", b"745", 1)

    with pytest.raises(BankFileUnreadable, match="banco 745"):
        READ(content)


@given(st.data())
async def test_a_damaged_file_is_read_or_refused(data: st.DataObject) -> None:
    bank, layout = data.draw(st.sampled_from(sorted(NUMBER_SENT)))
    content = bytearray(await answer(bank, layout, "06", paid="34001"))
    for place in data.draw(st.lists(st.integers(0, len(content) - 1), max_size=8)):
        content[place] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(content)))
    try:
        READ(bytes(content[:cut]))
    except BankFileUnreadable:
        return


@pytest.mark.parametrize(("bank", "layout"), sorted(LAYOUTS), ids="/".join)
async def test_a_remittance_given_as_a_return_is_said_to_be_one(bank: str, layout: str) -> None:
    account = account_at(bank, layout)
    _, sent = CnabFiles(account).remittance(to("register", await boletos_of(account)), 7, ON)

    for content in (sent, b"\r\n" + sent):
        with pytest.raises(BankFileUnreadable, match="não é um retorno: é uma remessa"):
            read_return(content)
