# language: pt
Funcionalidade: O CRM do credor fica sabendo
  Toda conversa que termina é contada ao CRM uma vez, com o resultado e uma nota em português.

  Contexto:
    Dado que Maria deve "R$ 1.000,00"

  Cenário: um acordo chega completo ao CRM
    Dado que Maria já fechou acordo em "3x"
    Então o CRM registra sucesso
    E o CRM recebe o acordo de "R$ 900,00" com "R$ 100,00" de desconto
    E o CRM é avisado uma única vez

  Cenário: com o CRM fora do ar o resultado espera, e chega uma vez
    Dado que o CRM está fora do ar
    E que Maria já fechou acordo à vista
    Então o Certobot entrega o boleto e o Pix
    E o CRM ainda não recebeu nada
    Quando passam 2 horas
    E o CRM volta
    E passam 2 horas
    Então o CRM registra sucesso
    E o CRM é avisado uma única vez

  Cenário: a dificuldade que a pessoa contou chega a quem vai atendê-la
    Dado que Maria já confirmou quem é
    Quando ela escreve "tô desempregada, tá difícil"
    E ela escreve "quero falar com uma pessoa"
    Então o CRM recebe a anotação "relatou dificuldade"

  Cenário: quem nunca respondeu fica como sem contato, sem receber despedida
    Dado que o Certobot procurou Maria
    Quando passam 10 minutos
    Então o Certobot não escreve
    E a conversa é abandonada
    E o CRM registra sem contato
