# language: pt
Funcionalidade: Segunda via
  Quem perdeu o boleto, ou deixou vencer, recebe outro na hora; depois de um dia sem escrever, diz antes quem é.

  Contexto:
    Dado que hoje é 23/11/2026, às 10:00
    E que Maria deve "R$ 1.000,00"
    E que Maria já fechou acordo em "3x"

  Esquema do Cenário: a parcela em aberto vem de novo
    Quando ela escreve "<pedido>"
    Então o Certobot entrega o boleto e o Pix

    Exemplos:
      | pedido               |
      | segunda via          |
      | não recebi o boleto  |
      | manda o pix          |
      | qual o código?       |
      | a segunda parcela    |

  Cenário: dias depois, primeiro se confirma quem é
    Quando chega 26/11/2026, às 10:00
    E ela escreve "segunda via"
    Então não entrega documento nenhum
    Quando ela informa os dígitos do CPF
    Então o Certobot entrega o boleto e o Pix

  Cenário: a parcela paga não é mandada de novo
    Quando ela paga "R$ 300,00" da parcela 1
    E ela escreve "manda o boleto da parcela 1"
    Então não entrega documento nenhum
