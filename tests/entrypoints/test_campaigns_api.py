"""`/api/v1/campaigns`: lists of debtors over HTTP."""

import asyncio
from pathlib import Path
from typing import Any

import msgspec
import pytest

from entrypoints.settings import Settings
from tests.entrypoints.conftest import MARIA, Certobot, Start

CAMPAIGNS = "/api/v1/campaigns"
NOBODY = "111.444.777-35"


async def until(certobot: Certobot, campaign_id: str, **expected: object) -> dict[str, Any]:
    """The campaign, once it says what is expected of it."""
    async with asyncio.timeout(15):
        while True:
            body: dict[str, Any] = (await certobot.http.get(f"{CAMPAIGNS}/{campaign_id}")).json()
            if expected.items() <= body.items():
                return body
            await asyncio.sleep(0.05)


async def test_a_list_is_contacted_one_by_one_and_says_of_each_what_became_of_it(
    certobot: Certobot,
) -> None:
    people = [debtor.cpf for debtor in await certobot.container.crm().list_debtors(limit=3)]
    cpfs = [people[0].formatted, "123", people[1].digits, people[0].digits, NOBODY, people[2].formatted]

    answer = await certobot.http.post(CAMPAIGNS, json={"cpfs": cpfs, "name": "Novembro"})

    begun = answer.json()
    assert (answer.status_code, begun["name"], begun["status"]) == (201, "Novembro", "running")
    assert answer.headers["location"] == f"{CAMPAIGNS}/{begun['id']}"
    assert [(row["line"], row["rule"]) for row in begun["bad_rows"]] == [(2, "invalid_cpf"), (4, "repeated")]
    over = await until(certobot, begun["id"], status="finished")
    counts = {key: over[key] for key in ("total", "waiting", "opening", "opened", "refused", "cancelled")}
    assert counts == {"total": 6, "waiting": 0, "opening": 0, "opened": 3, "refused": 3, "cancelled": 0}
    assert {each["rule"]: each["count"] for each in over["refusals"]} == {
        "invalid_cpf": 1,
        "repeated": 1,
        "not_in_crm": 1,
    }
    page = (await certobot.http.get(f"{CAMPAIGNS}/{begun['id']}/contacts", params={"limit": 4})).json()
    rest = (
        await certobot.http.get(
            f"{CAMPAIGNS}/{begun['id']}/contacts", params={"limit": 4, "after": page["next_after"]}
        )
    ).json()
    contacts = page["contacts"] + rest["contacts"]
    assert [each["line"] for each in contacts] == [1, 2, 3, 4, 5, 6]
    assert rest["next_after"] is None
    assert [each["state"] for each in contacts] == [
        "opened",
        "refused",
        "opened",
        "refused",
        "refused",
        "opened",
    ]
    assert contacts[4]["rule"] == "not_in_crm"
    assert contacts[4]["explanation"] == "O CRM não tem devedor com este CPF."
    assert people[0].digits not in str(contacts)
    for each in contacts:
        if each["state"] == "opened":
            await certobot.conversation(each["conversation_id"])


@pytest.mark.parametrize("content_type", ["text/csv", "text/plain; charset=utf-8"])
async def test_a_csv_may_be_the_whole_body(certobot: Certobot, content_type: str) -> None:
    csv = f"\ufeffNome;CPF do devedor\nMaria;{MARIA}\nJosé;123\n"

    answer = await certobot.http.post(
        CAMPAIGNS, params={"name": "Planilha"}, content=csv.encode(), headers={"Content-Type": content_type}
    )

    assert (answer.status_code, answer.json()["name"], answer.json()["total"]) == (201, "Planilha", 2)
    assert answer.json()["bad_rows"] == [
        {"line": 3, "rule": "invalid_cpf", "reason": "O CPF não é válido. (são 11 dígitos, aqui há 3)"}
    ]


async def test_a_csv_may_come_in_a_field_or_as_a_file(certobot: Certobot) -> None:
    csv = f"cpf\n{MARIA}\n"

    in_a_field = await certobot.http.post(CAMPAIGNS, json={"csv": csv, "dry_run": True})
    as_a_file = await certobot.http.post(
        CAMPAIGNS, files={"file": ("lista.csv", csv.encode(), "text/csv")}, data={"dry_run": "true"}
    )

    assert (in_a_field.status_code, in_a_field.json()["contacts"]) == (200, 1)
    assert (as_a_file.status_code, as_a_file.json()["contacts"]) == (200, 1)


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({}, 422),
        ({"cpfs": [MARIA], "csv": f"cpf\n{MARIA}"}, 422),
        ({"cpfs": []}, 422),
        ({"csv": ""}, 422),
        ({"csv": "nome;telefone\nMaria;11"}, 422),
        ({"cpfs": ["123"]}, 422),
        ({"cpfs": MARIA}, 422),
        ({"cpfs": [MARIA], "quando": "já"}, 422),
        ([MARIA], 422),
    ],
)
async def test_what_is_no_list_is_a_problem_in_portuguese(
    certobot: Certobot, body: dict[str, object], status: int
) -> None:
    answer = await certobot.http.post(CAMPAIGNS, json=body)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    assert answer.json()["title"] == "Dados inválidos"
    assert MARIA not in answer.text
    assert (await certobot.http.get(CAMPAIGNS)).json() == []


async def test_a_broken_or_foreign_body_is_refused(certobot: Certobot) -> None:
    broken = await certobot.http.post(
        CAMPAIGNS, content=b"{cpfs", headers={"Content-Type": "application/json"}
    )
    foreign = await certobot.http.post(
        CAMPAIGNS, content=b"%PDF", headers={"Content-Type": "application/pdf"}
    )
    assert (broken.status_code, foreign.status_code) == (400, 415)


async def test_a_plan_keeps_and_sends_nothing(certobot: Certobot) -> None:
    people = [debtor.cpf.digits for debtor in await certobot.container.crm().list_debtors()]

    answer = await certobot.http.post(CAMPAIGNS, json={"cpfs": [*people, NOBODY], "dry_run": True})

    plan = answer.json()
    assert (answer.status_code, plan["dry_run"], plan["total"]) == (200, True, len(people) + 1)
    assert plan["contacts"] + plan["refused"] == plan["total"]
    assert sum(hour["contacts"] for day in plan["days"] for hour in day["hours"]) == plan["contacts"]
    refused = {each["rule"]: each["count"] for each in plan["refusals"]}
    assert refused["not_in_crm"] == 1
    assert refused["prescribed"] >= 1
    assert not [cpf for cpf in people if cpf in answer.text]
    assert (await certobot.http.get(CAMPAIGNS)).json() == []
    assert (await certobot.http.get("/api/v1/conversations")).json() == []


async def test_a_campaign_may_be_paused_resumed_and_cancelled(start: Start, cloud_settings: Settings) -> None:
    """One conversation a minute, so that the rest of the list waits."""
    slow = msgspec.structs.replace(cloud_settings.contact, campaign_per_minute=1, daily_new_contacts=1)
    async with start(msgspec.structs.replace(cloud_settings, contact=slow)) as certobot:
        people = [debtor.cpf.digits for debtor in await certobot.container.crm().list_debtors(limit=4)]
        begun = (await certobot.http.post(CAMPAIGNS, json={"cpfs": people})).json()
        address = f"{CAMPAIGNS}/{begun['id']}"
        await until(certobot, begun["id"], opened=1, opening=0)

        paused = (await certobot.http.post(f"{address}/pause")).json()
        assert (paused["status"], paused["waiting"], paused["next_at"]) == ("paused", 3, None)
        assert (await certobot.http.post(f"{address}/pause")).status_code == 200
        resumed = (await certobot.http.post(f"{address}/resume")).json()
        assert resumed["status"] == "running"
        assert resumed["next_at"] > begun["created_at"]
        cancelled = (await certobot.http.post(f"{address}/cancel")).json()
        assert (cancelled["status"], cancelled["opened"], cancelled["cancelled"]) == ("cancelled", 1, 3)
        refused = await certobot.http.post(f"{address}/resume")
        assert (refused.status_code, refused.json()["title"]) == (409, "Em conflito com uma regra")
        assert (await certobot.http.post(f"{address}/cancel")).status_code == 200
        (listed,) = (await certobot.http.get(CAMPAIGNS)).json()
        assert (listed["id"], listed["status"]) == (begun["id"], "cancelled")
        states = {"state": "cancelled"}
        assert len((await certobot.http.get(f"{address}/contacts", params=states)).json()["contacts"]) == 3


async def test_the_same_idempotency_key_makes_one_campaign(certobot: Certobot) -> None:
    headers = {"Idempotency-Key": "novembro-1"}
    first, again = [
        (await certobot.http.post(CAMPAIGNS, json={"cpfs": [MARIA]}, headers=headers)).json()
        for _ in range(2)
    ]
    assert first["id"] == again["id"]
    assert len((await certobot.http.get(CAMPAIGNS)).json()) == 1


@pytest.mark.parametrize("suffix", ["", "/contacts"])
async def test_a_campaign_that_is_not_there_is_404(certobot: Certobot, suffix: str) -> None:
    unknown = f"{CAMPAIGNS}/00000000-0000-4000-8000-000000000000"
    assert (await certobot.http.get(unknown + suffix)).status_code == 404
    for move in ("pause", "resume", "cancel"):
        assert (await certobot.http.post(f"{unknown}/{move}")).status_code == 404


async def test_a_record_that_lacks_something_is_refused_by_its_rule_one_by_one_and_in_a_list(
    start: Start, cloud_settings: Settings, tmp_path: Path
) -> None:
    debtors = tmp_path / "devedores.csv"
    debtors.write_text(
        "cpf;nome;telefone;valor;vencimento\n"
        f"{MARIA};Maria;;100,00;2025-08-10\n"
        "431.893.416-05;;11999990002;100,00;2025-08-10\n"
        "111.444.777-35;José;11999990003;0;2025-08-10\n"
        "325.748.728-27;Ana;11999990004;100,00;\n"
        "725.068.668-25;Rui;11999990005;100,00;2025-08-10\n",
        encoding="utf-8",
    )
    crm = msgspec.structs.replace(cloud_settings.crm, file=str(debtors))
    async with start(msgspec.structs.replace(cloud_settings, crm=crm)) as certobot:
        alone = await certobot.http.post("/api/v1/conversations", json={"cpf": MARIA})
        assert (alone.status_code, alone.json()["rule"]) == (409, "invalid_phone")
        assert "telefone brasileiro com DDD. (falta o valor)" in alone.json()["detail"]
        unknown = await certobot.http.post("/api/v1/conversations", json={"cpf": "042.731.738-08"})
        assert (unknown.status_code, unknown.json()["rule"]) == (404, "not_in_crm")
        cpfs = [MARIA, "431.893.416-05", "111.444.777-35", "325.748.728-27", "725.068.668-25"]
        begun = (await certobot.http.post(CAMPAIGNS, json={"cpfs": cpfs})).json()
        await until(certobot, begun["id"], status="finished")
        contacts = (await certobot.http.get(f"{CAMPAIGNS}/{begun['id']}/contacts")).json()["contacts"]
        assert [each["rule"] for each in contacts] == [
            "invalid_phone",
            "missing_name",
            "invalid_amount",
            "invalid_due_date",
            None,
        ]


async def test_the_openapi_page_shows_both_forms_of_the_list(certobot: Certobot) -> None:
    described = (await certobot.http.get("/docs/openapi.json")).json()
    body = described["paths"][CAMPAIGNS]["post"]["requestBody"]["content"]
    assert set(body) == {"application/json", "text/csv"}
    assert body["application/json"]["examples"]["plano"]["value"]["dry_run"] is True
