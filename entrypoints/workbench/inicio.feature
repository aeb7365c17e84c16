# language: pt
# Um arquivo de cenários. Linhas que começam com # são comentários: servem para você, o Certobot não as lê.
#
#   Rodar:             certobot features {arquivo}
#   Só conferir:       certobot features {arquivo} --check
#   Todas as frases:   certobot features --vocabulary
#
# Dado é a situação. Quando é o que acontece. Então é o que se espera. E continua a linha de cima.

Funcionalidade: {titulo}
  Em uma ou duas linhas, a regra que este arquivo guarda.

  # O Contexto vale para todos os cenários do arquivo.
  Contexto:
    Dado que Maria deve "R$ 1.000,00" e a política permite até "40%" de desconto à vista

  # Um cenário é uma regra com um exemplo. Troque os valores e rode de novo.
  Cenário: proposta abaixo do mínimo recebe a opção permitida mais próxima
    Dado que Maria já confirmou quem é
    Quando ela escreve "só consigo 300"
    Então o Certobot oferece "R$ 600,00" à vista
    E explica por que não pode ser menos
    E não há acordo

  # Uma conversa inteira cabe em uma tabela. Nas linhas do Certobot vai o sentido, não as palavras.
  Cenário: da primeira mensagem ao boleto
    Quando acontece a conversa:
      | quem     | mensagem                              |
      | Maria    | oi                                    |
      | Certobot | pede os três primeiros dígitos        |
      | Maria    | 529                                   |
      | Certobot | oferece R$ 900,00 à vista             |
      | Maria    | aceito                                |
      | Certobot | repete as condições e pede um sim     |
      | Maria    | sim                                   |
      | Certobot | confirma o acordo                     |
    Então o acordo é de "R$ 900,00" à vista
    E o Certobot entrega o boleto e o Pix
    E o CRM registra sucesso

  # Um esquema se repete para cada linha de Exemplos.
  @parcelas
  Esquema do Cenário: quem pede parcelas as recebe
    Dado que Maria já confirmou quem é
    Quando ela pergunta "dá pra fazer em <parcelas>?"
    Então o Certobot oferece "R$ 900,00" em "<parcelas>" de "<cada>"

    Exemplos:
      | parcelas | cada      |
      | 3x       | R$ 300,00 |
      | 6x       | R$ 150,00 |
