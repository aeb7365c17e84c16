# language: pt
@conversa
Funcionalidade: Conversas inteiras de negociação
  Do primeiro oi ao fim, como se leem no telefone.

  Contexto:
    Dado que Maria deve "R$ 1.000,00" e a política permite até "40%" de desconto à vista

  Cenário: quem pede desconto duas vezes e fecha
    Quando acontece a conversa:
      | quem     | mensagem                                            |
      | Maria    | oi, quem é?                                         |
      | Certobot | diz que é um assistente digital e pede os dígitos do CPF |
      | Maria    | 529                                                 |
      | Certobot | conta qual é a dívida e oferece R$ 900,00 à vista   |
      | Maria    | ta caro                                             |
      | Certobot | melhora a oferta e oferece R$ 825,00 à vista        |
      | Maria    | consegue mais um pouquinho?                         |
      | Certobot | oferece R$ 750,00 à vista                           |
      | Maria    | fechou                                              |
      | Certobot | repete as condições e pede um sim                   |
      | Maria    | isso                                                |
      | Certobot | confirma o acordo e entrega o boleto e o Pix        |
    Então o acordo é de "R$ 750,00" à vista
    E a conversa termina com acordo

  Cenário: quem começa baixo demais e acaba parcelando
    Quando acontece a conversa:
      | quem     | mensagem                                                            |
      | Maria    | boa tarde                                                           |
      | Certobot | pede os três primeiros dígitos                                      |
      | Maria    | 529                                                                 |
      | Certobot | oferece R$ 900,00 à vista                                           |
      | Maria    | só consigo 300                                                      |
      | Certobot | oferece R$ 600,00 à vista e explica por que não pode ser menos      |
      | Maria    | não tenho isso de uma vez, parcela?                                 |
      | Certobot | pergunta qual opção                                                 |
      | Maria    | em 6x                                                               |
      | Certobot | repete as condições e pede um sim                                   |
      | Maria    | pode fechar                                                         |
      | Certobot | confirma o acordo                                                   |
    Então o acordo tem 6 parcelas
    E nenhuma oferta ficou abaixo do piso da política

  Cenário: quem perdeu o emprego é acolhido e sai com uma parcela que cabe
    Quando acontece a conversa:
      | quem     | mensagem                                                     |
      | Maria    | oi                                                           |
      | Certobot | pede os três primeiros dígitos                               |
      | Maria    | 529                                                          |
      | Certobot | oferece R$ 900,00 à vista                                    |
      | Maria    | fui mandada embora mes passado, nao tenho como               |
      | Certobot | acolhe a dificuldade antes de falar em dinheiro              |
      | Maria    | consigo 100 por mes                                          |
      | Certobot | repete as condições e pede um sim                            |
      | Maria    | sim                                                          |
      | Certobot | confirma o acordo                                            |
    Então cada parcela é menor que R$ 105,00
    E o Certobot não pressiona nem ameaça Maria

  Cenário: quem só pode pagar depois deixa uma promessa
    Quando acontece a conversa:
      | quem     | mensagem                                        |
      | Maria    | oi                                              |
      | Certobot | pede os três primeiros dígitos                  |
      | Maria    | 529                                             |
      | Certobot | oferece R$ 900,00 à vista                       |
      | Maria    | só recebo dia 15/12                             |
      | Certobot | explica que a data passa do prazo               |
      | Maria    | antes disso não dá                              |
      | Maria    | só dia 15/12 mesmo                              |
      | Certobot | oferece anotar a promessa                       |
      | Maria    | pode anotar                                     |
      | Certobot | anota a promessa                                |
    Então a conversa termina com uma promessa
    E o CRM registra sucesso parcial

  Cenário: quem não quer pagar é ouvido, e a porta fica aberta
    Quando acontece a conversa:
      | quem     | mensagem                                |
      | Maria    | 529                                     |
      | Certobot | oferece R$ 900,00 à vista               |
      | Maria    | não vou pagar isso não                  |
      | Certobot | diz que respeita a decisão              |
      | Maria    | não adianta, não pago                   |
      | Certobot | se despede com a porta aberta           |
    Então a conversa termina sem acordo
    E o CRM registra insucesso

  Cenário: quem muda de ideia no fim ainda fecha, do seu jeito
    Quando acontece a conversa:
      | quem     | mensagem                                     |
      | Maria    | oi                                           |
      | Certobot | pede os três primeiros dígitos               |
      | Maria    | 529                                          |
      | Certobot | oferece R$ 900,00 à vista                    |
      | Maria    | aceito                                       |
      | Certobot | repete as condições e pede um sim            |
      | Maria    | pera, melhor parcelar                        |
      | Certobot | não confirma o acordo                        |
      | Maria    | em 3x                                        |
      | Certobot | repete as condições e pede um sim            |
      | Maria    | sim                                          |
      | Certobot | confirma o acordo e entrega o boleto e o Pix |
    Então o acordo é de "R$ 900,00" em "3x" de "R$ 300,00"

  Cenário: quem já pagou não precisa fazer mais nada
    Quando acontece a conversa:
      | quem     | mensagem                                                           |
      | Maria    | oi                                                                 |
      | Certobot | pede os três primeiros dígitos                                     |
      | Maria    | 529                                                                |
      | Certobot | conta qual é a dívida                                              |
      | Maria    | ué, já paguei isso mês passado                                     |
      | Certobot | diz que vai conferir o pagamento e diz que não é preciso fazer nada |
    Então o CRM registra que a pessoa afirma que já pagou
    E a conversa termina sem acordo

  Cenário: quem não reconhece a compra é levado a sério
    Quando acontece a conversa:
      | quem     | mensagem                                                         |
      | Maria    | 529                                                              |
      | Certobot | conta qual é a dívida                                            |
      | Maria    | nunca comprei nada nessa loja                                    |
      | Certobot | deixa a dívida em pausa e passa a conversa para uma pessoa       |
    Então a conversa termina sem acordo
    E o CRM recebe a anotação "não reconhece o débito"

  Cenário: quem quer uma pessoa fala com uma pessoa
    Quando acontece a conversa:
      | quem     | mensagem                                |
      | Maria    | 529                                     |
      | Certobot | oferece R$ 900,00 à vista               |
      | Maria    | prefiro falar com gente                 |
      | Certobot | passa a conversa para uma pessoa        |
    Então o CRM recebe a anotação "pediu atendimento de uma pessoa"

  Cenário: quem pergunta antes de decidir recebe as respostas
    Quando acontece a conversa:
      | quem     | mensagem                                   |
      | Maria    | 529                                        |
      | Certobot | oferece R$ 900,00 à vista                  |
      | Maria    | de que é essa dívida?                      |
      | Certobot | conta qual é a dívida                      |
      | Maria    | aceita pix?                                |
      | Certobot | diz que dá para pagar por boleto ou Pix    |
      | Maria    | tem desconto?                              |
      | Certobot | oferece R$ 825,00 à vista                  |
      | Maria    | fechado                                    |
      | Certobot | repete as condições e pede um sim          |
      | Maria    | sim                                        |
      | Certobot | confirma o acordo                          |
    Então o acordo é de "R$ 825,00" à vista
