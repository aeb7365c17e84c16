"""The marks between braces that a phrase may use, and where."""

from collections.abc import Mapping

IN_RESERVE = frozenset({"nome", "empresa_discreta", "contato", "tentativas"})
_OF_OFFER = frozenset({"total", "parcelas", "vencimento", "desconto", "juros", "economia"})

IN_REASONS = frozenset({"nome", "credor"})
IN_PHRASES = (
    IN_RESERVE
    | _OF_OFFER
    | {"empresa", "cnpj", "telefone", "site"}
    | {"credor", "descricao", "saldo", "valor_original", "vencimento_original"}
    | {
        "parcela",
        "valor_parcela",
        "vencimento_parcela",
        "valor_recebido",
        "falta",
        "a_mais",
        "quitado",
        "encargos",
    }
    | {"oferta", "opcoes", "motivo", "documentos", "pagamento", "valor_promessa", "dia_promessa"}
)

FRAGMENTS: Mapping[str, frozenset[str]] = {
    "acolhimento": frozenset({"nome"}),
    "junto_de_audio": frozenset(),
    "junto_de_video": frozenset(),
    "junto_de_image": frozenset(),
    "junto_de_document": frozenset(),
    "junto_de_reaction": frozenset(),
    "junto_de_receipt": frozenset(),
    "a_vista": _OF_OFFER | {"nota"},
    "parcelado": _OF_OFFER | {"nota"},
    "com_entrada": _OF_OFFER | {"nota"},
    "com_desconto": _OF_OFFER,
    "com_desconto_e_juros": _OF_OFFER,
    "com_juros": _OF_OFFER,
    "opcao_a_vista": _OF_OFFER,
    "opcao_parcelada": _OF_OFFER,
    "opcao_com_desconto": _OF_OFFER,
    "opcao_com_desconto_e_juros": _OF_OFFER,
    "opcao_com_juros": _OF_OFFER,
    "opcao_vencimento": frozenset({"vencimento"}),
    "opcoes_vencimento": frozenset({"vencimento"}),
    "uma_tentativa": frozenset(),
    "varias_tentativas": frozenset({"quantas"}),
    "boleto_a_caminho": frozenset(),
    "pdf_a_caminho": frozenset(),
    "pagamento_boleto": frozenset({"valor_pagamento", "vencimento_pagamento", "linha_digitavel"}),
    "pagamento_pix": frozenset({"pix"}),
    "pagamento_so_pix": frozenset({"valor_pagamento", "vencimento_pagamento", "pix"}),
    "uma_parcela": frozenset(),
    "acordo_quitado": frozenset(),
    "parcela_de_varias": frozenset({"numero", "de"}),
    "com_encargos": frozenset({"valor_encargos"}),
    "contato_telefone": frozenset({"telefone"}),
    "contato_site": frozenset({"site"}),
}

ALONE_ON_THEIR_LINE = frozenset({"linha_digitavel", "pix"})
