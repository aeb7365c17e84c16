# language: pt
@campanha
Funcionalidade: Campanhas
  Uma lista de pessoas é procurada uma a uma, sempre dentro das regras de contato.

  Contexto:
    Dados os devedores:
      | nome  | deve        | venceu em  |
      | Maria | R$ 1.000,00 | 10/03/2026 |
      | João  | R$ 640,00   | 10/03/2026 |
      | Ana   | R$ 300,00   | 10/11/2020 |

  Cenário: quem as regras deixam é procurado, quem não deixam fica de fora
    Quando o Certobot procura Maria, João e Ana em uma campanha
    E passam 10 minutos
    Então a campanha procurou 2 pessoas
    E a campanha recusou 1 pessoa

  Cenário: de noite, a campanha espera a manhã
    Dado que hoje é 24/11/2026, às 20:00
    Quando o Certobot procura Maria e João em uma campanha
    Então a campanha procurou 0 pessoas
    E o Certobot não escreve
    Quando chega 25/11/2026, às 9:00
    E passam 10 minutos
    Então a campanha procurou 2 pessoas

  Cenário: o plano diz quem seria procurado, e não escreve a ninguém
    Quando o Certobot planeja uma campanha com Maria, João e Ana
    Então o plano procura 2 pessoas
    E o Certobot não escreve

  Cenário: quem responde à campanha conversa como qualquer um
    Quando o Certobot procura Maria e João em uma campanha
    E passa 1 minuto
    E João escreve "oi"
    Então o Certobot pede os três primeiros dígitos do CPF
    E o Certobot não revela nada a João
