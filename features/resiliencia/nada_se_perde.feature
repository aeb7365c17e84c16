# language: pt
Funcionalidade: Nada se perde e nada se repete
  O WhatsApp repete mensagens, as entrega juntas, sai do ar e cai no meio. A conversa não percebe.

  Contexto:
    Dado que Maria deve "R$ 1.000,00"
    E que o Certobot procurou Maria

  Cenário: mensagem entregue três vezes tem um efeito só
    Quando o WhatsApp entrega 3 vezes a mensagem de Maria: "123"
    Então o Certobot responde uma vez só
    E ainda tem 2 tentativas
    Quando o WhatsApp entrega de novo a mesma mensagem
    Então o Certobot não responde

  Cenário: um sim repetido fecha um acordo só
    Dado que Maria já confirmou quem é
    Quando ela responde "aceito"
    E o WhatsApp entrega 3 vezes a mensagem de Maria: "sim"
    Então o acordo é de "R$ 900,00" à vista
    E o PDF tem 1 boleto
    E o WhatsApp recebeu cada mensagem uma única vez
    E o CRM é avisado uma única vez

  Cenário: várias mensagens juntas recebem uma resposta
    Quando ela manda de uma vez:
      | oi     |
      | sou eu |
      | 529    |
    Então o Certobot responde uma vez só
    E a identidade de Maria fica confirmada

  Cenário: com o WhatsApp fora do ar a resposta espera, e sai uma vez
    Dado que o WhatsApp está fora do ar
    Quando ela escreve "oi"
    Então o Certobot não responde
    Quando o WhatsApp volta
    E passa um minuto
    Então o Certobot pede os três primeiros dígitos do CPF
    E responde uma vez só

  Cenário: conexão que cai depois do envio não faz a mensagem sair duas vezes
    Dado que a conexão vai cair logo depois de o WhatsApp aceitar a próxima mensagem
    Quando ela escreve "oi"
    E o WhatsApp avisa que a mensagem foi entregue
    E passam 10 minutos
    Então o WhatsApp recebeu cada mensagem uma única vez
