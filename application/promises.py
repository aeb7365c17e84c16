"""What a text promises or asks beyond its figures, as data: allowed only where the decision says so."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from domain.negotiation.reply import Reply, ReplyKind

# Words between two halves of a claim, within one clause.
_FEW = r"(?:[^\w,;]+\w+){0,4}?[^\w,;]+"
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


@dataclass(frozen=True, slots=True)
class Claim:
    """One kind of claim: how it is `said` (folded) and with which replies it is `allowed`.

    `may_be_denied` tells that the contrary ("nunca peço senha") is fine to say.
    """

    said: re.Pattern[str]
    allowed: frozenset[str] = frozenset()
    may_be_denied: bool = True


def _claim(*said: str, allowed: frozenset[str] = frozenset(), may_be_denied: bool = True) -> Claim:
    return Claim(re.compile(rf"\b(?:{'|'.join(said)})"), allowed, may_be_denied)


_PAY = r"(?:pag(?:ar|a|ue|ando|amento)s?\b)"
_DEBT = r"(?:divida|debito|saldo|cobranca|valor|multa|juros|conta|tudo|nome)"
_CLAIMS: tuple[Claim, ...] = (
    # the agreement stands
    _claim(
        rf"acordo{_FEW}(?:fechad|confirmad|aprovad|feito|selad|firmad|garantid)\w*",
        r"acordo (?:fechad|confirmad|aprovad|feito|selad|firmad)\w*",
        r"(?:fechei|fechamos|confirmei|aprovei|selei|firmamos)\b",
        r"negocio fechado",
        r"(?:esta|ta) (?:feito|acertado|resolvido)",
        r"ja (?:esta|ta) (?:tudo )?(?:certo|combinado|bom)\b",
        allowed=_SETTLED,
    ),
    # it is paid, or need not be
    _claim(
        r"quitad\w*",
        r"quitei",
        rf"{_DEBT}{_FEW}(?:pag[ao]s?|liquidad\w+|baixad\w+|encerrad\w+)\b",
        allowed=_FOLLOWED,
    ),
    _claim(
        rf"(?:recebemos|recebi|confirm\w+|identific\w+|compens\w+|registr\w+){_FEW}(?:pagamento|pix|transferencia)\b",
        r"pagamento (?:foi |esta |ja )*(?:confirmad|recebid|compensad|identificad|aprovad)\w*",
        r"(?:dei|demos|dar|dou|damos) baixa",
        r"boleto (?:ja )?(?:foi |esta )?pago",
        allowed=_FOLLOWED,
    ),
    _claim(
        r"perdoad\w*",
        r"perdoar",
        r"perdoamos",
        r"perdoo",
        rf"perdao d[aeo]{_FEW}{_DEBT}",
        rf"(?:zer|cancel|anul|apag|elimin|extin|esque|abon|sum)\w*{_FEW}{_DEBT}",
        rf"{_DEBT}{_FEW}(?:zerad|cancelad|anulad|apagad|eliminad|extint|abonad|sumi)\w*",
        r"(?:fica|sai|e|por|de) (?:de )?graca\b(?!, dia)",
        r"isen[tc]\w*",
        r"sem (?:nenhum )?custo",
        r"deix(?:a|ar|e|o|amos|ei) (?:(?:isso|isto|tudo) )*(?:para la|pra la|de lado|tudo isso)\b",
        r"nao e mais (?:\w+ )?(?:problema|assunto|preciso)\b",
        may_be_denied=False,
    ),
    _claim(
        rf"nao{_FEW}(?:{_PAY}|deve(?:r|ra)?\b){_FEW}(?:nada|mais)\b",
        rf"nao (?:precisa|tem que|e preciso){_FEW}{_PAY}",
        r"nao (?:me |nos )?deve (?:mais )?nada",
        r"nada (?:mais )?a pagar",
        allowed=_FOLLOWED,
        may_be_denied=False,
    ),
    # terms left open
    _claim(
        rf"{_PAY}{_FEW}(?:quando (?:quiser|puder|der|conseguir|receber)|quanto (?:quiser|puder|der|tiver)"
        r"|o que (?:der|puder|quiser|tiver)|qualquer (?:valor|quantia|dia|data))",
        r"(?:qualquer|todo) (?:valor|quantia) serve",
        r"sem (?:data|prazo)(?: certa| certo)?\b",
        rf"{_PAY}{_FEW}aos poucos",
        r"pod(?:e|em|eria) (?:ser|ficar|vir) (?:\w+ ){0,2}"
        r"(?:depois|mais tarde|menos|menor|parte|outro (?:dia|mes))\b",
    ),
    # more than was decided
    _claim(
        r"(?:mais|outros?|novos?) descontos?",
        r"desconto (?:extra|adicional|maior|especial|por fora|exclusivo|enorme)",
        r"descont\w+ (?:dobra|triplica|aumenta|cresce)",
        rf"(?:consigo|posso|vou|da para|podemos|vamos|ainda){_FEW}"
        r"(?:baix|abaix|reduz|diminu|melhor)\w* (?:ainda )?mais\b",
        rf"(?:liberou|autorizou|aprovou|deixou|tenho|consegui){_FEW}(?:valor|preco) (?:bem )?menor",
        r"por fora\b",
        r"(?:gerente|supervisor\w*|chefe|diretor\w*|dono) (?:ja )?(?:liberou|autorizou|aprovou|deixou)",
        r"(?:como|sou) (?:o |a )?(?:gerente|supervisor\w*|chefe|diretor\w*|dono)",
        r"eu autorizo",
        rf"(?:se|quem|basta|melhor|vale){_FEW}esper\w*{_FEW}(?:melhor|menor|desconto|condicao|valor)\b",
        rf"(?:depois|mais tarde|outro dia|em breve){_FEW}(?:consigo|tera|teremos|vem|sai|ofereco|libero)\b",
    ),
    _claim(
        r"sem (?:multa|taxa|encargo|acrescimo|correcao)\w*",
        r"sem juros (?:para|por|nunca|de mora|se|em caso|(?:ou|e|nem) (?:multa|taxa|nada))",
    ),
    _claim(
        rf"(?:se|caso){_FEW}?(?:atras|nao pag|deixar de pag)\w*",
        rf"atras\w*{_FEW}(?:sem|tudo bem|nao ha|nao tem|esper)\w*",
        allowed=_FOLLOWED,
    ),
    # what nobody here can give
    _claim(
        rf"limp\w*{_FEW}nome",
        r"nome (?:\w+ )?limpo",
        r"score\b",
        r"(?:novo|mais) (?:cartao|credito|limite)\b",
        r"(?:credito|cartao|limite) (?:novo|liberado|aprovado|pre)",
        rf"liber\w*{_FEW}(?:credito|cartao|limite)\b",
        r"cashback",
        r"brinde\w*",
        r"bonus\b",
        r"premio\w*",
        r"sorteio\w*",
        r"de presente",
    ),
    _claim(r"(?:devolv|reembols|estorn)\w*", allowed=_FOLLOWED),
    _claim(
        r"promet(?:o|emos|ido)\b",
        r"garant(?:o|imos|ido)\b",
        r"juro que",
        r"pode confiar que",
        r"ninguem (?:mais )?(?:vai|te|lhe|ficara)\b(?! (?:pede|pedir))",
    ),
    # threats without their words
    _claim(
        rf"(?:cont|avis|lig|fal|mand|sab|procur|visit|inform|comunic)\w*{_FEW}"
        r"(?:familia\w*|vizinh\w*|trabalho|chefe|patrao|patroa|parentes?|emprego|oficial|sua casa)\b",
        rf"(?:vizinh\w*|familia\w*|chefe|patrao|oficial){_FEW}(?:vao|vai|vamos) ",
        r"arrepend\w*",
        r"para o (?:seu|teu) bem",
        r"(?:ser|ficar|sera|fica) pior",
        r"voce vai ver\b",
        r"(?:voce )?sabe o que (?:acontece|pode)",
        r"acontece com quem",
        r"(?:com )?quem nao paga",
        r"esta avisad[oa]",
        r"(?:nao (?:ha|tem)|sem) (?:(?:mais|outr[ao]) )?(?:saida|jeito|volta|escolha|conversa|ajuste)\b",
        r"gente honesta",
        r"isso e desculpa",
        r"(?:busc|tom|lev)\w* o seu (?:carro|imovel|salario)",
        r"te denunci\w*",
        r"burr[oa]s?\b",
        r"idiota\w*",
        r"ridicul\w*",
        r"preguicos\w*",
        r"mentiros\w*",
        r"lament\w+ (?:profundamente )?a sua falta",
        may_be_denied=False,
    ),
    _claim(
        r"so ate\b",
        r"so agora\b",
        r"somente ate\b",
        rf"(?:oferta|proposta|condicao|desconto|valor){_FEW}(?:acab|termin|some|venc|so vale|encerr)\w*\b",
        r"acab\w+ (?:hoje|amanha|logo|agora|em breve)",
        r"corre (?:que|antes|ja)",
        r"nao deixe para",
        r"(?:pague|feche|aceite|decida|responda) (?:ja|agora|hoje|logo)",
        r"se (?:voce )?(?:fechar|pagar|aceitar|decidir) (?:ja|agora|hoje|logo)",
        r"meia-noite",
        r"ainda hoje",
        may_be_denied=False,
    ),
    # what only a swindler asks
    _claim(
        rf"(?:me )?(?:pass|mand|envi|inform|dig|fal|diz|confirm|digit)\w*{_FEW}"
        r"(?:senha|codigo|token|sms|endereco|nascimento|cartao|documento|rg|cnh|selfie)\b",
        r"(?:qual|quais) (?:e |o |a |os |as |sao )*(?:seu |sua |teu |tua )"
        r"(?:cpf|senha|endereco|data|codigo|cartao|rg|mae|banco)",
        r"cpf (?:completo|inteiro|todo)",
        r"(?:nome d[ea] (?:sua )?mae)",
        r"codigo (?:que|do|de) (?:chegou|sms|seguranca|verificacao|confirmacao)",
    ),
    _claim(
        r"chaves? pix",
        r"(?:conta|chave) (?:pessoal|d[eo] \w+)",
        r"pix (?:para|na|no|em) (?:a |o |minha |meu |nome|chave|conta|cpf|celular)\w*",
        r"telegram",
        r"instagram",
        r"facebook",
        r"messenger",
        r"outro (?:numero|whats\w*|celular|telefone)",
        r"@\w+",
        r"\w+ ponto com\b",
        r"\w+ arroba \w+",
        r"\[\.\]|\(dot\)|\[dot\]",
    ),
    # the workshop
    _claim(
        r"prompt\w*",
        r"(?:minhas|suas|as) instruc\w+",
        r"instruc\w+ (?:de|do|dizem|mandam|que recebi)",
        r"minhas regras",
        r"regras internas",
        r"(?:meu|o) (?:desconto |valor |limite )?(?:maximo|minimo|piso|teto) (?:e|que posso|autorizado)\b",
        r"desconto maximo",
        r"piso\b",
        r"alcada\b",
        r"politica (?:permite|de desconto|interna|autoriza|manda)\w*",
        r"modelo de linguagem",
        r"como (?:uma )?(?:ia|inteligencia artificial)\b",
        r"openai",
        r"groq",
        r"chat ?gpt",
        r"llama\b",
        r"gpt",
        r"system\b",
        r"json\b",
    ),
    _claim(
        r"aqui (?:e|quem fala e) (?:o|a) (?!certobot|assistente|¤)\w+",
        r"(?:sou|falo|somos) (?:d[oae]|em nome d[oae]) "
        r"(?:procon|banco central|governo|justica|receita|policia|serasa|spc|tribunal|forum)",
        r"em nome d[oae] (?:procon|governo|justica|receita|banco central)",
    ),
    _claim(r"us\$", r"dolar\w*", r"euros?\b", r"bitcoin\w*", r"cripto\w*", may_be_denied=False),
)
_MARKUP = re.compile(r"[{}<>\[\]`]|#{2,}|\|")
# Words of English and Spanish that no Portuguese text has; names were taken out before.
_FOREIGN = re.compile(
    r"\b(?:the|you|your|you're|yours|we|our|debt|debts|discount|payment|payments|pay|paid|owe|money|sure|please|must|will"
    r"|can|can't|cannot|agreement|agreed|deal|offer|offers|and|is|are|was|were|this|that|these|with|from|what|when"
    r"|here|there|hello|hi|hey|thanks|thank|yes|not|don't|i'm|i'll|it's|let's|of|to|installment|installments|dollars"
    r"|accept|cancel|cancelled|free|ignore|instructions|usted|ustedes|deuda|deudas|descuento|tiene|tienes|hola|gracias"
    r"|pagar[eo]|cuotas?|por favor se[nñ]or|claro que si|ahora|puede|puedes|dinero|muy|y|el|los|su deuda)\b"
)


def promises_in(text: str, reply: Reply) -> Iterator[str]:
    """Yield what `text` (folded, known names taken out) claims, threatens or asks beyond `reply`."""
    for sentence in sentences_of(text):
        yield from _claims_in(sentence, reply.kind)


def sentences_of(text: str) -> list[str]:
    """Return the sentences of `text` with every digit alike: those of the house are few, and known."""
    return _SENTENCE.findall(_DIGIT.sub("0", text))


@lru_cache(maxsize=8192)
def _claims_in(sentence: str, kind: str) -> tuple[str, ...]:
    claims = (claim for claim in _CLAIMS if kind not in claim.allowed)
    found = ((claim, claim.said.search(sentence)) for claim in claims)
    return tuple(
        match[0] for claim, match in found if match and not (claim.may_be_denied and _is_denied(match))
    )


def _is_denied(match: re.Match[str]) -> bool:
    before = _DENIED.search(match.string, 0, match.start())
    return before is not None or re.search(r"\b(?:nunca|jamais)\b", match[0]) is not None


def foreign_in(text: str) -> tuple[str, ...]:
    """Return what `text` (folded) has that is no Portuguese a person would write in a chat."""
    return tuple(match[0] for pattern in (_FOREIGN, _MARKUP) for match in pattern.finditer(text))
