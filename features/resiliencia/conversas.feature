# language: pt
Funcionalidade: A conversa sobrevive ao que falha

  Contexto:
    Dado que Maria deve "R$ 1.000,00"

  @conversa
  Cenário: um acordo fechado com o WhatsApp caindo no meio
    Dado que Maria já confirmou quem é
    Quando ela aceita
    E o WhatsApp sai do ar
    E ela responde "sim"
    Então o Certobot não responde
    Quando o WhatsApp volta
    E passam 2 minutos
    Então o Certobot confirma o acordo
    E o Certobot entrega o boleto e o Pix
    E o acordo é de "R$ 900,00" à vista
    E o WhatsApp recebeu cada mensagem uma única vez

  Cenário: com o CRM e o WhatsApp fora do ar ao mesmo tempo, nada se perde
    Dado que Maria já confirmou quem é
    Quando o CRM sai do ar
    E ela aceita
    E o WhatsApp sai do ar
    E ela responde "sim"
    E o WhatsApp volta
    E o CRM volta
    E passam 2 horas
    Então o acordo é de "R$ 900,00" à vista
    E o CRM é avisado uma única vez
    E o WhatsApp recebeu cada mensagem uma única vez

  Cenário: mensagens repetidas no meio da negociação não concedem duas vezes
    Dado que Maria já confirmou quem é
    Quando o WhatsApp entrega 3 vezes a mensagem de Maria: "tem desconto?"
    Então o Certobot responde uma vez só
    E a menor oferta foi de "R$ 825,00"

  Cenário: dez mensagens seguidas são todas respondidas
    Dado que Maria já confirmou quem é
    Quando ela escreve 10 vezes "tá caro"
    Então o Certobot responde
    E a menor oferta foi de "R$ 600,00"
    E o WhatsApp recebeu cada mensagem uma única vez
