"""Quem deve, e o quê"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal

from domain.identity.debtor import DebtorRecord
from domain.shared.cpf import Cpf, InvalidCpf
from domain.shared.phone import InvalidPhone, Phone
from entrypoints.workbench import days, places, said
from entrypoints.workbench.people import cpf_beginning_with, owing
from entrypoints.workbench.phrase import Phrase
from entrypoints.workbench.problem import Misread
from entrypoints.workbench.steps.policy import most_discount
from entrypoints.workbench.tables import Table, rows_of
from entrypoints.workbench.vocabulary import dado
from entrypoints.workbench.world import World

_THE = "((o|a|um|uma) (devedor|devedora|cliente|pessoa|consumidor|consumidora),? |)"
_OWES = (
    ",? ?(que |)(deve|está devendo|tem uma dívida de|tem um débito de|possui uma dívida de|"
    "tem uma pendência de|com uma dívida de|com dívida de|tem dívida de|possui dívida de)"
)
_FOR = "( (<de>|n[oa]|por|referente a|pel[ao]) {produto:nome}|)"
_TO = "( (à|ao|a|para a|para o|para|com a|com|junto à|junto a) {credor:nome}|)"
_SINCE = (
    "(,? ?(vencid[oa]s?|que venceu|em atraso|atrasad[oa])( desde| em| no| na|) {vencimento:dia}|"
    ",? desde {desde:dia}|)"
)
_COLUMNS = {
    "nome": ("nome", "pessoa", "devedor", "devedora", "quem", "cliente"),
    "deve": ("deve", "valor", "dívida", "saldo", "débito", "valor da dívida", "quanto deve"),
    "original": ("valor original", "original"),
    "produto": ("produto", "descrição", "de quê", "do quê", "origem"),
    "credor": ("credor", "empresa", "loja", "a quem"),
    "venceu em": ("venceu em", "vencimento", "vencida em", "venceu", "data de vencimento", "desde"),
    "cpf": ("cpf", "começo do cpf", "cpf começa com", "início do cpf"),
    "ddd": ("ddd",),
    "telefone": ("telefone", "celular", "whatsapp"),
    "estado": ("estado", "uf"),
    "cidade": ("cidade", "mora em", "município"),
}


@dado(
    'que Maria deve "R$ 1.000,00" do "cartão da loja" à "Lojas Aurora"',
    f"<que> {_THE}{{quem:pessoa}}{_OWES} {{valor:dinheiro}}{_FOR}{_TO}{_SINCE}",
    "<que> existe uma dívida de {valor:dinheiro} (em nome <de>|<de>) {quem:pessoa}",
    also=(
        'que João deve R$ 640,00 da "compra de março", vencida em 10/03/2026',
        "que ela está devendo 1200 reais",
    ),
    early=True,
    introduces=True,
)
def owes(
    world: World,
    quem: str,
    valor: Decimal,
    produto: str = "",
    credor: str = "",
    vencimento: str = "",
    desde: str = "",
) -> None:
    """Quem deve e quanto; se quiser, de quê, a quem e desde quando."""
    due = days.day(vencimento or desde, world.today, past=True) if vencimento or desde else None
    world.change_person(
        quem,
        lambda record: owing(record, amount=valor, description=produto, creditor=credor, due_date=due),
    )


@dado(
    'que Maria deve "R$ 1.000,00" e a política permite até "40%" de desconto à vista',
    f"<que> {_THE}{{quem:pessoa}}{_OWES} {{valor:dinheiro}}{_FOR}{_TO} e (a política|o credor) "
    "(permite|aceita|autoriza|dá) (até |no máximo |)(um |)(desconto de |)(até |){desconto:porcento}"
    "( de desconto|)( à vista|)( no máximo|)",
    early=True,
    introduces=True,
)
def owes_under_a_policy(
    world: World, quem: str, valor: Decimal, desconto: Decimal, produto: str = "", credor: str = ""
) -> None:
    """Quanto deve e até onde se pode descontar."""
    owes(world, quem, valor, produto, credor)
    most_discount(world, desconto)


@dado(
    'que Maria também deve "R$ 300,00" do "carnê"',
    f"<que> {{quem:pessoa}} (também|ainda) (deve|tem)( mais|) {{valor:dinheiro}}{_FOR}{_TO}{_SINCE}",
    early=True,
)
def also_owes(
    world: World,
    quem: str,
    valor: Decimal,
    produto: str = "",
    credor: str = "",
    vencimento: str = "",
    desde: str = "",
) -> None:
    """Mais uma dívida da mesma pessoa; as do mesmo credor são negociadas juntas."""
    world.change_person(quem, lambda record: replace(record, debts=(*record.debts, record.debts[-1])))
    owes(world, quem, valor, produto, credor, vencimento, desde)


@dado(
    'que Maria deve "R$ 500,00" do "cartão" e "R$ 300,00" do "carnê"',
    f"<que> {_THE}{{quem:pessoa}}{_OWES} {{valor:dinheiro}} (<de>|n[oa]) {{produto:nome}} e( mais|) "
    "{outro:dinheiro} (<de>|n[oa]) {outra:nome}",
    early=True,
    introduces=True,
)
def owes_two(world: World, quem: str, valor: Decimal, produto: str, outro: Decimal, outra: str) -> None:
    """Duas dívidas da mesma pessoa, com o mesmo credor."""
    owes(world, quem, valor, produto)
    also_owes(world, quem, outro, outra)


@dado(
    "que a dívida de Maria venceu em 10/11/2021",
    "<que> a dívida <de> {quem:pessoa} (venceu|está vencida|é|está atrasada|está em atraso) "
    "(em |no |desde |de |)({vencimento:dia})",
    also=("que a dívida de Maria venceu há 6 anos",),
    early=True,
)
def fell_due(world: World, quem: str, vencimento: str) -> None:
    """Quando a dívida venceu."""
    due = days.day(vencimento, world.today, past=True)
    world.change_person(quem, lambda record: owing(record, due_date=due))


@dado(
    'que o valor original da dívida de Maria era "R$ 800,00"',
    "<que> o valor original (da dívida |)<de> {quem:pessoa} (era|é|foi)( de|) {valor:dinheiro}",
    early=True,
)
def originally(world: World, quem: str, valor: Decimal) -> None:
    """Quanto era quando venceu, antes de multa e juros."""
    world.change_person(quem, lambda record: owing(record, amount=record.debts[-1].amount, original=valor))


@dado(
    'que o CPF de Maria começa com "529"',
    "<que> o CPF <de> {quem:pessoa} (começa|inicia) (com|por|em) {digitos:digitos}",
    "<que> os (três |3 |)primeiros dígitos do CPF <de> {quem:pessoa} são {digitos:digitos}",
    "<que> o CPF <de> {quem:pessoa} é {digitos:digitos}",
    also=("que os três primeiros dígitos do CPF de Maria são 529", "que o CPF de Maria é 529.982.247-25"),
    early=True,
    identity=True,
)
def cpf_is(world: World, quem: str, digitos: str) -> None:
    """O CPF, inteiro ou só o começo. Sem esta frase, o da primeira pessoa do cenário começa com 529."""
    world.change_person(quem, lambda record: replace(record, cpf=_cpf(digitos)))


@dado(
    'que o telefone de Maria é do DDD "68"',
    "<que> o telefone <de> {quem:pessoa} (é do|tem|é de|tem o) DDD {ddd:digitos}",
    "<que> o DDD <de> {quem:pessoa} é {ddd:digitos}",
    "<que> {quem:pessoa} (tem|é do|usa) DDD {ddd:digitos}",
    early=True,
)
def phone_in(world: World, quem: str, ddd: str) -> None:
    """O DDD, que diz em que estado a pessoa vive, e em que fuso horário."""
    world.change_person(
        quem, lambda record: replace(record, phone=_phone(f"55{ddd}{record.phone.digits[4:]}"))
    )


@dado(
    'que o telefone de Maria é "(11) 97000-0042"',
    '<que> o (telefone|celular|WhatsApp|número) <de> {quem:pessoa} é "{telefone:livre}"',
    early=True,
)
def phone_is(world: World, quem: str, telefone: str) -> None:
    """O número de WhatsApp da pessoa."""
    world.change_person(quem, lambda record: replace(record, phone=_phone(telefone)))


@dado(
    "que Maria mora no Acre",
    "<que> {quem:pessoa} (mora|vive|reside|é) (n[oa]|em|d[eoa])( (estado|cidade) d[eo]|) (?!DDD){lugar:nome}",
    also=("que Maria mora em Campinas",),
    early=True,
)
def lives_in(world: World, quem: str, lugar: str) -> None:
    """O estado ou a cidade, que dizem o fuso horário e os feriados; da cidade vem o DDD."""
    if places.is_state(lugar):
        world.change_person(quem, lambda record: replace(record, uf=places.uf(lugar)))
    else:
        world.change_person(quem, lambda record: _in_city(record, lugar))


@dado(
    'que o nome completo de Maria é "Maria Aparecida Lima"',
    "<que> o nome( completo|) <de> {quem:pessoa} é {nome:texto}",
    early=True,
)
def full_name(world: World, quem: str, nome: str) -> None:
    """O nome como está no cadastro; na conversa só aparece o primeiro."""
    world.change_person(quem, lambda record: replace(record, name=nome))


@dado(
    "os devedores:",
    "<que> (há |existem |)(os|as|estes|estas|estão cadastrados os|temos os|temos as|)( seguintes|) ?"
    "(devedores|pessoas|clientes|devedoras|dívidas)( devem| são| cadastrados|)",
    table=(
        ("nome", "deve", "credor", "produto", "venceu em", "CPF", "DDD"),
        ("Maria", "R$ 1.000,00", "Lojas Aurora", "cartão da loja", "10/03/2026", "529", "11"),
        ("João", "R$ 640,00", "Lojas Aurora", "carnê", "05/05/2026", "311", "68"),
    ),
    early=True,
    introduces=True,
)
def debtors(world: World, table: Table) -> None:
    """Várias pessoas de uma vez; só a coluna nome é obrigatória."""
    for row in rows_of(table, _COLUMNS, ("nome",)):
        for column, read in _READERS.items():
            if row.get(column):
                world.change_person(row["nome"], read(row[column], world.today))
        world.person(row["nome"])


def _cpf(digits: str) -> Cpf:
    try:
        return (
            Cpf.parse(digits) if len(digits) > 9 else cpf_beginning_with("".join(filter(str.isdigit, digits)))
        )
    except InvalidCpf:
        raise Misread(f"“{digits}” não é um CPF; escreva os três primeiros dígitos, como 529") from None


def _phone(text: str) -> Phone:
    try:
        return Phone.parse(text)
    except InvalidPhone:
        raise Misread(f"“{text}” não é um telefone; escreva como (11) 97000-0042") from None


def _in_city(record: DebtorRecord, name: str) -> DebtorRecord:
    city = places.city(name)
    phone = _phone(f"55{city.area_code}{record.phone.digits[4:]}")
    return replace(record, phone=phone, uf=city.uf)


def _money(text: str) -> Decimal:
    if not Phrase("{valor:dinheiro}").matches(text):
        raise Misread(f"“{text}” não é um valor em reais; escreva como R$ 1.000,00")
    return said.money(text)


type _Change = Callable[[DebtorRecord], DebtorRecord]

_READERS: dict[str, Callable[[str, date], _Change]] = {
    "deve": lambda text, _: lambda record: owing(record, amount=_money(text)),
    "original": lambda text, _: (
        lambda record: owing(record, amount=record.debts[-1].amount, original=_money(text))
    ),
    "produto": lambda text, _: lambda record: owing(record, description=text),
    "credor": lambda text, _: lambda record: owing(record, creditor=text),
    "venceu em": lambda text, today: lambda record: owing(record, due_date=_past(text, today)),
    "cpf": lambda text, _: lambda record: replace(record, cpf=_cpf(text)),
    "ddd": lambda text, _: lambda record: replace(record, phone=_phone(f"55{text}{record.phone.digits[4:]}")),
    "telefone": lambda text, _: lambda record: replace(record, phone=_phone(text)),
    "estado": lambda text, _: lambda record: replace(record, uf=places.uf(text)),
    "cidade": lambda text, _: lambda record: _in_city(record, text),
}


def _past(text: str, today: date) -> date:
    return days.day(text, today, past=True)
