"""As campanhas: uma lista de pessoas, procuradas dentro das regras"""

import re

from application.contact_list import Listed
from domain.identity.campaign import ContactState
from entrypoints.workbench.problem import Misread
from entrypoints.workbench.vocabulary import entao, quando
from entrypoints.workbench.world import World

_SEPARATOR = re.compile(r",\s*(?:e )?| e ")


@quando(
    "o Certobot procura Maria, João e Ana em uma campanha",
    "<bot> (procura|chama|contata) {nomes:livre} (em|por) (uma |)campanha",
    "(começa|é iniciada|sai) (uma|a) campanha (com|para) {nomes:livre}",
    identity=True,
)
def starts(world: World, nomes: str) -> None:
    """Uma lista de pessoas entra na fila; cada uma é procurada quando as regras deixam."""
    contacts = _listed(world, nomes)
    world.happens()
    world.campaign = world.house.run(world.certobot.container.start_campaign()(contacts)).id
    world.tape.note(f"Começa uma campanha com {len(contacts)} pessoas")
    world.settle()


@quando(
    "o Certobot planeja uma campanha com Maria, João e Ana",
    "<bot> planeja (uma |a |)campanha (com|para) {nomes:livre}",
    identity=True,
)
def plans(world: World, nomes: str) -> None:
    """Diz quem seria procurado, e quando, sem escrever a ninguém."""
    world.plan = world.house.run(world.certobot.container.plan_campaign()(_listed(world, nomes)))


@entao(
    "o plano procura 2 pessoas",
    "(o plano|a campanha planejada) (procura|contata|tem) {quantas:quantos} pessoas?",
    identity=True,
)
def plan_contacts(world: World, quantas: int) -> None:
    """Quantas pessoas o plano procuraria."""
    if world.plan is None:
        raise Misread("nenhuma campanha foi planejada; escreva antes que o Certobot planeja uma")
    count = len(world.plan.contacts)
    world.check(count == quantas, f"um plano que procura {quantas}", f"procura {count}")


@entao(
    "a campanha procurou 2 pessoas",
    "a campanha (já |)(procurou|procura|contatou) {quantas:quantos} pessoas?",
    identity=True,
)
def campaign_contacted(world: World, quantas: int) -> None:
    """Com quantas pessoas a conversa já foi aberta."""
    _counts(world, ContactState.OPENED, quantas, "procurada(s)")


@entao(
    "a campanha recusou 1 pessoa",
    "a campanha (recusou|deixou de fora|não procurou) {quantas:quantos} pessoas?",
    identity=True,
)
def campaign_refused(world: World, quantas: int) -> None:
    """Quantas pessoas uma regra não deixou procurar."""
    _counts(world, ContactState.REFUSED, quantas, "recusada(s)")


@entao(
    "a campanha ainda tem 1 pessoa esperando",
    "a campanha (ainda |)tem {quantas:quantos} pessoas? (esperando|à espera|na fila)",
    "{quantas:quantos} pessoas? (ainda |)(espera|esperam)( na campanha| na fila)",
    identity=True,
)
def campaign_waits(world: World, quantas: int) -> None:
    """Quantas pessoas ainda estão na fila."""
    _counts(world, ContactState.WAITING, quantas, "esperando")


def _counts(world: World, state: ContactState, expected: int, what: str) -> None:
    if world.campaign is None:
        raise Misread("nenhuma campanha começou neste cenário")
    progress = world.house.run(world.certobot.container.follow_campaign()(world.campaign))
    count = progress.count(state)
    world.check(count == expected, f"{expected} pessoa(s) {what} na campanha", f"são {count}")


def _listed(world: World, names: str) -> list[Listed]:
    return [
        Listed(line, world.person(name.strip()).cpf)
        for line, name in enumerate(_SEPARATOR.split(names), 1)
        if name.strip()
    ]
