"""O CRM e o WhatsApp falham, voltam, repetem."""

from pytest_bdd import given, when

from features.steps.phrase import Phrase
from features.steps.world import World


@given(Phrase("que o CRM está fora do ar"))
@when(Phrase("o CRM sai do ar"))
def crm_down(world: World) -> None:
    """O CRM não responde."""
    world.crm.down = True


@when(Phrase("o CRM volta(| ao ar)"))
def crm_up(world: World) -> None:
    """O CRM responde de novo."""
    world.crm.down = False


@given(Phrase("que o WhatsApp está fora do ar"))
@when(Phrase("o WhatsApp sai do ar"))
def whatsapp_down(world: World) -> None:
    """O WhatsApp não aceita mensagens."""
    world.messenger.down = True


@when(Phrase("o WhatsApp volta(| ao ar)"))
def whatsapp_up(world: World) -> None:
    """O WhatsApp aceita mensagens de novo."""
    world.messenger.down = False


@given(Phrase("que a conexão vai cair logo depois de o WhatsApp aceitar a próxima mensagem"))
def connection_cut(world: World) -> None:
    """O WhatsApp aceita, mas o Certobot não fica sabendo."""
    world.messenger.cuts = True


@when(Phrase("o WhatsApp avisa que (ela|a mensagem) foi entregue"))
def receipt_confirmed(world: World) -> None:
    """Os avisos de entrega chegam."""
    world.confirms_receipt()


@when(
    Phrase("o WhatsApp entrega {vezes:quantos} vezes a mensagem (de|do|da) {quem:pessoa}(:|) {texto:texto}")
)
def duplicated(world: World, vezes: int, quem: str, texto: str) -> None:
    """A mesma mensagem, com o mesmo número, várias vezes no mesmo instante."""
    world.arrives((world.message(quem, texto),), copies=vezes)


@when(Phrase("o WhatsApp entrega de novo a (mesma|última) mensagem"))
def repeated(world: World) -> None:
    """A última mensagem chega outra vez, mais tarde."""
    world.arrives(world.last_messages)
