# language: pt
Funcionalidade: Quando e quanto se pode procurar alguém
  O Certobot só escreve primeiro em horário permitido, no fuso da pessoa, e sem insistência.
  Responder a quem escreve pode sempre.

  Contexto:
    Dado que Maria deve "R$ 1.000,00"

  Esquema do Cenário: fora do horário a mensagem espera
    Dado que hoje é <dia>, às <hora>
    Quando o Certobot procura Maria
    Então a primeira mensagem fica para <quando>, às 9:00
    Quando chega <quando>, às 9:00
    Então a primeira mensagem sai na hora

    Exemplos: à noite, no fim de semana, em feriado nacional
      | dia        | hora  | quando     |
      | 26/11/2026 | 20:00 | 27/11/2026 |
      | 28/11/2026 | 11:00 | 30/11/2026 |
      | 25/12/2026 | 10:00 | 28/12/2026 |

  Cenário: vale o relógio de quem recebe
    Dado que o telefone de Maria é do DDD "68"
    E que hoje é 24/11/2026, às 9:30
    Quando o Certobot procura Maria
    Então a primeira mensagem fica para 24/11/2026, às 11:00

  Cenário: a quem escreve à noite se responde à noite
    Dado que o Certobot procurou Maria
    Quando chega 23/11/2026, às 22:00
    E ela escreve "oi, agora posso falar"
    Então o Certobot dá as boas-vindas de volta

  Cenário: no máximo um contato por dia
    Dado que Maria errou os dígitos do CPF três vezes
    Quando passam 2 horas
    E o Certobot procura Maria de novo
    Então o contato é recusado porque já houve contato demais

  Cenário: dívida prescrita não é cobrada
    Dado que a dívida de Maria venceu em 10/11/2021
    Quando o Certobot procura Maria
    Então o contato é recusado porque a dívida prescreveu
    E o Certobot não escreve

  Cenário: quem pede para parar não é mais procurado
    Dado que Maria já confirmou quem é
    Quando ela escreve "para de me mandar mensagem"
    Então o Certobot promete não escrever mais
    E a conversa é abandonada
    E o CRM recebe a anotação "pediu para não receber mensagens"
    Quando passam 20 dias
    E o Certobot procura Maria de novo
    Então o contato é recusado porque a pessoa pediu para não receber mensagens
    E o Certobot não escreve

  Cenário: depois de pedir para parar, um "ok" não recebe resposta
    Dado que Maria já confirmou quem é
    Quando ela escreve "sair"
    E ela escreve "ok"
    Então o Certobot não responde

  Cenário: dívida contestada não é cobrada enquanto se confere
    Dado que Maria já confirmou quem é
    Quando ela diz que não reconhece a dívida
    E passam 8 dias
    E o Certobot procura Maria de novo
    Então o contato é recusado porque a dívida está em pausa

  Cenário: quem já tem acordo não é procurado para negociar de novo
    Dado que Maria já fechou acordo à vista
    Quando passam 2 dias
    E o Certobot procura Maria de novo
    Então o contato é recusado porque já há um acordo

  Cenário: no feriado de uma cidade, ninguém dessa cidade é procurado
    Dado que hoje é feriado municipal em Campinas
    E que Maria mora em Campinas
    E que João mora em São Paulo
    Quando o Certobot procura Maria
    Então a primeira mensagem fica para 24/11/2026, às 9:00
    Quando o Certobot procura João
    Então a primeira mensagem sai na hora

  Cenário: um telefone com DDD que não existe não recebe mensagem
    Dado que o telefone de Maria é do DDD "20"
    Quando o Certobot procura Maria
    Então o contato é recusado porque o DDD não existe
