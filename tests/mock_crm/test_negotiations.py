"""The results of negotiations, and the boletos that follow from them."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from tests.mock_crm.running import JOAO, MARIA, RunningCrm, a_result, an_agreement, running_crm

SESSION = a_result()["session_id"]


async def boletos_of(crm: RunningCrm, session_id: str = SESSION) -> list[dict[str, Any]]:
    return list((await crm.http.get("/api/boletos", params={"session_id": session_id})).json())


async def test_a_result_is_kept_as_told(crm: RunningCrm) -> None:
    told = a_result(
        outcome="unsuccessful", agreed_amount=None, discount_amount=None, payment_date=None, language="pt-BR"
    ) | {"scheduled_payment_dates": [], "payment_slip_reference": None, "agreement": None}

    taken = await crm.reports(**told)

    assert taken.status_code == 201
    kept = (await crm.http.get(taken.headers["location"])).json()
    assert kept == told | {"boletos": []}


async def test_a_result_counts_as_a_contact(crm: RunningCrm) -> None:
    before = (await crm.http.get(f"/api/debtors/{MARIA}")).json()["previous_contacts"]

    await crm.reports(outcome="no_contact")

    [contact] = (await crm.http.get(f"/api/debtors/{MARIA}/contacts")).json()
    assert (contact["channel"], contact["outcome"]) == ("whatsapp", "no_contact")
    assert (await crm.http.get(f"/api/debtors/{MARIA}")).json()["previous_contacts"] == before + 1


async def test_a_successful_result_issues_one_boleto_per_date_that_sum_to_the_cent(crm: RunningCrm) -> None:
    taken = await crm.reports(agreed_amount="100.00")

    boletos = await boletos_of(crm)
    assert [boleto["id"] for boleto in boletos] == taken.json()["boletos"]
    assert [boleto["amount"] for boleto in boletos] == ["33.34", "33.33", "33.33"]
    assert [boleto["due_date"] for boleto in boletos] == ["2026-12-01", "2027-01-01", "2027-02-01"]
    assert len({boleto["nosso_numero"] for boleto in boletos}) == 3
    for boleto in boletos:
        assert boleto["barcode"][9:19] == str(Decimal(boleto["amount"]) * 100).split(".", 1)[0].zfill(10)
        assert (await crm.http.get(f"/api/boletos/{boleto['id']}")).json() == boleto


@pytest.mark.parametrize("outcome", ["partially_successful", "unsuccessful", "no_contact"])
async def test_any_other_result_issues_none(crm: RunningCrm, outcome: str) -> None:
    assert (await crm.reports(outcome=outcome)).json()["boletos"] == []


async def test_a_debtor_who_was_already_given_a_slip_gets_no_second_one(crm: RunningCrm) -> None:
    taken = await crm.reports(payment_slip_reference="109/00000007-3")

    assert taken.json()["boletos"] == []
    assert taken.json()["payment_slip_reference"] == "109/00000007-3"


async def test_the_same_result_again_is_kept_once(crm: RunningCrm) -> None:
    first, second = await crm.reports(), await crm.reports()

    assert (first.status_code, second.status_code) == (201, 200)
    assert second.json() == first.json()
    assert len(await boletos_of(crm)) == 3
    assert len((await crm.http.get(f"/api/debtors/{MARIA}/contacts")).json()) == 1


async def test_another_result_of_the_session_is_a_conflict_and_the_first_stands(crm: RunningCrm) -> None:
    first = await crm.reports()

    same_key = await crm.reports(outcome="unsuccessful")
    no_key = await crm.http.post("/api/negotiations/results", json=a_result())

    assert same_key.status_code == 409
    assert same_key.json()["detail"] == "Esta Idempotency-Key já foi usada com outro conteúdo."
    assert (no_key.status_code, no_key.json()["detail"]) == (409, "Já existe um resultado para esta sessão.")
    assert (await crm.http.get(first.headers["location"])).json() == first.json()


async def test_a_result_of_an_unknown_debtor_leaves_no_trace(crm: RunningCrm) -> None:
    refused = await crm.reports(debtor_cpf=JOAO)

    assert (refused.status_code, refused.json()["detail"]) == (404, "Não há devedor com este CPF.")
    assert (await crm.http.get(f"/api/negotiations/results/{SESSION}")).status_code == 404
    assert (await crm.reports()).status_code == 201


@pytest.mark.parametrize(
    ("changes", "detail"),
    [
        ({"session_id": "sessão 1/2"}, "Confira: session_id. O valor não é aceito."),
        ({"outcome": "paid"}, "Confira: outcome. O valor não é aceito."),
        ({"agreed_amount": None}, "agreed_amount: um resultado successful diz o valor do acordo."),
        (
            {"payment_date": None, "scheduled_payment_dates": []},
            "payment_date: um resultado successful diz quando será pago.",
        ),
        ({"discount_amount": "-1"}, "discount_amount: o valor deve ir de 0 a 99999999.99."),
        (
            {"scheduled_payment_dates": ["2049-10-14"]},
            "scheduled_payment_dates: a data deve ir de 2000-07-03 a 2049-10-13.",
        ),
        (
            {"payment_date": "2026-11-19", "scheduled_payment_dates": []},
            "payment_date: a data deve ser 2026-11-20 ou depois.",
        ),
        (
            {"scheduled_payment_dates": ["2026-12-01", "2026-11-01"]},
            "scheduled_payment_dates: a data deve ser 2026-11-20 ou depois.",
        ),
        ({"discount_amount": "1000.01"}, "discount_amount: é maior que a dívida."),
        ({"agreed_amount": "0.02"}, "agreed_amount: não chega a um centavo por parcela."),
        (
            {"agreement": an_agreement(sessionId="outra")},
            "agreement.sessionId: não é a sessão do resultado.",
        ),
        (
            {"agreement": an_agreement(sessionId=SESSION)},
            "agreement.agreedAmount: não é o valor do resultado.",
        ),
    ],
)
async def test_a_result_that_cannot_be_is_refused(
    crm: RunningCrm, changes: dict[str, Any], detail: str
) -> None:
    refused = await crm.http.post("/api/negotiations/results", json=a_result(**changes))

    assert (refused.status_code, refused.json()["detail"]) == (422, detail)


async def test_an_agreement_is_issued_monthly_on_the_same_day_or_the_last(crm: RunningCrm) -> None:
    key = {"Idempotency-Key": "uma"}
    issued = await crm.http.post("/api/boletos/generate", json=an_agreement(), headers=key)
    again = await crm.http.post("/api/boletos/generate", json=an_agreement(), headers=key)
    refused = await crm.http.post("/api/boletos/generate", json=an_agreement())

    boletos = issued.json()["boletos"]
    assert [boleto["due_date"] for boleto in boletos] == ["2027-01-31", "2027-02-28", "2027-03-31"]
    assert sum(Decimal(boleto["amount"]) for boleto in boletos) == Decimal("100.00")
    assert (issued.status_code, again.status_code, again.json()) == (201, 200, issued.json())
    assert (refused.status_code, refused.json()["detail"]) == (
        409,
        "Os boletos desta sessão já foram emitidos.",
    )
    listed = await crm.http.get("/api/boletos", params={"debtor_cpf": MARIA})
    assert listed.json() == boletos


@pytest.mark.parametrize(
    ("changes", "detail"),
    [
        ({"dueDate": "2026-11-19"}, "dueDate: a data deve ser 2026-11-20 ou depois."),
        ({"discountApplied": "20.01"}, "discountApplied: com agreedAmount, passa de originalAmount."),
        (
            {"originalAmount": "9000.00", "discountApplied": "1000.01"},
            "discountApplied: é maior que a dívida.",
        ),
    ],
)
async def test_an_agreement_that_cannot_be_issues_nothing_and_its_key_may_be_used_again(
    crm: RunningCrm, changes: dict[str, str], detail: str
) -> None:
    key = {"Idempotency-Key": "outra"}
    refused = await crm.http.post("/api/boletos/generate", json=an_agreement(**changes), headers=key)
    mended = await crm.http.post("/api/boletos/generate", json=an_agreement(), headers=key)

    assert (refused.status_code, refused.json()["detail"]) == (422, detail)
    assert mended.status_code == 201


async def test_what_falls_due_today_and_what_interest_made_more_is_issued(crm: RunningCrm) -> None:
    dear = an_agreement(dueDate="2026-11-20", agreedAmount="130.00", discountApplied="0.00")

    assert (await crm.http.post("/api/boletos/generate", json=dear)).status_code == 201


async def test_a_result_that_comes_late_is_kept_though_its_day_has_passed(crm: RunningCrm) -> None:
    late = {"payment_date": "2026-11-10", "scheduled_payment_dates": ["2026-11-10"]}

    taken = await crm.reports(interaction_timestamp="2026-11-08T15:00:00Z", **late)

    assert (taken.status_code, len(taken.json()["boletos"])) == (201, 1)


async def test_what_became_of_an_agreement_may_name_days_that_have_passed(crm: RunningCrm) -> None:
    told = await crm.reports(payment_date="2026-11-01", payment_slip_reference="109/00000007-3")

    assert told.status_code == 201


async def test_a_boleto_is_a_page_that_says_its_numbers(crm: RunningCrm) -> None:
    await crm.reports()
    boleto = (await boletos_of(crm))[1]

    by_id = await crm.http.get(boleto["pdf_url"])
    by_link = await crm.http.get(boleto["payment_link"], headers={"Host": "boletos.example"})

    assert by_id.headers["content-type"] == "application/pdf"
    assert by_link.content == by_id.content
    document = pypdfium2.PdfDocument(by_id.content)
    text = document[0].get_textpage().get_text_range()
    assert len(document) == 1
    for fact in (boleto["linha_digitavel"], "01/01/2027", "283,33", "Maria Silva Santos", "Lojas Aurora"):
        assert fact in text
    document.close()


@pytest.mark.parametrize(
    "path",
    ["/api/boletos/BOL00000009", "/api/boletos/x/pdf", "/boletos/adivinhado", "/api/negotiations/results/x"],
)
async def test_what_was_never_issued_is_not_found(crm: RunningCrm, path: str) -> None:
    assert (await crm.http.get(path)).status_code == 404


async def test_everything_survives_a_restart(tmp_path: Path) -> None:
    async with running_crm(tmp_path) as crm:
        first = await crm.reports()
        boletos = await boletos_of(crm)
        await crm.http.delete("/api/debtors/43189341605")
        total = (await crm.http.get("/api/debtors")).json()["total"]

    async with running_crm(tmp_path) as crm:
        assert (await crm.reports()).json() == first.json()
        assert [b["linha_digitavel"] for b in await boletos_of(crm)] == [
            b["linha_digitavel"] for b in boletos
        ]
        assert (await crm.http.get("/api/debtors")).json()["total"] == total
        assert (await crm.http.post("/api/boletos/generate", json=an_agreement())).json()["boletos"][0][
            "id"
        ] == "BOL00000004"


async def test_instalments_told_one_by_one_are_issued_as_they_are(crm: RunningCrm) -> None:
    kept = await crm.reports(scheduled_payment_amounts=["250.00", "300.00", "300.00"])

    issued = (await crm.http.get("/api/boletos", params={"session_id": kept.json()["session_id"]})).json()
    assert [(boleto["due_date"], boleto["amount"]) for boleto in issued] == [
        ("2026-12-01", "250.00"),
        ("2027-01-01", "300.00"),
        ("2027-02-01", "300.00"),
    ]


@pytest.mark.parametrize(
    ("amounts", "rule"),
    [
        (["250.00", "600.00"], "diga um valor para cada data"),
        (["250.00", "300.00", "300.01"], "a soma não é agreed_amount"),
        (["850.00", "0.00", "0.00"], "o valor deve ir de 0.01"),
    ],
)
async def test_amounts_that_make_no_agreement_are_refused(
    crm: RunningCrm, amounts: list[str], rule: str
) -> None:
    refused = await crm.reports(scheduled_payment_amounts=amounts)

    assert refused.status_code == 422
    assert f"scheduled_payment_amounts: {rule}" in refused.json()["detail"]
