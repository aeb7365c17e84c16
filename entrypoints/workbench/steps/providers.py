"""O CRM e o WhatsApp falham, voltam, repetem"""

from application.ports.webhook_gate import ProviderEvents, StatusUpdate
from domain.messaging.delivery import DeliveryStatus
from entrypoints.workbench.vocabulary import dado, quando
from entrypoints.workbench.world import World

_DOWN = "(está fora do ar|não responde|caiu|está fora|saiu do ar|está indisponível|falha)"
_GOES_DOWN = "(fica indisponível|sai do ar|cai|para de responder|fica fora do ar|deixa de responder)"
_UP = "(volta|volta ao ar|volta a responder|volta a funcionar|se recupera)"


@dado("que o CRM está fora do ar", f"<que> o CRM( do credor|) {_DOWN}")
def crm_is_down(world: World) -> None:
    """O CRM não responde."""
    world.certobot.crm.down = True
    world.tape.note("O CRM está fora do ar")


@quando("o CRM sai do ar", f"o CRM( do credor|) {_GOES_DOWN}")
def crm_goes_down(world: World) -> None:
    """O CRM deixa de responder."""
    crm_is_down(world)


@quando("o CRM volta", f"o CRM( do credor|) {_UP}")
def crm_up(world: World) -> None:
    """O CRM responde de novo."""
    world.certobot.crm.down = False
    world.tape.note("O CRM voltou")


@dado(
    "que o CRM recusa o resultado",
    "<que> o CRM( do credor|) (recusa|rejeita|não aceita) (o resultado|os resultados|tudo)",
)
def crm_rejects(world: World) -> None:
    """O CRM responde que não aceita, e tentar de novo não adianta."""
    world.certobot.crm.rejects = True


@dado("que o WhatsApp está fora do ar", f"<que> o WhatsApp {_DOWN}")
def whatsapp_is_down(world: World) -> None:
    """O WhatsApp não aceita mensagens."""
    world.certobot.messenger.trouble = "down"
    world.tape.note("O WhatsApp está fora do ar")


@quando("o WhatsApp sai do ar", f"o WhatsApp {_GOES_DOWN}")
def whatsapp_goes_down(world: World) -> None:
    """O WhatsApp deixa de aceitar mensagens."""
    whatsapp_is_down(world)


@quando("o WhatsApp volta", f"o WhatsApp {_UP}")
def whatsapp_up(world: World) -> None:
    """O WhatsApp aceita mensagens de novo."""
    world.certobot.messenger.trouble = ""
    world.tape.note("O WhatsApp voltou")


@dado(
    "que o WhatsApp recusa as mensagens para sempre",
    "<que> o WhatsApp (recusa|rejeita|não entrega) (as mensagens|a mensagem|mensagens)( para sempre| "
    "de vez| a esse número|)",
)
def whatsapp_rejects(world: World) -> None:
    """O número não pode receber mensagens, e tentar de novo não adianta."""
    world.certobot.messenger.trouble = "rejects"
    world.tape.note("O WhatsApp recusa as mensagens")


@dado(
    "que a conexão vai cair logo depois de o WhatsApp aceitar a próxima mensagem",
    "<que> a conexão (vai cair|cai) (logo |)(depois de o|quando o|assim que o) WhatsApp (aceitar|"
    "aceita|recebe|receber) a próxima mensagem",
)
def connection_cut(world: World) -> None:
    """O WhatsApp aceita, mas o Certobot não fica sabendo."""
    world.certobot.messenger.trouble = "cuts"


@quando(
    "o WhatsApp avisa que a mensagem foi entregue",
    "o WhatsApp (avisa|informa|confirma) que (ela|a mensagem|a última mensagem) foi (entregue|recebida)",
)
def receipt_confirmed(world: World) -> None:
    """Os avisos de entrega chegam."""
    _told(world, DeliveryStatus.DELIVERED)


@quando(
    "o WhatsApp avisa que a mensagem foi lida",
    "o WhatsApp (avisa|informa|confirma) que (ela|a mensagem|a última mensagem) foi lida",
)
def read_confirmed(world: World) -> None:
    """Os avisos de leitura chegam."""
    _told(world, DeliveryStatus.READ)


@quando(
    'o WhatsApp entrega 3 vezes a mensagem de Maria: "sim"',
    "o WhatsApp (entrega|repete|manda) {vezes:quantos} vezes a mensagem <de> {quem:pessoa}:? ?{texto:texto}",
    "a mensagem <de> {quem:pessoa},? {texto:texto},? chega {vezes:quantos} vezes",
    "o WhatsApp (entrega|repete|manda) a mensagem {texto:texto} <de> {quem:pessoa} {vezes:quantos} vezes",
)
def duplicated(world: World, vezes: int, quem: str, texto: str) -> None:
    """A mesma mensagem, com o mesmo número, várias vezes no mesmo instante."""
    world.arrives((world.message(quem, texto),), copies=vezes)


@quando(
    "o WhatsApp entrega de novo a mesma mensagem",
    "o WhatsApp (entrega|manda|repete)( de novo| outra vez|) a (mesma|última) mensagem( de novo| outra vez|)",
)
def repeated(world: World) -> None:
    """A última mensagem chega outra vez, mais tarde."""
    world.arrives(world.last_messages)


def _told(world: World, status: DeliveryStatus) -> None:
    """Have WhatsApp tell what became of everything it took."""
    certobot, now = world.certobot, world.clock.now()
    statuses = tuple(StatusUpdate(f"mock.{key}", status, now, key) for key in certobot.messenger.calls)
    world.house.run(certobot.container.receive_events()(ProviderEvents(statuses=statuses)))
    world.settle()
