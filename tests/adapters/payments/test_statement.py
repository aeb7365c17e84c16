"""OFX statements, as Brazilian banks write them."""

from datetime import date
from decimal import Decimal

import pytest

from adapters.payments.statement import read_statement
from application.ports.bank_files import BankFileUnreadable

HEADER = "OFXHEADER:100\nDATA:OFXSGML\nVERSION:102\nENCODING:USASCII\nCHARSET:1252\n\n"
TXID = "0A1B2C3D4E5F0000000000042"
END_TO_END = "E00000000202611201530abcdefghijk"


def an_ofx(*entries: str, org: str = "Itau") -> bytes:
    listed = "".join(f"<STMTTRN>{entry}</STMTTRN>" for entry in entries)
    return (
        f"{HEADER}<OFX><SIGNONMSGSRSV1><SONRS><FI><ORG>{org}<FID>341</FI></SONRS></SIGNONMSGSRSV1>"
        f"<BANKMSGSRSV1><STMTTRNRS><STMTRS><BANKACCTFROM><BANKID>341<ACCTID>0057123457</BANKACCTFROM>"
        f"<BANKTRANLIST>{listed}</BANKTRANLIST></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>"
    ).encode("latin-1")


def an_entry(amount: str, memo: str, *, fitid: str = "1", day: str = "20261120120000[-3:BRT]") -> str:
    return f"<TRNTYPE>CREDIT\n<DTPOSTED>{day}\n<TRNAMT>{amount}\n<FITID>{fitid}\n<MEMO>{memo}\n"


def test_a_boleto_that_was_paid_is_named_by_its_our_number() -> None:
    (credit,) = read_statement(an_ofx(an_entry("340.01", "LIQUIDAÇÃO COBRANÇA 00000100")))

    assert (credit.amount, credit.on, credit.nosso_numero) == (
        Decimal("340.01"),
        date(2026, 11, 20),
        "00000100",
    )


def test_a_pix_is_named_by_its_txid_and_end_to_end_id() -> None:
    (credit,) = read_statement(an_ofx(an_entry("10.00", f"PIX RECEBIDO {END_TO_END} {TXID}")))

    assert (credit.txid, credit.end_to_end_id, credit.nosso_numero) == (TXID, END_TO_END, None)


def test_money_that_went_out_is_not_a_payment() -> None:
    credits_read = read_statement(
        an_ofx(an_entry("-9.90", "TARIFA 00000100"), an_entry("1.00", "TED", fitid="2"))
    )

    assert [credit.amount for credit in credits_read] == [Decimal("1.00")]


def test_an_amount_with_a_comma_is_the_same_amount() -> None:
    (credit,) = read_statement(an_ofx(an_entry("340,01", "LIQUIDAÇÃO COBRANÇA 00000100")))

    assert credit.amount == Decimal("340.01")


@pytest.mark.parametrize("amount", ["Infinity", "0.00", "muito", ""])
def test_an_entry_without_an_amount_is_no_credit(amount: str) -> None:
    assert read_statement(an_ofx(an_entry(amount, "TED"))) == ()


def test_an_amount_that_is_no_number_is_refused() -> None:
    with pytest.raises(BankFileUnreadable, match="não é um número"):
        read_statement(an_ofx(an_entry("NaN", "TED")))


def test_each_entry_has_the_name_that_its_bank_gives_it() -> None:
    statement = an_ofx(an_entry("1.00", "A", fitid="77"), an_entry("1.00", "A", fitid="78"))

    first, second = read_statement(statement)

    assert first.external_id != second.external_id
    assert read_statement(statement) == (first, second)


@pytest.mark.parametrize("content", [b"", b"oi", b"\xff\xfe\x00", b"%PDF-1.7"])
def test_what_is_no_statement_is_refused_in_portuguese(content: bytes) -> None:
    with pytest.raises(BankFileUnreadable, match="OFX"):
        read_statement(content)
