# language: pt
@identidade
Funcionalidade: Jeitos de confirmar, e de não confirmar
  As pessoas respondem de todo jeito. Só os dígitos certos abrem a conversa; o resto não custa caro.

  Contexto:
    Dado que Maria deve "R$ 1.000,00"
    E que o CPF de Maria começa com "529"
    E que o Certobot procurou Maria

  Esquema do Cenário: dígitos certos, escritos de muitos jeitos
    Quando ela responde "<mensagem>"
    Então a identidade de Maria fica confirmada
    E o Certobot oferece "R$ 900,00" à vista

    Exemplos:
      | mensagem                    |
      | 5 2 9                       |
      | 529982                      |
      | começa com 529              |
      | os 3 primeiros são 529      |
      | quinhentos e vinte e nove   |

  Esquema do Cenário: números que não são uma resposta não gastam tentativa
    Quando ela responde "<mensagem>"
    Então o Certobot pede os três primeiros dígitos do CPF
    E a identidade de Maria está por confirmar
    Quando ela erra os dígitos do CPF
    Então ainda tem 2 tentativas

    Exemplos:
      | mensagem                         |
      | bom dia                          |
      | moro na rua 12, é comigo mesmo   |
      | quem me indicou foi o 2º andar   |

  Cenário: quem erra, desconfia e acerta, no fim confirma
    Quando acontece a conversa:
      | quem     | mensagem                                       |
      | Maria    | 123                                            |
      | Certobot | avisa que os dígitos não conferem              |
      | Maria    | isso é golpe?                                  |
      | Certobot | diz como conferir que o contato é verdadeiro   |
      | Maria    | tá bom, 529                                    |
      | Certobot | conta qual é a dívida                          |
    Então a identidade de Maria fica confirmada

  Cenário: nem a terceira tentativa errada revela alguma coisa
    Quando ela erra os dígitos do CPF três vezes
    Então o Certobot não revela nada a Maria
    E nenhuma oferta foi feita
    E a conversa termina sem acordo

  Cenário: depois da terceira tentativa, acertar já não adianta
    Dado que Maria errou os dígitos do CPF três vezes
    Quando ela responde "529"
    Então a identidade de Maria fica não confirmada
    E o Certobot não revela nada a Maria

  Cenário: a primeira mensagem é um modelo aprovado, e não diz o assunto
    Então a primeira mensagem é um modelo aprovado
    E o Certobot não revela nada a Maria
    E o Certobot chama Maria pelo primeiro nome

  Cenário: mensagem em branco de sentido pede os dígitos com gentileza
    Quando ela escreve "oi"
    Então o tom da resposta é gentil
    E o Certobot pede os três primeiros dígitos do CPF
