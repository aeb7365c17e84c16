"""O que o credor permite"""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

from entrypoints.workbench.folded import folded
from entrypoints.workbench.phrase import Phrase
from entrypoints.workbench.problem import Misread
from entrypoints.workbench.tables import Table
from entrypoints.workbench.vocabulary import dado
from entrypoints.workbench.world import World

_ALLOWS = "(a política|o credor|a empresa|a loja) (permite|aceita|autoriza|dá|deixa|libera|oferece)"
_EMPATHY = {"alta": "high", "media": "medium", "baixa": "low"}


@dado(
    'que a política permite até "40%" de desconto à vista',
    f"<que> {_ALLOWS} (até |no máximo |)(um |)(desconto de |)(até |){{desconto:porcento}}( de desconto|)( à "
    "vista|)( no máximo|)",
    "<que> o desconto máximo( à vista| permitido| da política|) é( de|) {desconto:porcento}",
    also=("que o desconto máximo é de 40%",),
    early=True,
)
def most_discount(world: World, desconto: Decimal) -> None:
    """O maior desconto à vista."""
    opening = min(world.settings.policy.opening_discount_percent, desconto)
    world.change_policy(max_discount_percent=desconto, opening_discount_percent=opening)


@dado(
    "que a política não permite desconto",
    "<que> (a política|o credor|a empresa|a loja) não (permite|aceita|autoriza|dá|oferece)( nenhum|) "
    "desconto( nenhum| algum|)",
    early=True,
)
def no_discount(world: World) -> None:
    """Nenhum desconto, nem na primeira oferta."""
    world.change_policy(max_discount_percent=Decimal(0), opening_discount_percent=Decimal(0))


@dado(
    'que a política permite até "20%" de desconto a partir de "4x"',
    f"<que> {_ALLOWS} até {{desconto:porcento}} de desconto (a partir de|de|acima de|em) "
    f"{{parcelas:vezes}}( em diante| ou mais|)",
    early=True,
)
def most_discount_in_installments(world: World, desconto: Decimal, parcelas: int) -> None:
    """O maior desconto de um número de parcelas em diante."""
    steps = (*world.settings.policy.installment_discounts, (parcelas, desconto))
    world.change_policy(installment_discounts=steps)


@dado(
    'que a política permite até "12x"',
    f"<que> {_ALLOWS} (parcelar |pagar |dividir |parcelamento |)(em |)(até|no máximo) "
    f"{{parcelas:vezes}}( no máximo| sem juros|)",
    "<que> o (máximo|limite) (é|são)( de|) {parcelas:vezes}",
    early=True,
)
def most_installments(world: World, parcelas: int) -> None:
    """O maior número de parcelas."""
    world.change_policy(max_installments=parcelas)


@dado(
    'que a primeira oferta é de "10%" de desconto',
    "<que> a (primeira oferta|oferta inicial|abertura) (tem|é de|é|começa com|começa em) "
    "{desconto:porcento}( de desconto|)",
    "<que> o desconto inicial é( de|) {desconto:porcento}",
    early=True,
)
def opening_discount(world: World, desconto: Decimal) -> None:
    """Onde a negociação começa."""
    most = max(world.settings.policy.max_discount_percent, desconto)
    world.change_policy(opening_discount_percent=desconto, max_discount_percent=most)


@dado(
    "que se chega ao desconto máximo em 4 passos",
    "<que> (se chega|a negociação chega|o Certobot chega) ao (desconto |)máximo em {passos:quantos} "
    "(passos?|concessões|concessão)",
    early=True,
)
def concession_steps(world: World, passos: int) -> None:
    """Em quantos pedidos se vai da primeira oferta ao máximo."""
    world.change_policy(concession_steps=passos)


@dado(
    'que a parcela mínima é "R$ 50,00"',
    "<que> (a parcela mínima|a menor parcela|o valor mínimo da parcela|o valor mínimo de cada parcela) "
    "é( de|) {valor:dinheiro}",
    early=True,
)
def least_installment(world: World, valor: Decimal) -> None:
    """A menor parcela."""
    world.change_policy(min_installment=valor)


@dado(
    'que o pagamento mínimo é "R$ 50,00"',
    "<que> o (pagamento mínimo|menor pagamento|valor mínimo) é( de|) {valor:dinheiro}",
    early=True,
)
def least_payment(world: World, valor: Decimal) -> None:
    """O menor total aceito."""
    world.change_policy(min_payment=valor)


@dado(
    'que o parcelamento tem juros de "2%" ao mês',
    "<que> (o parcelamento tem juros|parcelar tem juros|os juros( do parcelamento|) são|há juros)( de|"
    ") {juros:porcento}( ao mês|)",
    early=True,
)
def monthly_interest(world: World, juros: Decimal) -> None:
    """Os juros de quem parcela (Tabela Price)."""
    world.change_policy(monthly_interest_percent=juros)


@dado(
    "que o primeiro pagamento pode ser em até 10 dias",
    "<que> o primeiro (pagamento|vencimento) (pode ser( feito|)|é|fica|deve ser)( em|) até {dias:quantos} "
    "dias",
    early=True,
)
def latest_first_payment(world: World, dias: int) -> None:
    """Até quando se pode começar a pagar."""
    world.change_policy(first_due_days=(min(1, dias), dias))


@dado(
    "que as parcelas vencem nos dias 5 e 20",
    "<que> (as parcelas vencem|os vencimentos são|os pagamentos são)( só|) (nos dias|no dia|dia) "
    "{dias:livre}",
    early=True,
)
def due_days(world: World, dias: str) -> None:
    """Os dias do mês em que pode vencer."""
    named = tuple(int(each) for each in dias.replace(",", " ").split() if each.isdigit())
    if not named:
        raise Misread(f"“{dias}” não são dias do mês; escreva como 5, 10 e 20")
    world.change_policy(due_days=named)


@dado(
    'que a multa por atraso é de "2%" e os juros de mora são de "1%" ao mês',
    "<que> a multa( por atraso|) é( de|) {multa:porcento}( e os juros( de mora|) são( de|) "
    "{juros:porcento}( ao mês|)|)",
    early=True,
)
def late_charges(world: World, multa: Decimal, juros: Decimal | None = None) -> None:
    """O que se cobra de quem paga depois do vencimento."""
    current = world.settings.policy.late_interest_percent
    world.change_policy(late_fine_percent=multa, late_interest_percent=current if juros is None else juros)


@dado(
    "que a conversa termina com 180 segundos de silêncio",
    "<que> a conversa (termina|acaba|se encerra|encerra) (com|depois de|após|em) {tempo:duracao}( de "
    "silêncio| sem resposta|)",
    early=True,
)
def timeout(world: World, tempo: timedelta) -> None:
    """Quanto se espera por uma resposta."""
    world.change_policy(conversation_timeout_seconds=int(tempo.total_seconds()))


@dado(
    "que são 3 tentativas de identificação",
    "<que> (são|há|o limite é( de|)|a política permite)( até|) {tentativas:quantos} tentativas?( de "
    "identificação| com o CPF| de confirmação| por conversa|)",
    "<que> {quem:pessoa} tem( só| até|) {tentativas:quantos} tentativas?( para se identificar| para "
    "confirmar quem é|)",
    early=True,
    identity=True,
)
def attempts(world: World, tentativas: int) -> None:
    """Quantas vezes se pode errar os dígitos do CPF."""
    world.change_policy(verification_attempts=tentativas)


@dado(
    "que a promessa pode ser para até 30 dias",
    "<que> (a promessa|uma promessa) (pode ser|vale)( para|) até {dias:quantos} dias",
    early=True,
)
def promise_days(world: World, dias: int) -> None:
    """Até quando se anota uma promessa de pagamento."""
    world.change_policy(promise_days=dias)


@dado(
    "que a empatia é alta",
    "<que> a empatia é {empatia:livre}",
    early=True,
)
def empathy(world: World, empatia: str) -> None:
    """O tom da conversa: alta, média ou baixa."""
    if folded(empatia) not in _EMPATHY:
        raise Misread(f"a empatia é alta, média ou baixa; não “{empatia}”")
    world.change_policy(empathy=_EMPATHY[folded(empatia)])


@dado(
    "que a política permite cobrar dívida prescrita",
    f"<que> {_ALLOWS} (cobrar|a cobrança de) dívidas? prescritas?",
    early=True,
)
def prescribed(world: World) -> None:
    """Dívida de mais de cinco anos também é cobrada."""
    world.change_policy(collect_prescribed=True)


@dado(
    "a política:",
    "<que> (a política|a política do credor|esta política|a política é|vale a política)",
    table=(
        ("desconto inicial", "10%"),
        ("desconto máximo", "40%"),
        ("parcelas", "até 12x"),
        ("parcela mínima", "R$ 50,00"),
        ("juros ao mês", "0%"),
        ("primeiro pagamento", "até 10 dias"),
        ("versão", "2026-11"),
    ),
    early=True,
)
def policy(world: World, table: Table) -> None:
    """Tudo de uma vez: uma linha para cada limite, na ordem que quiser."""
    for name, *values in table:
        row = next((each for each in _ROWS if folded(name) in each[0]), None)
        if row is None:
            known = ", ".join(each[0][0] for each in _ROWS)
            raise Misread(f"a política não tem “{name}”; há {known}")
        _, phrase, change = row
        read = phrase.read(values[0]) if values else None
        if read is None:
            raise Misread(f"“{values[0] if values else ''}” não serve para “{name}”")
        change(world, **read)


def _version(world: World, versao: str) -> None:
    world.change_policy(version=versao)


def _row(
    names: str, pattern: str, change: Callable[..., None]
) -> tuple[list[str], Phrase, Callable[..., None]]:
    return [folded(name) for name in names.split("/")], Phrase(pattern), change


_ROWS = (
    _row("desconto máximo/máximo de desconto/desconto", "(até |){desconto:porcento}", most_discount),
    _row("desconto inicial/primeira oferta/abertura", "{desconto:porcento}", opening_discount),
    _row(
        "parcelas/máximo de parcelas/parcelamento/número máximo de parcelas",
        "(até |em até |){parcelas:vezes}",
        most_installments,
    ),
    _row("parcela mínima/menor parcela", "{valor:dinheiro}", least_installment),
    _row("pagamento mínimo/menor pagamento/valor mínimo", "{valor:dinheiro}", least_payment),
    _row("juros ao mês/juros", "{juros:porcento}( ao mês|)", monthly_interest),
    _row(
        "primeiro pagamento/primeiro vencimento/prazo",
        "(em |)(até |){dias:quantos} dias",
        latest_first_payment,
    ),
    _row("passos/concessões", "{passos:quantos}( passos|)", concession_steps),
    _row("tentativas", "{tentativas:quantos}", attempts),
    _row("silêncio/tempo de espera", "{tempo:duracao}", timeout),
    _row("multa", "{multa:porcento}", late_charges),
    _row("empatia", "{empatia:livre}", empathy),
    _row("versão", "{versao:livre}", _version),
)
