"""What only a swindler asks, and whom we are not, as data: none of it is ever said."""

from application.claim import FEW, claim

IMPOSTURES = (
    # what only a swindler asks
    claim(
        rf"(?:me )?(?:pass|mand|envi|inform|dig|fal|diz|confirm|digit)\w*{FEW}"
        r"(?:senha|codigo|token|sms|endereco|nascimento|cartao|documento|rg|cnh|selfie)\b",
        r"(?:qual|quais) (?:e |o |a |os |as |sao )*(?:seu |sua |teu |tua )"
        r"(?:cpf|senha|endereco|data|codigo|cartao|rg|mae|banco)",
        r"cpf (?:completo|inteiro|todo)",
        r"(?:nome d[ea] (?:sua )?mae)",
        rf"(?:pass|mand|envi|inform|diga|diz|confirm|digit)\w*{FEW}"
        r"(?:resto|restante|demais|outros|ultimos) (?:do|dos|numeros|digitos)",
        r"quanto (?:voce )?(?:ganha|recebe)\b",
        r"onde (?:voce )?(?:mora|trabalha)\b",
        r"numero d[oe] (?:seu )?cartao",
        r"assin\w+ (?:o|um|este|esse) (?:termo|contrato|documento)",
        r"(?:abr|lig|ativ)\w+ (?:a|sua) camera",
        r"apont\w+ a camera",
        r"compartilh\w+ (?:a |sua )+tela",
        r"(?:baix|instal)\w+ (?:o |um |este )?(?:app|aplicativo|programa|anydesk|teamviewer)\w*",
        r"(?:clic|cliqu)\w+",
        r"links?\b",
        r"deposit(?:e|a|ar|em) (?:na|em|para|pra|no)\b",
        r"codigo (?:que|do|de) (?:chegou|sms|seguranca|verificacao|confirmacao)",
    ),
    claim(
        r"chaves? pix",
        r"(?:conta|chave) (?:pessoal|d[eo] \w+)",
        r"pix (?:para|na|no|em) (?:a |o |minha |meu |nome|chave|conta|cpf|celular)\w*",
        r"telegram",
        r"instagram",
        r"facebook",
        r"messenger",
        r"outro (?:numero|whats\w*|celular|telefone)",
        r"(?:perfil|direct|insta|localhost|hxxps?)\b",
        r"\w+ ponto com\b",
        r"\w+ arroba \w+",
        r"\[\.\]|\(dot\)|\[dot\]",
    ),
    # the workshop
    claim(
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
    claim(
        r"aqui (?:e|quem fala e) (?:o|a) (?!certobot|assistente|¤)\w+",
        r"nao e (?:um )?(?:robo|bot|maquina)\b",
        r"tenho (?:filh|famili|marido|esposa|espos)\w*",
        r"(?:tambem|ja) (?:ja )?passei por (?:isso|esse)",
        r"estou no (?:escritorio|trabalho)",
        r"(?:meu|minha) (?:chefe|colega|patrao|patroa|supervisor\w*|gerente|turno)\b",
        r"(?:sou|falo|somos) (?:d[oae]|em nome d[oae]) "
        r"(?:procon|banco central|governo|justica|receita|policia|serasa|spc|tribunal|forum)",
        r"em nome d[oae] (?:procon|governo|justica|receita|banco central)",
    ),
    claim(r"us\$", r"dolar\w*", r"euros?\b", r"bitcoin\w*", r"cripto\w*", may_be_denied=False),
)
