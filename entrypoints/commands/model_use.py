"""`certobot model-use`: what language models did, what it cost, and why they were done without."""

from argparse import ArgumentTypeError, Namespace
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from decimal import Decimal

import msgspec

from application.ports.model_call_log import ModelUse
from application.ports.model_calls import CallOutcome
from domain.shared.calendar import SAO_PAULO
from entrypoints.runtime import running
from entrypoints.settings import Settings

_MOST_DAYS = 90
_PURPOSES = {"read": "ler", "phrase": "dizer"}
_OUTCOMES: dict[CallOutcome, str] = {
    CallOutcome.OK: "respondeu",
    CallOutcome.SPARED: "poupada: as regras já sabiam",
    CallOutcome.FELL_BACK: "nenhum modelo serviu: regras",
    CallOutcome.TIMEOUT: "demorou demais",
    CallOutcome.RATE_LIMITED: "limite do provedor",
    CallOutcome.TOO_LARGE: "pedido grande demais",
    CallOutcome.UNAUTHORIZED: "chave recusada",
    CallOutcome.MODEL_GONE: "modelo aposentado",
    CallOutcome.BAD_REQUEST: "pedido recusado",
    CallOutcome.SERVER_ERROR: "erro do provedor",
    CallOutcome.UNREACHABLE: "sem conexão",
    CallOutcome.MALFORMED: "resposta fora do formato",
    CallOutcome.REFUSED: "o modelo se negou",
    CallOutcome.GUARDED: "resposta barrada na conferência",
    CallOutcome.CIRCUIT_OPEN: "não chamado: disjuntor aberto",
    CallOutcome.RESTING: "não chamado: o provedor pediu espera",
    CallOutcome.BUSY: "não chamado: chamadas demais ao mesmo tempo",
    CallOutcome.NO_TIME: "não chamado: sem tempo",
    CallOutcome.CONVERSATION_BUDGET: "não chamado: limite da conversa",
    CallOutcome.DAY_BUDGET: "não chamado: limite do dia",
}


def add_arguments(add: Callable[..., object]) -> None:
    """Add what `model-use` takes."""
    add("--days", type=_days, default=7, metavar="N", help="quantos dias, contando hoje (padrão: 7)")
    add("--json", action="store_true", help="em JSON, uma linha por dia, modelo e motivo")


def _days(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= _MOST_DAYS:
        raise ArgumentTypeError(f"use de 1 a {_MOST_DAYS} dias, não {text}")
    return int(text)


async def model_use(settings: Settings, arguments: Namespace) -> None:
    """Show the totals of the last days by day, purpose, model and outcome."""
    async with running(settings, dispatching=False) as container, container.uow() as uow:
        now = container.clock().now()
        uses = await uow.model_calls.totals(_first_moment(now, arguments.days), now + timedelta(days=1))
    if arguments.json:
        print("\n".join(msgspec.json.encode(use).decode() for use in uses), end="\n" if uses else "")
    else:
        print("\n".join(_page(uses)))


def _first_moment(now: datetime, days: int) -> datetime:
    today = now.astimezone(SAO_PAULO).replace(hour=0, minute=0, second=0, microsecond=0)
    return today - timedelta(days=days - 1)


def _page(uses: Sequence[ModelUse]) -> Iterator[str]:
    if not uses:
        yield "Nenhum passo de modelo registrado nesses dias."
        return
    titles = f"{'vezes':>7}{'tokens':>10}{'US$':>10}{'média':>9}{'pior':>9}"
    yield f"{'dia':<6}{'para':<7}{'modelo':<24}{titles}  o que houve"
    for use in uses:
        yield _line(use)
    yield ""
    yield _summary(uses)


def _line(use: ModelUse) -> str:
    tokens = use.input_tokens + use.output_tokens
    what = f"{use.day:%d/%m} {_PURPOSES[use.purpose]:<7}{use.model:<24}"
    return (
        f"{what}{use.calls:>7}{tokens:>10}{use.cost:>10.4f}"
        f"{_milliseconds(use.latency):>9}{_milliseconds(use.slowest):>9}  {_OUTCOMES[use.outcome]}"
    )


def _milliseconds(took: timedelta) -> str:
    return f"{took / timedelta(milliseconds=1):.0f} ms" if took else "–"


def _summary(uses: Sequence[ModelUse]) -> str:
    answered = sum(use.calls for use in uses if use.outcome is CallOutcome.OK)
    spared = sum(use.calls for use in uses if use.outcome is CallOutcome.SPARED)
    fell_back = sum(use.calls for use in uses if use.outcome is CallOutcome.FELL_BACK)
    cost = sum((use.cost for use in uses), Decimal(0))
    return (
        f"{answered} respostas do modelo, {spared} poupadas, {fell_back} vezes só com as regras; "
        f"US$ {cost:.4f} ao todo."
    )
