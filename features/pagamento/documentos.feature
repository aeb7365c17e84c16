# language: pt
@documentos
Funcionalidade: Documentos que se pode pagar
  O boleto é lido de volta como um caixa o leria: pelo código de barras, pela linha digitável, pelo QR Code.

  Esquema do Cenário: o valor do acordo é o do boleto e o do Pix, até o centavo
    Dado que Maria deve "<dívida>"
    E que Maria já fechou acordo à vista
    Então o boleto está correto
    E o boleto é de "<boleto>"
    E o Pix é de "<boleto>"
    E a linha digitável da conversa é a do boleto

    Exemplos:
      | dívida       | boleto       |
      | R$ 100,00    | R$ 90,00     |
      | R$ 333,33    | R$ 300,00    |
      | R$ 12.345,67 | R$ 11.111,10 |

  Cenário: o vencimento do boleto é o que se combinou
    Dado que Maria deve "R$ 1.000,00"
    E que Maria já confirmou quem é
    Quando ela escreve "pago dia 30/11"
    E ela confirma
    Então o boleto vence em 30/11/2026
    E o boleto está correto

  Cenário: um carnê de doze parcelas
    Dado que Maria deve "R$ 2.400,00"
    E que Maria já fechou acordo em "12x"
    Então o PDF tem 12 boletos
    E cada boleto está correto
    E as parcelas somam "R$ 2.160,00"
    E o Pix cobra a primeira parcela

  Cenário: centavos que não se dividem ficam na primeira parcela
    Dado que Maria deve "R$ 1.000,01"
    E que a primeira oferta é de "0%" de desconto
    E que Maria já fechou acordo em "3x"
    Então as parcelas somam "R$ 1.000,01"
    E cada boleto está correto

  Cenário: o boleto diz o que a lei manda
    Dado que Maria deve "R$ 1.000,00"
    E que Maria já fechou acordo à vista
    Então o boleto mostra quem cobra, quem paga e o que fazer depois do vencimento
    E o boleto mostra "multa de 2%"
    E o boleto mostra "Lojas Aurora"

  Cenário: os códigos vêm sozinhos em sua linha, para copiar com um toque
    Dado que Maria deve "R$ 1.000,00"
    E que Maria já fechou acordo à vista
    Então o Certobot manda a linha digitável
    E o Certobot manda o Pix copia e cola
    E o Certobot entrega o boleto

  Cenário: uma promessa não tem boleto
    Dado que Maria deve "R$ 1.000,00"
    E que Maria já confirmou quem é
    Quando ela escreve "só consigo pagar dia 15/12"
    E ela insiste "só dia 15/12 mesmo"
    E ela responde "pode anotar"
    Então não entrega documento nenhum

  Cenário: a segunda via tem os mesmos códigos
    Dado que Maria deve "R$ 1.000,00"
    E que Maria já fechou acordo à vista
    Quando passa 1 hora
    E ela pede o boleto de novo
    Então o Certobot entrega o boleto e o Pix
    E o boleto está correto
    E o boleto é de "R$ 900,00"
    E o Pix está correto
