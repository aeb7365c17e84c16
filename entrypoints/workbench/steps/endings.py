"""Em que pé está a conversa"""

from collections.abc import Callable

from domain.identity.contact_rule import ContactRule
from domain.shared.calendar import SAO_PAULO
from entrypoints.workbench import days
from entrypoints.workbench.vocabulary import entao
from entrypoints.workbench.world import World

# How the vocabulary names it, and other ways to say so.
_STATUS = {
    "active": ("continua aberta", "(continua|fica|segue|permanece|está)( aberta| ativa| em andamento|)"),
    "completed": (
        "termina com acordo",
        "(termina|acaba|fecha|se encerra|é encerrada) (com|em) (um |o |)(acordo( fechado|)|sucesso)",
    ),
    "failed": (
        "termina sem acordo",
        "(termina|acaba|se encerra|é encerrada|fecha) (sem acordo|com insucesso)",
    ),
    "abandoned": (
        "é abandonada",
        "(é|fica|foi|termina) abandonada|expira|termina por (silêncio|falta de resposta|abandono)",
    ),
}
_IDENTITY = {
    "verified": ("fica confirmada", "(fica|está|continua|é|foi) confirmada"),
    "pending": (
        "está por confirmar",
        "(fica|está|continua) (por confirmar|pendente|a confirmar)|ainda não (está|foi) confirmada",
    ),
    "failed": (
        "fica não confirmada",
        "(fica|está|continua) (não confirmada|sem confirmação|recusada)|não (é|foi|fica) confirmada",
    ),
}
_PHASES = {
    "verification": ("de identificação", "de (identificação|verificação|confirmação)( de identidade|)"),
    "negotiation": ("de negociação", "de negociação"),
    "agreement": ("de acordo", "de (acordo|fechamento|fechar o acordo)"),
    "completion": ("de conclusão", "de (conclusão|encerramento)|final"),
}
_CONTACT = "(o contato|a conversa|o novo contato)( com {quem:pessoa}|)"
_REFUSED = "(recusad[oa]|negad[oa]|proibid[oa]|impedid[oa])"
_WHO = r"(?:(?:[ao] )?[\w ]+?)"
_RULES = {
    ContactRule.OPT_OUT: (
        "a pessoa pediu para não receber mensagens",
        f"{_WHO} pediu (para |)(não (receber|ser procurad[oa])( mais|)( mensagens?|)|parar)",
    ),
    ContactRule.WRONG_NUMBER: (
        "o telefone não é da pessoa",
        f"o (telefone|número) (não é|está errado|é de outra pessoa)( d{_WHO}|)",
    ),
    ContactRule.LOCKOUT: (
        "a identidade não foi confirmada",
        f"a identidade( d{_WHO}|) não foi confirmada|houve (muitos|demais) erros",
    ),
    ContactRule.PRESCRIBED: (
        "a dívida prescreveu",
        "a dívida (prescreveu|está prescrita|é prescrita|tem mais de (cinco|5) anos)",
    ),
    ContactRule.FREQUENCY: (
        "já houve contato demais",
        f"(já |)houve contatos?( demais| hoje|)|{_WHO} já foi procurad[oa]( hoje| demais|)|passou do limite",
    ),
    ContactRule.NO_DEBT: ("não há dívida", "não (há|existe|tem) dívida"),
    ContactRule.DISPUTED: (
        "a dívida está em pausa",
        "a dívida (está em pausa|foi contestada|está contestada|não foi reconhecida)",
    ),
    ContactRule.UNREACHABLE: (
        "o telefone não recebe mensagens",
        "o (telefone|número) não (recebe|pode receber|tem) (mensagens|WhatsApp)( pelo WhatsApp|)",
    ),
    ContactRule.AGREEMENT_STANDS: (
        "já há um acordo",
        "(já |)(há|existe|tem) (um |)acordo|o débito já tem acordo",
    ),
    ContactRule.ALREADY_OPEN: (
        "já há uma conversa aberta",
        "(já |)(há|existe) (uma |)conversa aberta",
    ),
    ContactRule.INVALID_PHONE: (
        "o telefone não existe",
        f"o (telefone|número|DDD)( d{_WHO}|) (não (existe|é válido|vale)|é inválido|está incompleto)",
    ),
    ContactRule.INVALID_AMOUNT: ("a dívida não tem valor", "a dívida (não tem valor|é de zero|está zerada)"),
    ContactRule.INVALID_DUE_DATE: (
        "a dívida ainda não venceu",
        "a dívida (ainda |)não (venceu|está vencida)|o vencimento( ainda|) não (chegou|passou)",
    ),
    ContactRule.MISSING_NAME: ("falta o nome no cadastro", f"falta o nome( d{_WHO}|)( no cadastro|)"),
    ContactRule.PHONE_IN_USE: (
        "outra pessoa conversa por este telefone",
        "(outra pessoa|alguém) (já |)(conversa|está conversando) (por este|neste|no mesmo) (telefone|número)",
    ),
    ContactRule.NO_CONTACT_HOURS: ("não há horário permitido", "não há horário( permitido|)"),
}


def _teach(
    start: str, known: dict[str, tuple[str, str]], look: Callable[[World, str], str], what: str
) -> None:
    """Add to the vocabulary one sentence for each state of something."""
    pattern = start.replace(" de Maria", " <de> {quem:pessoa}").replace(" com Maria", "( com {quem:pessoa}|)")
    shown = start.replace(" com Maria", "")
    for state, (name, ways) in known.items():

        def stands(world: World, quem: str = "ela", *, state: str = state, name: str = name) -> None:
            found = look(world, quem)
            world.check(found == state, f"{shown} {name}", f"{shown} {known.get(found, (found, ''))[0]}")

        stands.__doc__ = what
        phrases = [f"{pattern} ({ways})"]
        if known is _IDENTITY:
            phrases.append(f"a identidade ({ways})")
            phrases += ["{quem:pessoa} (é|fica|está) identificad[oa]"] if state == "verified" else []
        if known is _PHASES:
            phrases.append(f"a fase( da conversa|) é (a |)({ways.replace('de ', '(de |)', 1)})")
        is_identity = known is _IDENTITY or state == "verification"
        entao(f"{shown} {name}", *phrases, identity=is_identity)(stands)


_teach(
    "a conversa com Maria",
    _STATUS,
    lambda world, who: world.conversation(who).status,
    "Aberta, ou como terminou.",
)
_teach(
    "a identidade de Maria",
    _IDENTITY,
    lambda world, who: world.conversation(who).verification.status,
    "Se já se sabe com quem se fala.",
)
_teach(
    "a conversa com Maria está na fase",
    _PHASES,
    lambda world, who: world.conversation(who).phase,
    "Identificação, negociação, acordo ou conclusão.",
)


@entao(
    "a conversa termina com uma promessa",
    "a conversa( com {quem:pessoa}|) (termina|acaba|se encerra) (com|em) (uma |a |)promessa( de pagamento|)",
)
def ends_with_promise(world: World, quem: str = "ela") -> None:
    """A pessoa se comprometeu com uma data, fora do que a política combina."""
    view = world.conversation(quem)
    promised = view.status == "completed" and world.agreement(quem).installments[0].status == "promised"
    world.check(promised, "uma conversa que termina com uma promessa", f"a conversa {_named(view.status)}")


@entao(
    "a conversa termina",
    "<bot> (encerra|termina|fecha) a conversa( com {quem:pessoa}|)",
    "a conversa( com {quem:pessoa}|) (termina|acaba|se encerra|é encerrada|está encerrada|terminou)",
    "a conversa( com {quem:pessoa}|) foi encerrada",
    "(o contato|a conversa|o novo contato)( com {quem:pessoa}|) (não é (permitid[oa]|liberad[oa])|é "
    "bloquead[oa])",
    "{quem:pessoa} não é procurad[oa]",
)
def ends(world: World, quem: str = "ela") -> None:
    """Não está mais aberta."""
    status = world.conversation(quem).status
    world.check(status != "active", "uma conversa que termina", "ela continua aberta")


def _teach_rule(rule: ContactRule, name: str, ways: str) -> None:
    def refused(world: World) -> None:
        world.check(world.refusal, f"um contato recusado porque {name}", _allowed(world))
        found = world.refusal.rule if world.refusal else None
        world.check(
            found is rule,
            f"um contato recusado porque {name}",
            f"foi recusado por outro motivo: {_why(world)}",
        )

    refused.__doc__ = "A regra que proíbe."
    refusal = f"{_CONTACT} é {_REFUSED}"
    entao(
        f"o contato é recusado porque {name}",
        f"{refusal},? (porque|pois|já que) ({ways})",
        f"<bot> não (pode procurar|procura) (a |o |)({{quem:pessoa}}|ninguém),? (porque|pois|já que) "
        f"({ways})",
        identity=True,
    )(refused)


for _rule, (_name, _ways) in _RULES.items():
    _teach_rule(_rule, _name, _ways)


@entao(
    "o contato é recusado",
    "(o contato|a conversa|o novo contato)( com {quem:pessoa}|) é (recusad[oa]|negad[oa]|proibid[oa]|"
    "impedid[oa])",
    "<bot> não (pode procurar|procura) (a |o |){quem:pessoa}",
    identity=True,
)
def refused(world: World) -> None:
    """Alguma regra proíbe."""
    world.check(world.refusal, "um contato recusado", _allowed(world))


@entao(
    "Maria não pode mais ser procurada",
    "{quem:pessoa} não pode (mais |)ser (procurad[oa]|contatad[oa]|abordad[oa]|cobrad[oa])",
    "<bot> não pode mais (procurar|contatar|abordar|cobrar) {quem:pessoa}",
    identity=True,
)
def may_not_be_contacted(world: World, quem: str) -> None:
    """O Certobot tenta abrir uma conversa, e alguma regra proíbe."""
    world.approaches(quem)
    world.check(world.refusal, f"um contato com {world.cast.latest} recusado", _allowed(world))


@entao(
    "o contato é permitido",
    f"{_CONTACT} é (permitid[oa]|aceit[oa]|liberad[oa])",
    identity=True,
)
def allowed(world: World) -> None:
    """Nenhuma regra proíbe."""
    world.check(world.opened, "um contato permitido", f"foi recusado: {_why(world)}")


@entao(
    "a primeira mensagem sai na hora",
    "a (primeira mensagem|mensagem de abertura|mensagem) sai (na hora|agora|imediatamente)",
    "<bot> (manda|escreve|envia) a primeira mensagem",
    identity=True,
)
def leaves_now(world: World) -> None:
    """O modelo de abertura já saiu."""
    world.check(len(world.answer) == 1, "a mensagem de abertura", "ela ainda não saiu")


@entao(
    "a primeira mensagem não sai na hora",
    "a (primeira mensagem|mensagem de abertura|mensagem) (ainda |)não sai( na hora| agora| ainda|)",
    identity=True,
)
def waits(world: World) -> None:
    """O contato é permitido, mas fica para um horário em que se pode escrever."""
    world.check(world.opened, "um contato permitido", f"foi recusado: {_why(world)}")
    world.check(not world.answer, "nenhuma mensagem por enquanto", "ela já saiu")


@entao(
    "a primeira mensagem fica para 30/11/2026, às 9:00",
    "a (primeira mensagem|mensagem de abertura|mensagem) (fica|é agendada|fica agendada|é marcada|"
    "espera) (para|até) {dia:dia},? (às|as|a|ao) {hora:hora}",
    "o contato (fica|é agendado|fica agendado|é marcado) para {dia:dia},? (às|as|a|ao) {hora:hora}",
    identity=True,
)
def scheduled(world: World, dia: str, hora: str) -> None:
    """Quando o Certobot vai escrever, em São Paulo."""
    expected = days.moment(dia, hora, world.today)
    at = world.opened.scheduled_for if world.opened else None
    found = (
        f"ficou para {at.astimezone(SAO_PAULO):%d/%m/%Y às %H:%M} em São Paulo"
        if at
        else f"foi recusado: {_why(world)}"
        if world.refusal
        else "saiu na hora"
    )
    world.check(at == expected, f"um contato marcado para {expected:%d/%m/%Y às %H:%M}", found)
    world.check(not world.answer, "nenhuma mensagem antes da hora", "uma já saiu")


def _why(world: World) -> str:
    return world.refusal.explanation if world.refusal else "ninguém foi procurado"


def _allowed(world: World) -> str:
    at = world.opened.scheduled_for if world.opened else None
    until = f", e ficou para {at.astimezone(SAO_PAULO):%d/%m/%Y às %H:%M} em São Paulo" if at else ""
    return f"o contato foi permitido{until}"


def _named(status: str) -> str:
    return _STATUS.get(status, (status, ""))[0]
