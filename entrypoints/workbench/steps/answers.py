"""O que o Certobot responde"""

import re
from decimal import Decimal

from domain.shared.money import format_brl
from entrypoints.workbench.folded import folded
from entrypoints.workbench.meanings import MEANINGS, Meaning
from entrypoints.workbench.vocabulary import entao
from entrypoints.workbench.world import World

# The words that would tell a stranger what it is about.
_GIVE_AWAY = (
    "dívida", "débito", "cobrança", "pagamento", "pagar", "boleto", "pix", "acordo", "desconto", "parcela",
    "atraso", "vencid", "vencimento", "saldo", "valor", "R$",
)  # fmt: skip
_MONEY = re.compile(r"r\$ ?\d")


def _teach(meaning: Meaning) -> None:
    """Add a meaning to the vocabulary, and its contrary."""

    def says(world: World) -> None:
        found = any(meaning.is_in(text) for text in world.texts)
        world.check(found, f"o Certobot {meaning.name}", _understood_in(world))

    def does_not_say(world: World) -> None:
        found = next((text for text in world.texts if meaning.is_in(text)), "")
        world.check(not found, f"o Certobot não {meaning.name}", f"ele disse “{found}”")

    says.__doc__ = "O sentido do que foi dito, em quaisquer palavras."
    does_not_say.__doc__ = "O contrário."
    ways = f"({meaning.name}|{meaning.ways})"
    entao(f"o Certobot {meaning.name}", f"<bot> {ways}", identity=meaning.before_identity)(says)
    entao(f"o Certobot não {meaning.name}", f"<bot> (não|nunca) {ways}", listed=False)(does_not_say)


def _understood_in(world: World) -> str:
    """Return what the answer means instead, by the names of the vocabulary."""
    said = [each.name for each in MEANINGS if any(each.is_in(text) for text in world.texts)]
    return f"o que se lê na resposta: {'; '.join(said)}" if said else ""


for _meaning in MEANINGS:
    _teach(_meaning)


@entao(
    'o Certobot não fala em "dívida"',
    "<bot> (não|nunca) (fala em|cita|menciona|usa a palavra) {trecho:palavra}",
    "<bot> (não|nunca) (fala em|cita|menciona|diz|escreve|usa|mostra|revela|conta|fala de|fala sobre|"
    'usa a palavra|diz a palavra|cita a palavra) "{trecho:livre}"',
    '(a resposta|a mensagem) não (cita|fala em|mostra|contém|tem|menciona|diz) "{trecho:livre}"',
    '<bot> (não|nunca) (fala|menciona|usa|cita|diz) a palavra "{trecho:livre}"',
)
def does_not_say_words(world: World, trecho: str) -> None:
    """Nenhum trecho assim na resposta."""
    found = next((text for text in world.texts if folded(trecho) in folded(text)), "")
    world.check(not found, f"uma resposta sem “{trecho}”", f"ele disse “{found}”")


@entao(
    'a resposta cita "juros"',
    "<bot> (responde|diz|escreve|fala em|cita|menciona|mostra|informa|usa|fala|avisa|conta):? "
    '?"{trecho:livre}"',
    '(a resposta|a mensagem|) ?(cita|fala em|mostra|contém|tem|menciona|diz):? ?"{trecho:livre}"',
    '"{trecho:livre}"',
    also=('o Certobot diz "R$ 900,00"',),
)
def says_words(world: World, trecho: str) -> None:
    """Um trecho, palavra por palavra; maiúsculas e acentos não importam."""
    found = any(folded(trecho) in folded(text) for text in world.texts)
    world.check(found, f"uma resposta com “{trecho}”")


@entao(
    "o Certobot cita R$ 900,00",
    "<bot> (diz|cita|informa|mostra|fala em|menciona)( o valor( de|)| o saldo( de|)| que são| que é| "
    "que o (valor|saldo) é( de|)|) {valor:reais}",
    "(a resposta|a mensagem) (cita|mostra|fala em|tem|traz) {valor:reais}",
)
def says_amount(world: World, valor: Decimal) -> None:
    """Um valor em reais."""
    world.check(
        any(format_brl(valor) in text for text in world.texts), f"uma resposta com {format_brl(valor)}"
    )


@entao(
    "o Certobot não cita valor nenhum",
    "<bot> não (cita|fala|diz|mostra|menciona|informa|fala em) (valor|valores|nenhum valor|dinheiro|um "
    "valor)( nenhum| algum|)",
    "<bot> não (cita|menciona|diz|revela|informa|conta) o valor( da dívida|)",
)
def says_no_amount(world: World) -> None:
    """Nenhum valor em reais."""
    found = next((text for text in world.texts if _MONEY.search(folded(text))), "")
    world.check(not found, "uma resposta sem valores", f"ele disse “{found}”")


@entao(
    "o Certobot não cita o credor",
    "<bot> (não|nunca) (cita|menciona|revela|diz|fala) (o|d[oe]) (credor|nome do credor|nome da loja|nome "
    "da empresa)",
)
def does_not_name_creditor(world: World) -> None:
    """O nome de quem cobra não aparece na resposta."""
    names = {debt.creditor for debt in world.person("ela").debts} | {world.settings.creditor.name}
    for text in world.texts:
        found = [name for name in names if folded(name) in folded(text)]
        world.check(not found, "uma resposta sem o nome do credor", f"ele disse “{text}”")


@entao(
    "responde uma vez só",
    "<bot> (responde|escreve|fala)( só| apenas|) uma (única |)vez( só|)",
    "<bot> manda( só| apenas|) uma (única |)mensagem( só|)",
)
def answers_once(world: World) -> None:
    """Uma resposta, não importa quantas mensagens chegaram."""
    count = len(world.answer)
    world.check(count == 1, "uma resposta só", f"foram {count}" if count else "não houve nenhuma")


@entao(
    "o Certobot não responde",
    "<bot> não (responde|escreve|manda|diz|fala|envia)"
    "( nada| mensagem| mais nada| mensagens| nenhuma mensagem| mensagem nenhuma| mais)?",
    "<bot> fica em silêncio",
    "(nenhuma|não sai) mensagem( nenhuma| é enviada| sai|)",
    "{quem:pessoa} não recebe (nada|mensagem|mensagens|nenhuma mensagem|mensagem nenhuma)",
    "<bot> não insiste",
)
def says_nothing(world: World) -> None:
    """Silêncio."""
    world.check(
        not world.answer,
        "nenhuma mensagem",
        f"ele disse “{world.texts[0] if world.texts else 'um documento'}”",
    )


@entao(
    "o Certobot responde",
    "<bot> (responde|manda uma resposta|responde à pessoa|responde a {quem:pessoa})",
    "{quem:pessoa} recebe (uma|a primeira|alguma) (mensagem|resposta)",
)
def answers(world: World) -> None:
    """Alguma resposta."""
    world.check(world.answer, "uma resposta", world.silence or "o Certobot não disse nada")


@entao(
    "ainda tem 2 tentativas",
    "<bot> (diz que |avisa que |)({quem:pessoa} |)(ainda |)(tem|há|restam?|sobram?|existem?|faltam?)( "
    "só| apenas| mais|) {tentativas:quantos} tentativas?",
    also=("resta 1 tentativa", "o Certobot diz que restam 2 tentativas"),
    identity=True,
)
def attempts_left(world: World, tentativas: int) -> None:
    """Quantas tentativas sobram."""
    said = [int(each) for text in world.texts for each in re.findall(r"mais (\d+) tentativa", folded(text))]
    found = f"a resposta diz que há mais {said[0]}" if said else "a resposta não fala de tentativas"
    world.check(tentativas in said, f"mais {tentativas} tentativa(s), ditas na resposta", found)


@entao(
    "o Certobot não revela nada a Maria",
    "<bot> não (revela|conta|entrega|diz) nada( da dívida| sobre a dívida| do assunto| sobre o assunto|"
    ") (a|à|ao|para|para a|para o) {quem:pessoa}",
    "nada do que {quem:pessoa} recebeu dá pista( do assunto| da dívida|)",
    "<bot> não (revela|conta|diz|menciona|fala d|cita)( a| sobre a|) (dívida|do assunto|o assunto)( (a|"
    "à|para) {quem:pessoa}|)",
    "<bot> não (revela|conta|entrega|diz) nada",
    "nada (é|foi|fica) revelado( a {quem:pessoa}|)",
    identity=True,
)
def nothing_disclosed(world: World, quem: str = "ela") -> None:
    """Nem palavra, nem valor, nem produto, nem mais que o primeiro nome, desde a primeira mensagem."""
    record = world.person(quem)
    secrets = (*_GIVE_AWAY, *record.name.split()[1:], record.cpf.digits, record.cpf.formatted)
    secrets += tuple(each for debt in record.debts for each in (format_brl(debt.amount), debt.description))
    for text in world.everything_said_to(quem):
        leaked = [each for each in secrets if re.search(rf"(?<!\w){re.escape(folded(each))}", folded(text))]
        world.check(not leaked, "nenhuma pista do assunto", f"apareceu “{', '.join(leaked)}” em “{text}”")


@entao(
    "a primeira mensagem é um modelo aprovado",
    "a (primeira mensagem|mensagem de abertura) é (um |o |)modelo( aprovado|)",
    "<bot> abre a conversa com (um|o) modelo aprovado",
    identity=True,
)
def opened_with_template(world: World) -> None:
    """A conversa só pode ser aberta com um modelo aprovado pela Meta."""
    arrived = world.certobot.messenger.arrived
    world.check(arrived and arrived[0].kind == "template", "um modelo aprovado como primeira mensagem")
