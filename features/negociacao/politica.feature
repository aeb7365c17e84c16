# language: pt
@politica
Funcionalidade: A política do credor
  O que o credor permite muda em um arquivo; a conversa muda junto, e nunca passa dele.

  Cenário: a abertura, os passos e o piso vêm da política
    Dada a política:
      | desconto inicial | 5%  |
      | desconto máximo  | 25% |
      | passos           | 2   |
    E que Maria deve "R$ 1.000,00"
    E que Maria já confirmou quem é
    Quando ela pede desconto
    Então o Certobot oferece "R$ 850,00" à vista
    Quando ela pede desconto
    Então o Certobot oferece "R$ 750,00" à vista
    Quando ela pede desconto
    Então o Certobot mantém a oferta
    E as ofertas foram:
      | total     | parcelas | desconto | piso      |
      | R$ 950,00 | à vista  | 5%       | R$ 750,00 |
      | R$ 850,00 | à vista  | 15%      | R$ 750,00 |
      | R$ 750,00 | à vista  | 25%      | R$ 750,00 |

  Cenário: o pagamento mínimo vale mais que o desconto
    Dado que Maria deve "R$ 80,00"
    E que o pagamento mínimo é "R$ 70,00"
    E que Maria já confirmou quem é
    Quando ela insiste 6 vezes "tá caro"
    Então nenhuma oferta ficou abaixo de "R$ 70,00"

  Cenário: as dívidas de um mesmo credor são negociadas juntas
    Dado que Maria deve "R$ 700,00" do "cartão da loja" à "Lojas Aurora"
    E que Maria também deve "R$ 300,00" do "carnê" à "Lojas Aurora"
    E que Maria já confirmou quem é
    Então o Certobot oferece "R$ 900,00" à vista
    E a resposta cita "cartão da loja, carnê"

  Cenário: o credor escolhe os dias de vencimento
    Dado que Maria deve "R$ 1.000,00"
    E que as parcelas vencem nos dias 5 e 20
    E que Maria já confirmou quem é
    Quando ela aceita
    E ela confirma
    Então o primeiro vencimento é "05/12/2026"

  Cenário: quantas tentativas de identificação o credor quiser
    Dado que Maria deve "R$ 1.000,00"
    E que são 2 tentativas de identificação
    E que o Certobot procurou Maria
    Quando ela erra os dígitos do CPF duas vezes
    Então o Certobot passa a conversa para uma pessoa
    E a identidade de Maria fica não confirmada

  Cenário: o tempo de silêncio também é da política
    Dado que Maria deve "R$ 1.000,00"
    E que a conversa termina com 10 minutos de silêncio
    E que Maria já confirmou quem é
    Quando passam 9 minutos
    Então a conversa continua aberta
    Quando passam 2 minutos
    Então a conversa é abandonada
