# language: pt
Funcionalidade: Silêncio e fim de conversa
  Três minutos sem resposta encerram a conversa, com a porta aberta.

  Contexto:
    Dado que Maria deve "R$ 1.000,00"
    E que Maria já confirmou quem é

  Cenário: a conversa dura 180 segundos de silêncio, nem um a menos
    Quando passam 179 segundos sem resposta
    Então o Certobot não escreve
    E a conversa continua aberta
    Quando passa mais 1 segundo
    Então o Certobot se despede com a porta aberta
    E responde uma vez só
    E a conversa é abandonada
    E o CRM registra insucesso
    E o CRM recebe a anotação "parou de responder"

  Cenário: cada mensagem recomeça a contagem
    Quando passam 170 segundos
    E ela escreve "tem desconto?"
    E passam 170 segundos
    Então a conversa continua aberta

  Cenário: quem avisa que fala depois não recebe despedida
    Quando ela escreve "tô no trabalho, me chama mais tarde"
    Então o Certobot combina de falar depois
    Quando passam 10 minutos
    Então o Certobot não escreve

  Cenário: quem volta depois do silêncio confirma de novo quem é
    Quando passam 5 minutos
    E ela escreve "voltei, tem desconto?"
    Então o Certobot dá as boas-vindas de volta
    E pede os três primeiros dígitos do CPF
    E a identidade de Maria está por confirmar
    Quando ela informa os dígitos do CPF
    Então oferece "R$ 900,00" à vista

  Cenário: mensagem depois do fim é respondida sem reabrir a conversa
    Quando ela escreve "já paguei isso"
    E passam 10 minutos
    E ela escreve "e aí, conferiram?"
    Então o Certobot diz que a conversa já terminou
    E a conversa termina sem acordo
    E o CRM é avisado uma única vez
