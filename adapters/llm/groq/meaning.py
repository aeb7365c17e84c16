"""What a model says a message means: the shape of its answer, and how it is read."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, WithJsonSchema

from adapters.llm.groq.asking import Answer, Unusable
from application.ports.model_calls import CallOutcome
from domain.negotiation.understanding import Intent

_INTENTS = WithJsonSchema({"type": "string", "enum": [intent.value for intent in Intent]})


class Meaning(BaseModel):
    """The contract of understanding as a model fills it: claims, to be checked against the message.

    The digits of the CPF are not among them: they never leave the house.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    intent: Annotated[Intent, _INTENTS] = Field(description="a intenção que mais move a negociação")
    amount: str | None = Field(description='valor em reais que a pessoa escreveu, como "1500.00"')
    amount_is: Literal["total", "installment"] | None = Field(
        description="se o valor é o todo ou uma parcela; null para uma entrada"
    )
    installments: int | None = Field(description="número de parcelas que a pessoa escreveu; à vista é 1")
    due_date: str | None = Field(description='dia de pagamento que a pessoa escreveu, como "2026-11-30"')
    discount_percent: str | None = Field(description='porcentagem que a pessoa escreveu, como "40"')
    hardship: bool = Field(description="se a pessoa conta uma dificuldade")


SCHEMA: dict[str, Any] = Meaning.model_json_schema()


def meaning_of(answer: Answer) -> Meaning:
    """Return what an answer claims.

    Raises:
        Unusable: it is not of the shape that was asked for, or no answer at all.
    """
    if not answer.text:
        raise Unusable(CallOutcome.REFUSED)
    try:
        return Meaning.model_validate_json(answer.text)
    except ValidationError:
        raise Unusable(CallOutcome.MALFORMED) from None
