"""The debtors of the CRM over HTTP."""

from decimal import Decimal
from pathlib import Path

import pytest

from domain.shared.cpf import Cpf
from tests.mock_crm.running import JOAO, MARIA, RunningCrm, a_debtor, running_crm


async def test_the_sample_debtors_are_many_and_different(crm: RunningCrm) -> None:
    page = (await crm.http.get("/api/debtors?page_size=200")).json()

    items = page["items"]
    assert page["total"] == len(items) >= 100
    assert len({Cpf.parse(item["cpf"]) for item in items}) == len(items)
    assert len({item["uf"] for item in items}) >= 20
    assert len({item["creditor"] for item in items}) >= 10
    ages = [item["days_past_due"] for item in items]
    amounts = [Decimal(item["debt_amount"]) for item in items]
    assert min(ages) < 60 < 5 * 365 < max(ages)
    assert min(amounts) < 500 < 10_000 < max(amounts)


async def test_the_pages_hold_each_debtor_once(crm: RunningCrm) -> None:
    seen: list[str] = []
    first = (await crm.http.get("/api/debtors?page_size=50")).json()
    for number in range(1, first["pages"] + 1):
        page = (await crm.http.get(f"/api/debtors?page_size=50&page={number}")).json()
        assert page["page"] == number
        seen += [item["cpf"] for item in page["items"]]

    assert len(seen) == len(set(seen)) == first["total"]
    assert (await crm.http.get("/api/debtors?page=9999")).json()["items"] == []


async def test_the_filters_choose_together(crm: RunningCrm) -> None:
    query = "uf=sp&min_amount=500&max_amount=5000&min_days_past_due=100&max_days_past_due=1500&page_size=200"
    items = (await crm.http.get(f"/api/debtors?{query}")).json()["items"]

    assert MARIA in {item["cpf"] for item in items}
    assert {item["uf"] for item in items} == {"SP"}
    assert all(500 <= Decimal(item["debt_amount"]) <= 5000 for item in items)
    assert all(100 <= item["days_past_due"] <= 1500 for item in items)


async def test_names_are_found_without_their_accents(crm: RunningCrm) -> None:
    await crm.http.post("/api/debtors", json=a_debtor(name="Ângela Conceição"))

    items = (await crm.http.get("/api/debtors", params={"name": "ANGELA CONCEICAO"})).json()["items"]

    assert [item["cpf"] for item in items] == [JOAO]


async def test_a_debtor_is_added_found_replaced_and_removed(crm: RunningCrm) -> None:
    added = await crm.http.post("/api/debtors", json=a_debtor(debt_amount=150.1, phone="+55 (85) 99999-9002"))
    assert (added.status_code, added.headers["location"]) == (201, f"/api/debtors/{JOAO}")
    assert added.json()["debt_amount"] == "150.10"
    assert added.json()["phone"] == "5585999999002"
    assert added.json()["days_past_due"] == 10

    changed = await crm.http.put("/api/debtors/111.444.777-35", json=a_debtor(name="João Lima"))
    assert (changed.status_code, changed.json()["name"]) == (200, "João Lima")
    assert (await crm.http.get(f"/api/debtors/{JOAO}")).json() == changed.json()

    assert (await crm.http.delete(f"/api/debtors/{JOAO}")).status_code == 204
    for method in ("GET", "DELETE"):
        gone = await crm.http.request(method, f"/api/debtors/{JOAO}")
        assert gone.status_code == 404
    assert (await crm.http.put(f"/api/debtors/{JOAO}", json=a_debtor())).status_code == 404


async def test_a_contact_logged_counts_as_a_previous_contact(crm: RunningCrm) -> None:
    await crm.http.post("/api/debtors", json=a_debtor(previous_contacts=2))
    contact = {"at": "2026-11-19T13:00:00Z", "channel": "telefone", "outcome": "sem resposta", "notes": ""}

    logged = await crm.http.post(f"/api/debtors/{JOAO}/contacts", json=contact)

    assert (logged.status_code, logged.json()) == (201, contact)
    assert (await crm.http.get(f"/api/debtors/{JOAO}/contacts")).json() == [contact]
    assert (await crm.http.get(f"/api/debtors/{JOAO}")).json()["previous_contacts"] == 3


@pytest.mark.parametrize(
    ("changes", "detail"),
    [
        ({"cpf": "111.444.777-36"}, "cpf: CPF inválido."),
        ({"cpf": "00000000000"}, "cpf: CPF inválido."),
        ({"phone": "85 1234"}, "phone: use 55, DDD e número, como 5511999990000."),
        ({"debt_amount": "0.00"}, "debt_amount: o valor deve ir de 0.01 a 99999999.99."),
        ({"debt_amount": "NaN"}, "debt_amount: não é um valor em reais."),
        ({"debt_amount": "1.005"}, "debt_amount: o valor tem mais de duas casas decimais."),
        ({"debt_amount": "mil"}, "Confira: debt_amount. O valor não é aceito."),
        ({"due_date": "31/12/2026"}, "Confira: due_date. O valor não é aceito."),
        ({"uf": "XX"}, "uf: não é a sigla de um estado."),
        ({"name": "  "}, "name: falta o nome."),
        (
            {"debts": [{"amount": "1.00", "due_date": "2026-01-01"}]},
            "debts: a soma das dívidas não é debt_amount.",
        ),
    ],
)
async def test_a_field_that_breaks_a_rule_is_named_in_portuguese(
    crm: RunningCrm, changes: dict[str, object], detail: str
) -> None:
    refused = await crm.http.post("/api/debtors", json=a_debtor(**changes))

    assert refused.status_code == 422
    assert refused.headers["content-type"] == "application/problem+json"
    assert refused.json() == {
        "title": "Dados inválidos",
        "status": 422,
        "detail": detail,
        "type": "about:blank",
    }


async def test_a_missing_field_is_named(crm: RunningCrm) -> None:
    debtor = a_debtor()
    del debtor["due_date"]

    refused = await crm.http.post("/api/debtors", json=debtor)

    assert (refused.status_code, refused.json()["detail"]) == (422, "Falta o campo due_date.")


@pytest.mark.parametrize("body", ["", "{", "[]", "null"])
async def test_a_body_that_is_no_json_object_is_a_bad_request(crm: RunningCrm, body: str) -> None:
    headers = {"Content-Type": "application/json"}

    refused = await crm.http.post("/api/debtors", content=body, headers=headers)

    assert refused.status_code == 400
    assert refused.json()["detail"] == "O corpo não pôde ser lido: envie um objeto JSON."


async def test_a_cpf_already_kept_is_a_conflict(crm: RunningCrm) -> None:
    refused = await crm.http.post("/api/debtors", json=a_debtor(cpf="529.982.247-25"))

    assert (refused.status_code, refused.json()["detail"]) == (409, "Já existe um devedor com este CPF.")


async def test_the_record_of_another_cpf_cannot_be_put_under_an_address(crm: RunningCrm) -> None:
    refused = await crm.http.put(f"/api/debtors/{MARIA}", json=a_debtor())

    assert (refused.status_code, refused.json()["detail"]) == (422, "cpf: não é o CPF do endereço.")


async def test_with_a_key_set_nobody_comes_in_without_it(tmp_path: Path) -> None:
    async with running_crm(tmp_path, api_key="segredo") as crm:
        assert (await crm.http.get(f"/api/debtors/{MARIA}")).status_code == 200
        for authorization in ("", "Bearer outra", "segredo"):
            headers = {"Authorization": authorization}
            refused = await crm.http.get(f"/api/debtors/{MARIA}", headers=headers)
            assert refused.status_code == 401
            assert refused.json()["detail"] == "Envie a chave em Authorization: Bearer."
        assert (
            await crm.http.post("/_faults", json={}, headers={"Authorization": "Bearer x"})
        ).status_code == 401


async def test_without_a_key_only_this_machine_by_its_own_name_comes_in(crm: RunningCrm) -> None:
    refused = await crm.http.get("/api/debtors", headers={"Host": "crm.example"})

    assert refused.status_code == 403


async def test_the_api_describes_itself(crm: RunningCrm) -> None:
    described = (await crm.http.get("/docs/openapi.json")).json()

    assert "/api/negotiations/results/{session_id}" in described["paths"]
    assert (await crm.http.get("/docs")).status_code == 200


async def test_a_filter_that_is_none_is_refused_rather_than_ignored(crm: RunningCrm) -> None:
    refused = await crm.http.get("/api/debtors", params={"state": "SP"})

    assert refused.status_code == 422
    assert refused.json()["detail"].startswith("state: não é um filtro; use creditor, max_amount")
