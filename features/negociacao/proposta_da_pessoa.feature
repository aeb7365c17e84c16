# language: pt
Funcionalidade: A proposta de quem deve
  O que cabe na política é aceito na hora. O que não cabe recebe a opção permitida mais próxima, e o motivo.

  Cenário: proposta que cabe é aceita
    Dado que Maria deve "R$ 1.000,00" e a política permite até "40%" de desconto à vista
    E que Maria já confirmou quem é
    Quando ela escreve "pago 700 à vista"
    Então o Certobot aceita a proposta de "R$ 700,00" à vista
    E repete as condições e pede um sim

  Cenário: proposta abaixo do mínimo recebe a opção permitida mais próxima
    Dado que Maria deve "R$ 1.000,00" e a política permite até "40%" de desconto à vista
    E que Maria já confirmou quem é
    Quando ela escreve "só consigo 300"
    Então o Certobot oferece "R$ 600,00" à vista
    E explica por que não pode ser menos
    E não há acordo

  Cenário: o valor que cabe no mês vira parcelas
    Dado que Maria deve "R$ 1.000,00"
    E que Maria já confirmou quem é
    Quando ela escreve "consigo 150 por mês"
    Então o Certobot aceita a proposta de "R$ 900,00" em "6x"
    E oferece "6x" de "R$ 150,00"

  Cenário: quem oferece mais do que se pede não paga a mais
    Dado que Maria deve "R$ 1.000,00"
    E que Maria já confirmou quem é
    Quando ela escreve "pago os 1000 reais à vista"
    Então o Certobot aceita a proposta de "R$ 900,00" à vista

  Cenário: a data que a pessoa escolhe é respeitada
    Dado que Maria deve "R$ 1.000,00"
    E que Maria já confirmou quem é
    Quando ela escreve "pode ser sexta que vem?"
    E ela responde "sim"
    Então o primeiro vencimento é sexta-feira

  Cenário: data além do prazo vira contraproposta e, se a pessoa insiste, promessa
    Dado que Maria deve "R$ 1.000,00"
    E que o primeiro pagamento pode ser em até 10 dias
    E que Maria já confirmou quem é
    Quando ela escreve "só consigo pagar dia 15/12"
    Então o Certobot explica que a data passa do prazo
    Quando ela insiste "não dá, só dia 15/12 mesmo"
    Então o Certobot oferece anotar a promessa
    Quando ela responde "pode anotar"
    Então o Certobot anota a promessa
    E a promessa é de "R$ 900,00" para "15/12"
    E a conversa termina com uma promessa
    E o CRM registra sucesso parcial
    E não entrega documento nenhum
