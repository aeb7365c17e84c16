"""Quando: o que o Certobot e o devedor fazem na conversa."""

from pytest_bdd import given, when

from features.steps.phrase import Phrase
from features.steps.world import World

_MEDIA = {"um áudio": "audio", "uma foto": "image", "uma figurinha": "sticker", "um vídeo": "video"}


@when(Phrase("o Certobot procura {quem:pessoa}"))
@when(Phrase("o Certobot procura {quem:pessoa} (de novo|outra vez)"))
@given(Phrase("que o Certobot procurou {quem:pessoa}"))
def approaches(world: World, quem: str) -> None:
    """O Certobot abre a conversa, se as regras de contato deixarem."""
    world.approaches(quem)


@when(Phrase("{quem:pessoa} (escreve|responde|insiste|pergunta|diz) {texto:texto}"))
def writes(world: World, quem: str, texto: str) -> None:
    """Uma mensagem do devedor."""
    _approached(world, quem)
    world.writes(quem, texto)


@when(Phrase("{quem:pessoa} escreve por conta própria {texto:texto}"))
def writes_unasked(world: World, quem: str, texto: str) -> None:
    """Uma mensagem de quem ninguém procurou."""
    world.writes(quem, texto)


@when(Phrase("{quem:pessoa} (escreve|manda) de uma vez(:|)"))
def writes_a_burst(world: World, quem: str, datatable: list[list[str]]) -> None:
    """Várias mensagens que chegam juntas."""
    world.writes(quem, *(text for (text,) in datatable))


@when(Phrase("{quem:pessoa} (escreve|insiste|repete) {vezes:quantos} vezes {texto:texto}"))
def writes_again_and_again(world: World, quem: str, vezes: int, texto: str) -> None:
    """A mesma mensagem, uma depois da outra, cada uma respondida."""
    for _ in range(vezes):
        world.writes(quem, texto)


@when(Phrase("{quem:pessoa} manda {mídia|um áudio|uma foto|uma figurinha|um vídeo}"))
def sends_media(world: World, quem: str, mídia: str) -> None:
    """Uma mensagem sem texto."""
    message = world.message(quem, "", _MEDIA[mídia])  # type: ignore[arg-type]
    world.arrives((message,))


@when(Phrase("{quem:pessoa} informa os (três primeiros |)dígitos (certos |)do (seu |)CPF"))
def gives_right_digits(world: World, quem: str) -> None:
    """Os dígitos certos."""
    world.writes(quem, world.person(quem).cpf.digits[:3])


@when(Phrase("{quem:pessoa} informa (os |)dígitos errados( do CPF|)"))
@when(Phrase("{quem:pessoa} erra os dígitos do CPF"))
def gives_wrong_digits(world: World, quem: str) -> None:
    """Dígitos que não são os do CPF."""
    world.writes(quem, wrong_digits(world, quem))


@when(Phrase("{quem:pessoa} erra os dígitos do CPF {vezes:quantos} vezes"))
@given(Phrase("que {quem:pessoa} errou os dígitos do CPF {vezes:quantos} vezes"))
def gives_wrong_digits_often(world: World, quem: str, vezes: int) -> None:
    """Tentativas erradas, uma depois da outra."""
    _approached(world, quem)
    for _ in range(vezes):
        world.writes(quem, wrong_digits(world, quem))


@given(Phrase("que {quem:pessoa} (já |)confirmou quem é"))
def verified(world: World, quem: str) -> None:
    """A conversa começou, a identidade foi confirmada e a primeira oferta foi feita."""
    _approached(world, quem)
    world.writes(quem, "oi")
    world.writes(quem, world.person(quem).cpf.digits[:3])


@given(Phrase("que {quem:pessoa} (já |)fechou acordo à vista"))
def agreed_in_cash(world: World, quem: str) -> None:
    """O acordo da primeira oferta."""
    verified(world, quem)
    world.writes(quem, "aceito")
    world.writes(quem, "sim")


@given(Phrase("que {quem:pessoa} (já |)fechou acordo em {parcelas:vezes}"))
def agreed_in_installments(world: World, quem: str, parcelas: int) -> None:
    """Um acordo parcelado."""
    verified(world, quem)
    world.writes(quem, f"quero em {parcelas}x")
    world.writes(quem, "sim")


def wrong_digits(world: World, quem: str) -> str:
    """Return three digits that are not the first of the CPF."""
    right = int(world.person(quem).cpf.digits[:3])
    return f"{(right + 111) % 1000:03d}"


def _approached(world: World, quem: str) -> None:
    """The scenario need not say that the conversation was opened."""
    if not world.everything_said_to(quem):
        world.approaches(quem)
