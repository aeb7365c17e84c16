"""A campaign and its plan, as the terminal shows them."""

from collections.abc import Iterator
from datetime import datetime

from application.campaign import CampaignProgress
from domain.identity.campaign import CampaignStatus, ContactState
from domain.identity.contact_rule import explanation_of
from domain.shared.calendar import SAO_PAULO
from entrypoints.campaign_report import BadRow, DayBody, PlanBody, Refused

_WEEKDAYS = ("seg", "ter", "qua", "qui", "sex", "sáb", "dom")
_STATUSES = {
    CampaignStatus.RUNNING: "andando",
    CampaignStatus.PAUSED: "em pausa",
    CampaignStatus.CANCELLED: "cancelada",
    CampaignStatus.FINISHED: "concluída",
}
_MOST_BAD_ROWS = 20


def plan_text(plan: PlanBody) -> str:
    """Return a plan for people: how many on each day and in each hour, and who is left out and why."""
    return "\n".join([*_head(plan), *_schedule(plan.days), *_left_out(plan.refusals), *_others(plan)])


def bad_rows_text(rows: tuple[BadRow, ...]) -> str:
    """Return the first rows that are not used, one on each line; empty when all are."""
    lines = [f"  linha {row.line}: {row.reason}" for row in rows[:_MOST_BAD_ROWS]]
    if len(rows) > _MOST_BAD_ROWS:
        lines.append(f"  e mais {_count(len(rows) - _MOST_BAD_ROWS)}")
    return "\n".join(["Linhas que ficam de fora:", *lines]) if rows else ""


def progress_line(progress: CampaignProgress) -> str:
    """Return how far a campaign has come, in one line."""
    done = progress.count(ContactState.OPENED) + progress.count(ContactState.REFUSED)
    opened = _counted(progress.count(ContactState.OPENED), "aberta", "abertas")
    refused = _counted(progress.count(ContactState.REFUSED), "recusada", "recusadas")
    return f"{_count(done)} de {_count(progress.total)}: {opened}, {refused}"


def campaign_text(progress: CampaignProgress) -> str:
    """Return a campaign for people: its counts, its refusals, and when it goes on."""
    campaign = progress.campaign
    lines = [f"{campaign.name} ({_STATUSES[campaign.status]}), {campaign.id}", f"  {progress_line(progress)}"]
    refusals = sorted(progress.refusals.items(), key=lambda item: (-item[1], item[0]))
    lines += [f"  {_count(count):>7}  {rule}: {explanation_of(rule)}" for rule, count in refusals]
    waiting = progress.count(ContactState.WAITING) + progress.count(ContactState.OPENING)
    if waiting:
        then = f", a próxima {_moment(progress.next_at)}" if progress.next_at else ""
        lines.append(f"  {_count(waiting)} à espera{then}")
    if cancelled := progress.count(ContactState.CANCELLED):
        lines.append(f"  {_counted(cancelled, 'já não será procurada', 'já não serão procuradas')}")
    if progress.halted:
        lines.append(f"  parada: {progress.halted}")
    return "\n".join(lines)


def asked_line(asked: int, total: int) -> str:
    """Return how many the CRM was asked for."""
    return f"Consultando o CRM: {_count(asked)} de {_count(total)}"


def _head(plan: PlanBody) -> Iterator[str]:
    yield "Plano da campanha: nada foi enviado nem guardado."
    yield ""
    yield (
        f"Linhas da lista: {_count(plan.total)}; a procurar: {_count(plan.contacts)}; "
        f"de fora: {_count(plan.refused)}"
    )
    yield f"Ritmo: até {_count(plan.per_minute)} por minuto e {_count(plan.per_day)} em 24 horas"
    if plan.first_at and plan.last_at:
        yield f"Começa {_moment(plan.first_at)} e termina {_moment(plan.last_at)} (horário de Brasília)"


def _schedule(days: tuple[DayBody, ...]) -> Iterator[str]:
    if not days:
        return
    hours = sorted({hour.hour for day in days for hour in day.hours})
    yield ""
    yield f"{'dia':<16}{'total':>8}" + "".join(f"{f'{hour}h':>7}" for hour in hours)
    for day in days:
        counts = {hour.hour: hour.contacts for hour in day.hours}
        cells = (f"{_count(counts[hour]) if hour in counts else '·':>7}" for hour in hours)
        named = f"{_WEEKDAYS[day.day.weekday()]} {day.day:%d/%m/%Y}"
        yield f"{named:<16}{_count(day.contacts):>8}" + "".join(cells)


def _left_out(refusals: tuple[Refused, ...]) -> Iterator[str]:
    if refusals:
        yield ""
        yield "Ficam de fora:"
    for refused in refusals:
        yield f"{_count(refused.count):>7}  {refused.rule}: {refused.explanation}"
        yield f"         por exemplo, {'; '.join(refused.examples)}"


def _others(plan: PlanBody) -> Iterator[str]:
    if plan.others_waiting:
        yield ""
        contacts = _counted(plan.others_waiting, "contato", "contatos")
        they = "vem antes e não entra" if plan.others_waiting == 1 else "vêm antes e não entram"
        yield f"Há {contacts} à espera em outras campanhas, que {they} nesta conta."


def _moment(moment: datetime) -> str:
    local = moment.astimezone(SAO_PAULO)
    return f"{_WEEKDAYS[local.weekday()]}, {local:%d/%m/%Y}, às {local:%H:%M}"


def _count(number: int) -> str:
    return f"{number:,}".replace(",", ".")


def _counted(number: int, one: str, many: str) -> str:
    return f"{_count(number)} {one if number == 1 else many}"
