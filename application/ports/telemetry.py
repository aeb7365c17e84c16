"""What is counted and timed while Certobot works."""

from collections.abc import Mapping
from contextlib import AbstractContextManager
from enum import Enum, StrEnum
from typing import Protocol

Label = str | int | None


class Counted(Enum):
    """What is counted: its name, what it means in Portuguese, and the labels that tell its cases apart.

    A label names a kind, never a person: no phone, no name, no id, no text.
    """

    WEBHOOKS = ("webhooks", "webhooks recebidos, pela resposta dada", ("answer",))
    MESSAGES_RECEIVED = ("messages_received", "mensagens recebidas, por tipo", ("type",))
    STATUSES_RECEIVED = ("statuses_received", "situações recebidas do provedor", ("status", "error_code"))
    EVENTS_SKIPPED = ("events_skipped", "eventos do provedor que não foram lidos", ("reason",))
    ACCOUNT_NOTICES = ("account_notices", "avisos do provedor sobre a nossa conta", ("field", "event"))
    NUMBERS_MOVED = ("numbers_moved", "mudanças de número contadas pelo provedor", ("result",))
    HUMAN_CHECKS = ("human_checks", "conferências que uma pessoa precisa fazer", ("kind",))
    TURNS = (
        "turns",
        "vezes respondidas, pelo que se leu e por como ficou a conversa",
        ("intent", "phase", "status"),
    )
    TURNS_FAILED = ("turns_failed", "vezes que falharam e serão tentadas de novo", ("cause",))
    OFFERS = ("offers", "ofertas feitas, pelo motivo", ("reason",))
    AGREEMENTS = ("agreements", "acordos fechados e datas prometidas", ("kind",))
    TEXTS_REFUSED = ("texts_refused", "textos que a conferência não deixou sair", ("violation",))
    CONVERSATIONS_OPENED = ("conversations_opened", "conversas abertas", ("how",))
    CONTACTS_REFUSED = ("contacts_refused", "contatos recusados, pela regra", ("rule",))
    MESSAGES_SENT = ("messages_sent", "mensagens que o provedor aceitou", ("type",))
    SENDS_FAILED = ("sends_failed", "envios que não foram aceitos", ("failure", "error_code"))
    OUTCOMES_REPORTED = ("outcomes_reported", "resultados contados ao CRM", ("result",))
    MODEL_CALLS = ("model_calls", "chamadas ao modelo", ("purpose", "model", "result"))
    MODEL_TOKENS = ("model_tokens", "tokens gastos", ("model", "direction"))
    MODEL_COST = ("model_cost_dollars", "custo das chamadas, em dólares", ("model",))

    def __init__(self, title: str, meaning: str, labels: tuple[str, ...]) -> None:
        self.title = title
        self.meaning = meaning
        self.labels = labels


class Measured(Enum):
    """What is read when somebody asks: its name, what it means in Portuguese, and its label, if any."""

    WAITING = ("waiting", "o que espera na fila", "queue")
    OLDEST_WAITING = ("oldest_waiting_seconds", "há quanto tempo o mais antigo da fila espera", "queue")
    DEAD_LETTERS = ("dead_letters", "o que falhou de vez e espera por uma pessoa", "kind")
    ACTIVE_CONVERSATIONS = ("active_conversations", "conversas abertas", None)
    SENDER_STOPPED = ("sender_stopped", "1 quando o provedor recusa o remetente", None)
    STORE_UP = ("store_up", "1 quando o banco de dados responde", None)

    def __init__(self, title: str, meaning: str, label: str | None) -> None:
        self.title = title
        self.meaning = meaning
        self.label = label


Readings = Mapping[tuple[Measured, str | None], float]


class Step(StrEnum):
    """What takes time on the way of a message; `model` is one call to a language model."""

    HOLD = "hold"
    READ = "read"
    ISSUE = "issue"
    PHRASE = "phrase"
    KEEP = "keep"
    SEND = "send"
    REPORT = "report"
    MODEL = "model"


class Telemetry(Protocol):
    """Keeps count, for whoever watches the house; never fails, never waits."""

    def count(self, what: Counted, *labels: Label, by: float = 1) -> None:
        """Add `by` to one case of `what`, named by one value for each of its labels, in their order."""

    def step(self, step: Step) -> AbstractContextManager[object]:
        """Return the step to be entered and left: how long it took is kept, and that it happened."""

    def took(self, step: Step, seconds: float, about: Mapping[str, Label | float]) -> None:
        """Keep a step that ended just now after `seconds`; `about` says what there is to say of it."""


class Exposition(Protocol):
    """Tells what this process counted, in the words of whoever watches; `media_type` names them."""

    media_type: str

    def text(self, readings: Readings) -> bytes:
        """Return everything counted so far, with what was read just now."""
