"""Words Certobot never says, as data: threats, shame, hurry, the subject too early, posing as a person."""

import re

from application.figures import fold

# Regular expressions for the beginnings of words, folded: lower case, no accents.
# CDC art. 42 and 71: no threat, no ridicule, no pressure.
_THREATS = (
    "process", "judicia", "justica", "advogad", "spc", "serasa", "negativ", "protest", "penhora", "cartorio",
    "nome sujo", "sujar", "execucao", "policia", "prisao", "crime", "consequencia", "medidas cabiveis",
    "busca e apreensao", "bloque",
)  # fmt: skip
_SHAME = (
    "caloteir", "calote", "vergonh", "irresponsav", "inadimplen", "devedor", "mau pagador", "culpa",
    "sua obrigacao", "desonest", "voce deveria",
)  # fmt: skip
_HURRY = (
    "ultima chance", "ultima oportunidade", "ultima oferta", "urgen", "imediat", "so hoje", "somente hoje",
    "apenas hoje", "agora ou nunca", "nao perca", r"corra\b", "antes que seja tarde", "expira",
    "tempo limitado", "quanto antes", "depressa", "prazo final",
)  # fmt: skip
_SUBJECT_WORDS = (
    "divida", "debito", "cobranc", "cobrar", "pagamento", "pagar", "pague", "acordo", "valor", "negocia",
    "boleto", "pix", "parcel", "prestac", "desconto", "credor", "devedor", "atraso", "atrasad", "vencid",
    "vencimento", "fatura", "emprestimo", "financ", "inadimpl", "proposta", "oferta", "quitar", "quitac",
    "contrato", "reais", "saldo", "juros", "em aberto", r"deve\b(?! ser)", "devendo", "cartao", "crediario",
    r"carne\b", "dinheiro", "regulariz", "abatimento", "renegoci", "recuperacao", "sujo", r"compra\b",
    "pendencia", "mensalidade",
)  # fmt: skip


def _beginning_with(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(words)})\w*")


HARMFUL = _beginning_with(_THREATS + _SHAME + _HURRY)
SUBJECT = _beginning_with(_SUBJECT_WORDS)
POSES_AS_A_PERSON = re.compile(
    r"(?<!nao )\bsou (?:uma? )?(?:pessoa|human[oa]|gente|atendente|advogad[oa]|consultor|analista)\w*"
    r"|\bnao sou (?:uma? )?(?:robo|bot|maquina|assistente|programa|inteligencia)\w*"
    r"|\bmeu nome e (?!certobot)\w+|\bcarne e osso\b"
)


def names_the_subject(text: str) -> bool:
    """Tell whether `text` gives away that a debt is talked about."""
    return SUBJECT.search(fold(text)) is not None
