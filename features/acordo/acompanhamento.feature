# language: pt
Funcionalidade: Acompanhar o acordo até o fim
  Cada parcela é lembrada, agradecida e contada uma vez. Quem não consegue pagar volta a conversar.

  Contexto:
    Dado que hoje é 23/11/2026, às 10:00
    E que Maria deve "R$ 1.000,00"
    E que Maria já fechou acordo em "3x"

  Cenário: o pagamento de uma parcela é agradecido
    Quando ela paga "R$ 300,00" da parcela 1
    Então a parcela 1 está paga
    E a parcela 2 está em aberto
    E faltam "R$ 600,00" do acordo
    E o acordo está valendo

  Cenário: o mesmo pagamento contado três vezes vale uma
    Quando o mesmo pagamento de "R$ 300,00" é contado 3 vezes
    Então faltam "R$ 600,00" do acordo

  Cenário: a última parcela quita o acordo
    Quando ela paga "R$ 900,00" do acordo
    Então o Certobot agradece o pagamento
    E o acordo está quitado
    E o CRM fica sabendo que o acordo foi "quitado"

  Cenário: o que foi pago a mais não se perde
    Quando ela paga "R$ 350,00" da parcela 1
    Então sobram "R$ 50,00" para uma pessoa decidir
    E o CRM fica sabendo que o acordo foi "a mais"

  Cenário: um lembrete antes do vencimento, sem citar valor
    Quando chega 24/11/2026, às 10:00
    Então o Certobot não responde
    Quando chega 25/11/2026, às 10:00
    Então o Certobot manda um lembrete

  Cenário: passada a tolerância, o acordo quebra e o CRM fica sabendo
    Quando chega 08/12/2026, às 10:00
    Então o acordo está quebrado
    E o CRM fica sabendo que o acordo foi "quebrado"

  Cenário: o boleto de uma parcela e o Pix da outra são reconhecidos
    Quando ela paga o boleto
    Então a primeira parcela está paga
    E a segunda parcela está em aberto
    Quando ela paga o Pix da segunda parcela
    Então a segunda parcela está paga
    E faltam "R$ 300,00" do acordo

  Cenário: o boleto pago depois do vencimento leva multa e juros, e quita a parcela
    Quando ela paga o boleto com 3 dias de atraso
    Então a primeira parcela está paga
    E o acordo está valendo
    E faltam "R$ 600,00" do acordo
