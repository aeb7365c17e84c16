"""Que dia é, e quanto tempo passa"""

from datetime import datetime, timedelta

from domain.shared.calendar import SAO_PAULO
from entrypoints.workbench import days
from entrypoints.workbench.vocabulary import dado, quando
from entrypoints.workbench.world import World


@dado(
    "que hoje é 28/11/2026, às 20:00",
    "<que> (hoje é|é|estamos em|o dia é|a data é) {dia:dia},? (às|as|a|ao) {hora:hora}",
    "<que> (hoje é|é|estamos em|o dia é|a data é) {dia:dia}",
    also=("que hoje é sábado",),
)
def stands_at(world: World, dia: str, hora: str = "10:00") -> None:
    """O dia e a hora, em São Paulo. Sem esta frase é segunda-feira, 23/11/2026, 10:00."""
    world.stands_at(days.moment(dia, hora, world.today))


@dado(
    "que são 20:00",
    "<que> (agora |já |)(são|é) {hora:hora}( da manhã| da tarde| da noite| em ponto|)",
)
def stands_at_hour(world: World, hora: str) -> None:
    """A hora do mesmo dia."""
    world.stands_at(datetime.combine(world.today, days.hour(hora), SAO_PAULO))


@quando(
    "chega 24/11, às 9:30",
    "(chega|chegam|chega o dia|vem|chega a|é) {dia:dia},? (às|as|a|ao) {hora:hora}",
    "(chega|chega o dia|vem|chega a) {dia:dia}",
    "no {dia:dia},? (às|as|a|ao) {hora:hora}",
    "(no dia seguinte|no outro dia),? (às|as|ao) {hora:hora}",
    also=("chega sexta-feira, às 10h", "no dia seguinte, às 9:30"),
)
def arrives_at(world: World, hora: str = "10:00", dia: str = "amanhã") -> None:
    """O relógio anda até um dia e uma hora."""
    world.stands_at(days.moment(dia, hora, world.today))


@quando(
    "passam 179 segundos sem resposta",
    "(se |)(passa|passam|decorre|decorrem)(-se|)( mais|) {tempo:duracao}( sem resposta| em silêncio| "
    "de silêncio|)",
    "(depois de|após|daí a|dali a) {tempo:duracao}( sem resposta| em silêncio| de silêncio|)",
    "{quem:pessoa} (fica|passa|some por|desaparece por|fica em silêncio por|fica calad[oa] por|fica "
    "sem responder por) {tempo:duracao}( sem responder| em silêncio| "
    "sem escrever| calad[oa]|)",
    "{quem:pessoa} não (responde|escreve)( nada|) (por|durante|em) {tempo:duracao}",
    "o tempo passa {tempo:duracao}",
    "{quem:pessoa} demora {tempo:duracao}( para responder|)",
    "passa o tempo de {tempo:duracao}",
    also=("passa mais 1 segundo", "ela fica 3 minutos sem responder", "depois de 2 horas"),
)
def passes(world: World, tempo: timedelta) -> None:
    """O tempo passa e ninguém escreve."""
    world.passes(tempo)


@quando(
    "ela não responde mais",
    "{quem:pessoa} (não (responde|escreve)( mais| nada|)|para de responder|some|desaparece|fica em "
    "silêncio|deixa de responder|abandona a conversa)",
    "a conversa (fica sem resposta|esfria|expira)",
)
@dado(
    "que ela não respondeu mais",
    "<que> {quem:pessoa} (não (respondeu|escreveu)( mais| nada|)|parou de responder|sumiu|desapareceu)",
)
def goes_silent(world: World) -> None:
    """Passa o tempo de silêncio que a política espera, e mais um minuto."""
    world.passes(timedelta(seconds=world.settings.policy.conversation_timeout_seconds + 60))
