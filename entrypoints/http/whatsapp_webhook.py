"""Where the provider knocks."""

from dataclasses import dataclass
from typing import Any

from litestar import MediaType, Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import SkipValidation

from application.note_events import NoteEvents
from application.ports.webhook_gate import WebhookGate
from application.receive_together import ReceiveTogether
from entrypoints.http.problems import problem

# Meta sends up to 1,000 updates in one POST of at most 3 MB.
LARGEST_WEBHOOK = 3 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Door:
    """What a webhook needs, as one dependency: several would be resolved in tasks of their own."""

    gate: WebhookGate
    note: NoteEvents
    receive: ReceiveTogether


@get("/webhooks/whatsapp", media_type=MediaType.TEXT, summary="Meta confere o endereço")
async def answer_challenge(
    request: Request[Any, Any, Any], gate: NamedDependency[SkipValidation[WebhookGate]]
) -> Response[Any]:
    """Echo `hub.challenge` to whoever knows the verify token."""
    challenge = gate.answers_challenge(dict(request.query_params))
    if challenge is None:
        return problem(403, "O token de verificação não confere.")
    return Response(challenge, media_type=MediaType.TEXT)


@post(
    "/webhooks/whatsapp",
    status_code=200,
    request_max_body_size=LARGEST_WEBHOOK,
    summary="Eventos do WhatsApp: mensagens e situações",
)
async def take_events(
    request: Request[Any, Any, Any],
    door: NamedDependency[SkipValidation[Door]],
) -> Response[Any]:
    """Verify the signature over the raw bytes, keep every event, and only then answer 200."""
    body = await request.body()
    if not door.gate.is_authentic(body, dict(request.headers)):
        return problem(401, "A assinatura não confere.")
    events = door.gate.read(body)
    await door.note(events)
    await door.receive(events)
    return Response({"status": "ok"})
