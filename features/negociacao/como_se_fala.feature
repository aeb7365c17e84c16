# language: pt
@linguagem
Funcionalidade: Como as pessoas falam
  Ninguém escreve como um formulário. Gíria, erro de digitação, valor por extenso, data pela metade: o Certobot
  entende o que se quis dizer, e só confirma com um sim.

  Contexto:
    Dado que Maria deve "R$ 1.000,00"
    E que Maria já confirmou quem é

  Esquema do Cenário: pedir desconto tem muitos jeitos
    Quando ela escreve "<mensagem>"
    Então o Certobot oferece "R$ 825,00" à vista

    Exemplos:
      | mensagem                            |
      | tem desconto?                       |
      | faz um precinho melhor ai           |
      | tá salgado hein                     |
      | muito caro, abaixa isso             |
      | não tem como fazer por menos não?   |
      | dá uma melhorada nesse valor pfv    |

  Esquema do Cenário: aceitar tem muitos jeitos
    Quando ela escreve "<mensagem>"
    Então o Certobot repete as condições e pede um sim
    E não há acordo ainda

    Exemplos:
      | mensagem            |
      | aceito              |
      | fechado             |
      | bora                |
      | pode ser            |
      | blz, quero          |
      | ss                  |
      | 👍                  |
      | manda o boleto então |

  Esquema do Cenário: valores como se dizem
    Quando ela escreve "<mensagem>"
    Então o Certobot aceita a proposta de "<total>" à vista

    Exemplos:
      | mensagem                       | total     |
      | pago 700 à vista               | R$ 700,00 |
      | dou setecentos reais agora     | R$ 700,00 |
      | 650 conto à vista e fecha      | R$ 650,00 |
      | consigo 700,50 a vista         | R$ 700,50 |
      | faço um pix de R$ 800          | R$ 800,00 |
      | tenho oitocentos e cinquenta   | R$ 850,00 |

  Esquema do Cenário: parcelas como se pedem
    Quando ela escreve "<mensagem>"
    Então o Certobot oferece "R$ 900,00" em "<parcelas>"

    Exemplos:
      | mensagem                       | parcelas |
      | faz em 3x?                     | 3x       |
      | divide em seis vezes           | 6x       |
      | da pra fazer em 10 parcelas    | 10x      |
      | quero em 4 x                   | 4x       |
      | consigo 100 por mês            | 9x       |
      | uns 150 por mes eu pago        | 6x       |

  Esquema do Cenário: datas como se dizem, a partir de uma segunda-feira, 23/11/2026
    Quando ela escreve "<mensagem>"
    E ela confirma
    Então o primeiro vencimento é <dia>

    Exemplos:
      | mensagem                     | dia        |
      | pago amanhã                  | 24/11/2026 |
      | só sexta                     | 27/11/2026 |
      | dia 30 eu pago               | 30/11/2026 |
      | pode ser 1/12?               | 01/12/2026 |
      | só no fim do mês             | 30/11/2026 |
      | recebo daqui a 5 dias, pago  | 28/11/2026 |

  Esquema do Cenário: quem conta um aperto é acolhido, com as palavras que tiver
    Quando ela escreve "<mensagem>"
    Então o Certobot acolhe a dificuldade
    E o Certobot não pressiona nem ameaça Maria

    Exemplos:
      | mensagem                                |
      | tô desempregado faz 3 meses             |
      | minha mãe tá internada                  |
      | fui demitida semana passada             |
      | to sem grana nenhuma, passando aperto   |

  Esquema do Cenário: quem não quer pagar é respeitado, como quer que diga
    Quando ela escreve "<mensagem>"
    Então o Certobot diz que respeita a decisão
    E a conversa continua aberta

    Exemplos:
      | mensagem                    |
      | não vou pagar               |
      | nao pago nada, esquece      |

  Cenário: um não a um valor e um sim a outro, na mesma frase
    Quando ela escreve "não tenho 900, tenho 700"
    Então o Certobot aceita a proposta de "R$ 700,00" à vista

  Cenário: uma data que não é de pagar não marca nada
    Quando ela escreve "me chama sexta que agora não posso"
    Então o Certobot combina de falar depois
    E não há acordo

  Cenário: um sim com um porém não fecha
    Quando ela escreve "sim, mas tá caro"
    Então o Certobot oferece "R$ 825,00" à vista
    E não há acordo

  Cenário: o que não se entende é perguntado de novo, sem perder a oferta
    Quando ela escreve "asdfgh qwerty"
    Então o Certobot diz que não entendeu
    E a última oferta é de "R$ 900,00" à vista
