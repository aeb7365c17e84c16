"""What requests and answers look like, for the OpenAPI page. The people are invented."""

from collections.abc import Mapping

import msgspec
from litestar.openapi.datastructures import ResponseSpec
from litestar.openapi.spec import Example

from entrypoints.http.problems import Problem

CONVERSATION_ID = "0197c2f4-8a5b-4c6d-9e7f-123456789abc"
OPEN = [Example(summary="Abrir a conversa com a Maria", value={"cpf": "529.982.247-25"})]
TEXT = [
    Example(
        summary="Um aviso do CRM",
        value={"conversation_id": CONVERSATION_ID, "text": "Seu boleto segue em anexo."},
    )
]
DOCUMENT = [
    Example(
        summary="Um boleto emitido pelo CRM",
        value={
            "conversation_id": CONVERSATION_ID,
            "filename": "boleto-2026-12-10.pdf",
            "media_type": "application/pdf",
            "content": "JVBERi0xLjQK...",
            "caption": "Parcela 1 de 3",
        },
    )
]
PAYMENT = [
    Example(
        summary="Um pagamento registrado à mão",
        value={
            "id": "recibo-2026-12-10-1",
            "amount": "300.00",
            "paid_at": "2026-12-10",
            "agreement_id": CONVERSATION_ID,
            "installment": 1,
        },
    ),
    Example(
        summary="O CRM avisa de um boleto pago",
        value={
            "id": "BX-20261210-000017",
            "source": "crm",
            "amount": "300.00",
            "paid_at": "2026-12-10T15:04:05-03:00",
            "nosso_numero": "109/00000017-3",
        },
    ),
]

_PROBLEMS: Mapping[int, tuple[str, Problem]] = {
    401: (
        "Falta o token",
        Problem("Não autorizado", 401, "Envie o token da API em Authorization: Bearer."),
    ),
    404: ("Não existe", Problem("Não encontrado", 404, "O CRM não tem devedor com este CPF.")),
    409: (
        "Uma regra disse não",
        Problem(
            "Em conflito com uma regra",
            409,
            "O devedor pediu para não receber mensagens: só volta a ser contatado se escrever.",
            rule="opt_out",
        ),
    ),
    410: (
        "Já não existe",
        Problem("Não existe mais", 410, "O WhatsApp não guarda mais este arquivo."),
    ),
    422: ("Um dado não serve", Problem("Dados inválidos", 422, "O CPF não é válido.")),
    503: (
        "Tente de novo",
        Problem(
            "Indisponível por enquanto", 503, "O banco de dados não respondeu; tente de novo em instantes."
        ),
    ),
}


def problems(*statuses: int) -> dict[int, ResponseSpec]:
    """Return what each of `statuses` answers, with an example."""
    return {
        status: ResponseSpec(
            data_container=Problem,
            generate_examples=False,
            description=_PROBLEMS[status][0],
            media_type="application/problem+json",
            examples=[Example(summary=_PROBLEMS[status][0], value=msgspec.to_builtins(_PROBLEMS[status][1]))],
        )
        for status in statuses
    }
