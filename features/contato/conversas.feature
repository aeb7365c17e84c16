# language: pt
Funcionalidade: Contato com respeito

  Contexto:
    Dado que Maria deve "R$ 1.000,00"

  @conversa
  Cenário: quem está no trabalho não é incomodado
    Quando acontece a conversa:
      | quem     | mensagem                             |
      | Maria    | 529                                  |
      | Certobot | oferece R$ 900,00 à vista            |
      | Maria    | to no trabalho, me chama mais tarde  |
      | Certobot | combina de falar depois              |
      | tempo    | 10 minutos                           |
      | Certobot | não responde                         |
    Então o CRM registra insucesso

  @conversa
  Cenário: quem pede para parar é obedecido na hora
    Quando acontece a conversa:
      | quem     | mensagem                        |
      | Maria    | oi                              |
      | Certobot | pede os três primeiros dígitos  |
      | Maria    | para de mandar mensagem         |
      | Certobot | promete não escrever mais       |
      | Maria    | ok                              |
      | Certobot | não responde                    |
    Então a conversa é abandonada
    E o Certobot não revela nada a Maria

  Cenário: quem pediu para parar e depois escreve pode ser atendido
    Dado que Maria pediu para não receber mais mensagens
    Quando passam 3 dias
    E ela escreve "mudei de ideia, quero resolver"
    E passa 1 dia
    E o Certobot procura Maria de novo
    Então o contato é permitido

  Cenário: no máximo três contatos por semana
    Dado que se pode procurar a pessoa 1 vez por semana
    E que o Certobot procurou Maria
    Quando passam 10 minutos
    E chega 25/11, às 10:00
    E o Certobot procura Maria de novo
    Então o contato é recusado porque já houve contato demais
    Quando chega 30/11/2026, às 10:30
    E o Certobot procura Maria de novo
    Então o contato é permitido

  Cenário: o credor pode abrir os sábados
    Dado que aos sábados o Certobot escreve das 9h às 13h
    E que hoje é sábado, às 10:00
    Quando o Certobot procura Maria
    Então a primeira mensagem sai na hora

  Cenário: vale o feriado do estado de quem recebe
    Dado que Maria mora na Bahia
    E que hoje é 02/07/2027, às 12:00
    Quando o Certobot procura Maria
    Então a primeira mensagem fica para 05/07/2027, às 9:00

  Cenário: dívida prescrita só é cobrada se a política permitir
    Dado que a dívida de Maria venceu há 6 anos
    E que a política permite cobrar dívida prescrita
    Quando o Certobot procura Maria
    Então o contato é permitido

  Cenário: dois devedores no mesmo dia não contam um pelo outro
    Dados os devedores:
      | nome | deve      |
      | Ana  | R$ 500,00 |
      | Beto | R$ 700,00 |
    Quando o Certobot procura Ana
    Então a primeira mensagem sai na hora
    Quando o Certobot procura Beto
    Então a primeira mensagem sai na hora
