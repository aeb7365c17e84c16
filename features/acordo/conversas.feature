# language: pt
@conversa
Funcionalidade: Conversas inteiras até o acordo

  Cenário: três parcelas a partir do dia 30
    Dado que Ana deve "R$ 1.200,00"
    Quando acontece a conversa:
      | quem     | mensagem                                     |
      | Ana      | oi                                           |
      | Certobot | pede os três primeiros dígitos               |
      | Ana      | 529                                          |
      | Certobot | oferece R$ 1.080,00 à vista                  |
      | Ana      | consigo em 3x começando dia 30               |
      | Certobot | repete as condições e pede um sim            |
      | Ana      | sim pode fechar                              |
      | Certobot | confirma o acordo e entrega o boleto e o Pix |
    Então as parcelas são:
      | valor     | vencimento |
      | R$ 360,00 | 30/11/2026 |
      | R$ 360,00 | 30/12/2026 |
      | R$ 360,00 | 30/01/2027 |
    E o PDF tem 3 boletos

  Cenário: à vista, com a data que a pessoa escolheu
    Dado que Carlos deve "R$ 480,00"
    Quando acontece a conversa:
      | quem     | mensagem                              |
      | Carlos   | 529                                   |
      | Certobot | oferece R$ 432,00 à vista             |
      | Carlos   | pago terça que vem                    |
      | Certobot | repete as condições e pede um sim     |
      | Carlos   | isso mesmo                            |
      | Certobot | confirma o acordo                     |
    Então o primeiro vencimento é terça-feira
    E o boleto vence em 24/11/2026

  Cenário: depois de fechar, a segunda via é do mesmo acordo
    Dado que Maria deve "R$ 1.000,00"
    Quando acontece a conversa:
      | quem     | mensagem                                     |
      | Maria    | 529                                          |
      | Certobot | oferece R$ 900,00 à vista                    |
      | Maria    | aceito                                       |
      | Certobot | repete as condições e pede um sim            |
      | Maria    | sim                                          |
      | Certobot | confirma o acordo e entrega o boleto e o Pix |
      | tempo    | 1 hora                                       |
      | Maria    | perdi o boleto, manda de novo?               |
      | Certobot | entrega o boleto e o Pix                     |
    Então o acordo é de "R$ 900,00" à vista
    E o CRM é avisado uma única vez

  Cenário: entrada e mais parcelas
    Dado que Maria deve "R$ 1.000,00"
    E que Maria já confirmou quem é
    Quando ela escreve "dou 300 de entrada e o resto em 3x"
    E ela confirma
    Então a primeira parcela é de "R$ 300,00"
    E o acordo tem 4 parcelas

  Cenário: um acordo não nasce de um sim que não respondia a nada
    Dado que Maria deve "R$ 1.000,00"
    E que o Certobot procurou Maria
    Quando ela responde "sim"
    Então não há acordo
    E o Certobot pede os três primeiros dígitos do CPF

  Cenário: o acordo guarda o desconto em reais e em porcentagem
    Dado que Maria deve "R$ 1.000,00"
    E que Maria já fechou acordo de "R$ 700,00" à vista
    Então o acordo tem "R$ 300,00" de desconto
    E o acordo tem "30%" de desconto
    E o CRM recebe o acordo de "R$ 700,00" com "R$ 300,00" de desconto
