# language: pt
Funcionalidade: Parcelamento

  Cenário: quem pergunta se parcela vê as opções e escolhe; um sim sozinho não escolhe nenhuma
    Dado que Maria deve "R$ 1.200,00"
    E que Maria já confirmou quem é
    Quando ela pergunta "dá pra parcelar?"
    Então o Certobot mostra 3 opções
    Quando ela responde "sim"
    Então o Certobot pergunta qual opção
    E não há acordo
    Quando ela responde "em 6x"
    Então o Certobot aceita a proposta de "R$ 1.080,00" em "6x"
    E oferece "6x" de "R$ 180,00"

  Cenário: mais parcelas do que o credor permite
    Dado que Maria deve "R$ 1.200,00"
    E que a política permite até "12x"
    E que Maria já confirmou quem é
    Quando ela escreve "quero em 24x"
    Então o Certobot oferece "R$ 1.080,00" em "12x"
    E explica que as parcelas têm um limite

  Cenário: parcela menor que a mínima
    Dado que Maria deve "R$ 300,00"
    E que a parcela mínima é "R$ 50,00"
    E que Maria já confirmou quem é
    Quando ela escreve "divide em 10x"
    Então o Certobot oferece "R$ 270,00" em "5x"
    E explica que a parcela ficaria menor que a mínima

  Cenário: dívida pequena demais para parcelar
    Dado que Maria deve "R$ 80,00"
    E que a parcela mínima é "R$ 50,00"
    E que Maria já confirmou quem é
    Quando ela pergunta "dá pra parcelar?"
    Então o Certobot diz que só dá para pagar de uma vez
    E mantém "R$ 72,00" à vista

  Cenário: em muitas parcelas o desconto é menor
    Dado que Maria deve "R$ 1.000,00" e a política permite até "40%" de desconto à vista
    E que a política permite até "20%" de desconto a partir de "4x"
    E que Maria já confirmou quem é
    Quando ela escreve "pago 600 em 5x"
    Então o Certobot oferece "R$ 800,00" em "5x" de "R$ 160,00"
    E explica por que não pode ser menos
    Quando ela escreve "e 600 à vista?"
    Então o Certobot aceita a proposta de "R$ 600,00" à vista

  Cenário: quem parcela com juros vê o que vai pagar
    Dado que Maria deve "R$ 1.000,00"
    E que o parcelamento tem juros de "2%" ao mês
    E que a primeira oferta é de "0%" de desconto
    E que Maria já confirmou quem é
    Quando ela escreve "em 2x"
    Então o Certobot oferece "R$ 1.030,10" em "2x" de "R$ 515,05"
    E a resposta fala em "juros"
