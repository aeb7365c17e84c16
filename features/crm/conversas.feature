# language: pt
Funcionalidade: Cada fim de conversa tem um resultado no CRM

  Contexto:
    Dado que Maria deve "R$ 1.000,00"

  Esquema do Cenário: o resultado diz como terminou
    Dado que Maria já confirmou quem é
    Quando ela escreve "<mensagem>"
    Então o CRM registra <resultado>
    E a conversa termina

    Exemplos:
      | mensagem                         | resultado |
      | já paguei isso mês passado       | insucesso |
      | não reconheço essa dívida        | insucesso |
      | quero falar com um atendente     | insucesso |
      | para de me mandar mensagem       | insucesso |

  Cenário: o CRM que recusa não impede o acordo de valer
    Dado que o CRM recusa o resultado
    E que Maria já fechou acordo à vista
    Então o Certobot entrega o boleto e o Pix
    E o acordo é de "R$ 900,00" à vista

  Cenário: o acordo parcelado chega com todos os vencimentos
    Dado que Maria já fechou acordo em "6x"
    Então o CRM registra o acordo de "R$ 900,00"
    E o CRM é avisado uma única vez

  @conversa
  Cenário: a nota conta o caminho, não só o fim
    Quando acontece a conversa:
      | quem     | mensagem                                 |
      | Maria    | 529                                      |
      | Certobot | oferece R$ 900,00 à vista                |
      | Maria    | to desempregada                          |
      | Certobot | acolhe a dificuldade                     |
      | Maria    | nao sei nao, complicado                 |
      | tempo    | 4 minutos                                |
      | Certobot | se despede com a porta aberta            |
    Então o CRM registra insucesso
    E o CRM recebe a anotação "relatou dificuldade"
    E o CRM recebe a anotação "parou de responder"
