# language: pt
Funcionalidade: Boleto e Pix
  O que a pessoa recebe tem de poder ser pago: código de barras, linha digitável, Pix, valor e vencimento
  contam a mesma história, a do acordo.

  Cenário: boleto e Pix de um acordo à vista
    Dado que Conceição deve "R$ 1.234,56" da "compra de março"
    E que Conceição já fechou acordo à vista
    Então o Certobot entrega o boleto e o Pix
    E o acordo é de "R$ 1.111,10" à vista
    E o PDF tem 1 boleto
    E o boleto está correto
    E a linha digitável da conversa é a do boleto
    E o Pix está correto
    E o boleto mostra quem cobra, quem paga e o que fazer depois do vencimento

  Cenário: carnê de um acordo parcelado
    Dado que João deve "R$ 1.000,00"
    E que João já fechou acordo em "3x"
    Então o Certobot entrega o boleto e o Pix
    E as parcelas somam "R$ 900,00"
    E o PDF tem 3 boletos
    E cada boleto está correto
    E a linha digitável da conversa é a do primeiro boleto
    E o Pix cobra a primeira parcela

  Cenário: antes do acordo se explica como pagar, sem mandar boleto
    Dado que Maria deve "R$ 1.000,00"
    E que Maria já confirmou quem é
    Quando ela pergunta "dá pra pagar no pix?"
    Então o Certobot diz que dá para pagar por boleto ou Pix
    E não entrega documento nenhum
