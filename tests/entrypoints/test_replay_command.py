"""What `certobot replay` tells an operator."""

from uuid import UUID

from application.ports.dead_letters import DeadLetter
from domain.shared.ids import ConversationId
from entrypoints.commands.replay import replay_lines
from tests.adapters.contracts.kept import NOW

CONVERSATION = ConversationId(UUID("11111111-2222-4333-8444-555555555555"))


def test_what_comes_back_and_what_never_will_is_told_with_the_reason() -> None:
    dead = [
        DeadLetter("outbound", CONVERSATION, "fora do ar", NOW),
        DeadLetter("outbound", CONVERSATION, "fora do ar", NOW, "newer_conversation"),
        DeadLetter("outbound", CONVERSATION, "bloqueou", NOW, "silence"),
        DeadLetter("outbound", CONVERSATION, "bloqueou", NOW, "silence"),
    ]
    first, *_, back, within, newer, silent = replay_lines(dead, revived=1)
    assert first == f"20/11/2026 12:00  {CONVERSATION}  mensagem que não saiu: fora do ar"
    assert back.startswith("1 de volta à fila")
    assert "frequência" in within
    assert newer == "1 não sai mais: uma conversa mais nova com o devedor já foi aberta."
    assert silent == "2 não saem mais: quem recebe pediu silêncio, ou não é o devedor."


def test_when_nothing_comes_back_nothing_is_promised() -> None:
    assert list(replay_lines([], revived=0)) == ["Nada falhou de vez."]
