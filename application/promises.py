"""What a text promises or asks beyond its figures, as data: allowed only where the decision says so."""

import re
from collections.abc import Iterator
from functools import lru_cache

from application.claim import FEW, claim
from application.impostures import IMPOSTURES
from application.threats import THREATS
from domain.negotiation.reply import Reply, ReplyKind

_DENIED = re.compile(r"\b(?:nao|nunca|nem|ninguem|nenhum|nada|jamais)(?:[^\w,;]+\w+){0,3}[^\w,;]+\Z")
_DIGIT = re.compile(r"\d")
_SENTENCE = re.compile(r"[^.!?;\n]+")

# What became of an agreement: the payment is known, so it may be said.
_FOLLOWED = frozenset(
    {
        "payment_awaited", "installment_paid", "payment_received", "agreement_paid", "overpaid",
        "reminder", "due_today", "overdue", "agreement_broken", "second_copy_later",
        "boleto_refused",
    }
)  # fmt: skip
_SETTLED = _FOLLOWED | {
    ReplyKind.AGREEMENT_REACHED,
    ReplyKind.AFTER_AGREEMENT,
    ReplyKind.PAYMENT_AGAIN,
    ReplyKind.PROMISE_RECORDED,
    ReplyKind.PROMISE_OFFERED,
}

# Replies that say why the offer is what it is.
_TELLS_WHY = frozenset(
    {
        ReplyKind.CONCESSION,
        ReplyKind.FLOOR_HELD,
        ReplyKind.HUMAN_OFFERED,
        ReplyKind.PROPOSAL_TAKEN,
        ReplyKind.COUNTER_OFFER,
        ReplyKind.HARDSHIP_OFFER,
    }
)

_PAY = r"(?:pag(?:ar|a|ue|ando|amento)s?\b)"
_DEBT = r"(?:divida|debito|saldo|cobranca|valor|multa|juros|conta|tudo|nome)"
_PROMISES = (
    # the agreement stands
    claim(
        rf"acordo{FEW}(?:fechad|confirmad|aprovad|feito|selad|firmad|garantid)\w*",
        r"acordo (?:fechad|confirmad|aprovad|feito|selad|firmad)\w*",
        r"(?:fechei|fechamos|confirmei|aprovei|selei|firmamos)\b",
        r"negocio fechado",
        r"(?:esta|ta) (?:feito|acertado|resolvido)",
        r"ja (?:esta|ta) (?:tudo )?(?:certo|combinado|bom)\b",
        r"negocio feito",
        r"tudo (?:acertado|resolvido|fechado)\b",
        r"(?:esta|ta) tudo certo com voce",
        r"(?:fechado|acordado)\W*\Z",
        allowed=_SETTLED,
    ),
    claim(
        r"combinado(?: entao)?\W*\Z",
        allowed=_SETTLED | {ReplyKind.CALL_LATER, ReplyKind.HUMAN_CALLED},
    ),
    # it is paid, or need not be
    claim(
        r"quitad\w*",
        r"quitei",
        rf"{_DEBT}{FEW}(?:pag[ao]s?|liquidad\w+|baixad\w+|encerrad\w+)\b",
        allowed=_FOLLOWED,
    ),
    claim(
        rf"(?:recebemos|recebi|confirm\w+|identific\w+|compens\w+|registr\w+){FEW}(?:pagamento|pix|transferencia)\b",
        r"pagamento (?:foi |esta |ja )*(?:confirmad|recebid|compensad|identificad|aprovad)\w*",
        r"(?:dei|demos|dar|dou|damos) baixa",
        r"boleto (?:ja )?(?:foi |esta )?pago",
        r"(?:esta|ta|consta(?: como)?) pag[oa]\b",
        r"(?:pagamento|pix|dinheiro|deposito)? ?(?:ja )?caiu (?:aqui|na conta)\b",
        r"(?:pagamento|pix|dinheiro|deposito) (?:ja )?caiu",
        r"recebemos\W*\Z",
        r"nao consta (?:mais )?(?:nada|debito|divida)",
        r"(?:rasg|ignor|desconsider)\w* (?:\w+ ){0,2}(?:boleto|cobranca|divida|debito|carta)",
        allowed=_FOLLOWED,
    ),
    claim(
        r"perdoad\w*",
        r"perdoar",
        r"perdoamos",
        r"perdoo",
        rf"perdao d[aeo]{FEW}{_DEBT}",
        rf"(?:zer|cancel|anul|apag|elimin|extin|esque|abon|sum)\w*{FEW}{_DEBT}",
        rf"{_DEBT}{FEW}(?:zerad|cancelad|anulad|apagad|eliminad|extint|abonad|sumi)\w*",
        r"(?:fica|sai|e|por|de) (?:de )?graca\b(?!, dia)",
        r"isen[tc]\w*",
        r"sem (?:nenhum )?custo",
        r"deix(?:a|ar|e|o|amos|ei) (?:(?:isso|isto|tudo) )*(?:para la|pra la|de lado|tudo isso)\b",
        r"nao e mais (?:\w+ )?(?:problema|assunto|preciso)\b",
        r"(?:perdoa|perdoam)\b",
        r"(?:divida|debito)s? (?:some|sai|morre|acaba)\b",
        r"por isso mesmo",
        r"por (?:nossa|minha|conta da) (?:conta|loja|casa)\b",
        r"(?:loja|empresa|credor|banco) (?:arca|assume|cobre|paga)\b",
        r"(?:o|no|do) resto\b",
        rf"nao (?:vai|sera|vao|ira){FEW}(?:cobrad\w*|cobrar|procurad\w*|ligar)\b",
        r"par(?:amos|o|aremos|arei) de (?:ligar|cobrar|procurar)",
        r"pular (?:\w+ )?(?:parcela|mes|prestacao|boleto)",
        r"pode (?:atrasar|pular|nao pagar)",
        may_be_denied=False,
    ),
    claim(
        rf"nao{FEW}(?:{_PAY}|deve(?:r|ra)?\b){FEW}(?:nada|mais)\b",
        rf"nao (?:precisa|tem que|e preciso){FEW}{_PAY}",
        r"nao (?:me |nos )?deve (?:mais )?nada",
        r"nada (?:mais )?a pagar",
        allowed=_FOLLOWED,
        may_be_denied=False,
    ),
    claim(r"(?:gratis|gratuit\w*)\b", allowed=frozenset({ReplyKind.CARE}), may_be_denied=False),
    # terms left open
    claim(
        rf"{_PAY}{FEW}(?:quando (?:quiser|puder|der|conseguir|receber)|quanto (?:quiser|puder|der|tiver)"
        r"|o que (?:der|puder|quiser|tiver)|qualquer (?:valor|quantia|dia|data))",
        r"(?:qualquer|todo) (?:valor|quantia) serve",
        r"sem (?:data|prazo)(?: certa| certo)?\b",
        r"quando (?:\w+ ){0,3}(?:salario|pagamento|decimo|beneficio|aposentadoria|dinheiro|cair|sair)\b",
        rf"(?:primeira|parcela|entrada){FEW}para depois",
        r"sem pagar\b",
        r"de folga\b",
        r"mes sim\b",
        r"(?:suaves|pequenas|leves) (?:parcelas|prestacoes)",
        r"(?:prorrog|estic|alarg|estend)\w* (?:\w+ ){0,2}(?:prazo|data|vencimento|para voce|pra voce)",
        r"(?:prorrogo|prorrogamos|adio|adiamos)\b",
        rf"{_PAY}{FEW}aos poucos",
        r"pod(?:e|em|eria) (?:ser|ficar|vir) (?:\w+ ){0,2}"
        r"(?:depois|mais tarde|menos|menor|parte|outro (?:dia|mes))\b",
    ),
    # more than was decided
    claim(
        r"(?:mais|outros?|novos?) descontos?",
        r"desconto (?:\w+ ){1,2}(?:maior|melhor)\b",
        r"desconto (?:extra|adicional|maior|especial|por fora|exclusivo|enorme)",
        r"descont\w+ (?:dobra|triplica|aumenta|cresce)",
        rf"(?:consigo|posso|vou|da para|podemos|vamos|ainda){FEW}"
        r"(?:baix|abaix|reduz|diminu|melhor)\w* (?:ainda )?mais\b",
        rf"(?:liberou|autorizou|aprovou|deixou|tenho|consegui){FEW}(?:valor|preco) (?:bem )?menor",
        r"por fora\b",
        r"(?:gerente|supervisor\w*|chefe|diretor\w*|dono) (?:ja )?(?:liberou|autorizou|aprovou|deixou)",
        r"(?:como|sou) (?:o |a )?(?:gerente|supervisor\w*|chefe|diretor\w*|dono)",
        r"eu autorizo",
        r"d(?:ou|amos|ar|a|a-se) um jeito",
        rf"proposta{FEW}(?:aceita|aprovada)\b",
        r"(?:esta|foi|ta) (?:aceit|aprovad)[oa]\b",
        r"ganha (?:uma|um|mais|de)\b",
        r"arredond\w*",
        r"tir\w+ os (?:quebrados|centavos)",
        r"(?:abatimento|agrado|sinalzinho|entradinha)s?\b",
        r"(?:colher de cha|vista grossa|algo melhor)\b",
        r"excec(?:ao|oes)\b",
        r"condicao (?:unica|exclusiva)",
        r"(?:segur|guard|mant|reserv)\w* (?:essa|esta|a) (?:condicao|oferta) (?:para|por|ate)\b",
        r"outro boleto\b",
        rf"(?:se|quem|basta|melhor|vale){FEW}esper\w*{FEW}(?:melhor|menor|desconto|condicao|valor)\b",
        rf"(?:depois|mais tarde|outro dia|em breve){FEW}(?:consigo|tera|teremos|vem|sai|ofereco|libero)\b",
    ),
    claim(
        r"(?:consigo|posso|podemos|vou) (?:\w+ )?"
        r"(?:melhorar|conseguir|baixar|abaixar|mais (?:para|pra) voce)\b",
        allowed=frozenset({ReplyKind.CONCESSION}),
    ),
    claim(r"da (?:para|pra) melhorar\b", allowed=_TELLS_WHY),
    claim(
        r"sem (?:multa|taxa|encargo|acrescimo|correcao)\w*",
        r"sem juros (?:para|por|nunca|de mora|se|em caso|(?:ou|e|nem) (?:multa|taxa|nada))",
    ),
    claim(
        rf"(?:se|caso){FEW}?(?:atras|nao pag|deixar de pag)\w*",
        rf"atras\w*{FEW}(?:sem|tudo bem|nao ha|nao tem|esper)\w*",
        allowed=_FOLLOWED,
    ),
    # what nobody here can give
    claim(
        rf"limp\w*{FEW}nome",
        r"nome (?:\w+ )?limpo",
        r"limpamos (?:o )?(?:seu )?nome",
        r"restric(?:ao|oes)\b",
        r"(?:seu|o) (?:nome|cpf|cadastro)(?: \w+){1,3} "
        r"(?:regular\w*|em dia|bom|livre|liberado|limpo|da lista|do spc)\b",
        r"volt\w* a ter (?:credito|nome|cartao|limite)",
        r"score\b",
        r"(?:novo|mais) (?:cartao|credito|limite)\b",
        r"(?:credito|cartao|limite) (?:novo|liberado|aprovado|pre)",
        rf"liber\w*{FEW}(?:credito|cartao|limite)\b",
        r"cashback",
        r"brinde\w*",
        r"bonus\b",
        r"premio\w*",
        r"sorteio\w*",
        r"de presente",
    ),
    claim(r"(?:devolv|reembols|estorn)\w*", allowed=_FOLLOWED),
    claim(
        r"promet(?:o|emos|ido)\b",
        r"garant(?:o|imos|ido|ia|ias)\b",
        r"juro que",
        r"assegur\w*",
        r"minha palavra",
        r"compromisso meu",
        r"confi(?:e|a) em mim",
        r"com certeza (?:vao|vai|sera|aprov|consig)\w*",
        r"pode confiar que",
        r"ninguem (?:mais )?(?:vai|te|lhe|ficara)\b(?! (?:pede|pedir))",
    ),
)
_CLAIMS = (*_PROMISES, *THREATS, *IMPOSTURES)
_MARKUP = re.compile(r"[{}<>\[\]`]|#{2,}|\|")
_OTHER_SCRIPT = re.compile(r"[\u0370-\u1dff\u2c00-\ua71f\uac00-\ud7ff\uf900-\ufaff]+")
_SPELLED_OUT = re.compile(r"(?<!\w)(?:[^\W\d_][ .-]){4,}[^\W\d_](?!\w)")
# Words of English and Spanish that no Portuguese text has; names were taken out before.
_FOREIGN = re.compile(
    r"\b(?:the|you|your|you're|yours|we|our|debt|debts|discount|payment|payments|pay|paid|owe|money|sure|please|must|will"
    r"|can|can't|cannot|agreement|agreed|deal|offer|offers|and|is|are|was|were|this|that|these|with|from|what|when"
    r"|here|there|hello|hi|hey|thanks|thank|yes|not|don't|i'm|i'll|it's|let's|of|to|installment|installments|dollars"
    r"|accept|cancel|cancelled|free|ignore|instructions|usted|ustedes|deuda|deudas|descuento|tiene|tienes|hola|gracias"
    r"|eight|nine|hundred|thousand|percent|half|price|today|tomorrow|bucks|mitad|manana|ochocientos|quinientos"
    r"|vous|votre|payer|dette|cents|pagar[eo]|cuotas?|por favor se[nñ]or"
    r"|claro que si|ahora|puede|puedes|dinero|muy|y|el|los|su deuda)\b"
)

_STRANGE = (_FOREIGN, _MARKUP, _OTHER_SCRIPT, _SPELLED_OUT)


def promises_in(text: str, reply: Reply) -> Iterator[str]:
    """Yield what `text` (folded, known names taken out) claims, threatens or asks beyond `reply`."""
    for sentence in sentences_of(text):
        yield from _claims_in(sentence, reply.kind)


def sentences_of(text: str) -> list[str]:
    """Return the sentences of `text` with every digit alike: those of the house are few, and known."""
    return _SENTENCE.findall(_DIGIT.sub("0", text))


@lru_cache(maxsize=8192)
def _claims_in(sentence: str, kind: str) -> tuple[str, ...]:
    claims = (each for each in _CLAIMS if kind not in each.allowed)
    found = ((each, each.said.search(sentence)) for each in claims)
    return tuple(
        match[0] for each, match in found if match and not (each.may_be_denied and _is_denied(match))
    )


def _is_denied(match: re.Match[str]) -> bool:
    before = _DENIED.search(match.string, 0, match.start())
    return before is not None or re.search(r"\b(?:nunca|jamais)\b", match[0]) is not None


def foreign_in(text: str) -> tuple[str, ...]:
    """Return what `text` (folded) has that is no Portuguese a person would write in a chat."""
    return tuple(match[0] for pattern in _STRANGE for match in pattern.finditer(text))
