# language: pt
Funcionalidade: Pessoas em situação difícil, ou que não querem negociar
  A pessoa vem antes do número. Ninguém é pressionado.

  Cenário: a dificuldade é acolhida antes de qualquer valor
    Dado que Maria deve "R$ 1.000,00"
    E que Maria já confirmou quem é
    Quando ela escreve "perdi o emprego e minha mãe está internada"
    Então acolhe a dificuldade antes de falar em dinheiro
    E oferece "R$ 825,00" em "12x"
    E o Certobot não pressiona nem ameaça Maria

  Cenário: quem conta um aperto junto com uma proposta é ouvido nas duas coisas
    Dado que Maria deve "R$ 1.000,00"
    E que Maria já confirmou quem é
    Quando ela escreve "tô desempregada, só consigo 100 por mês"
    Então acolhe a dificuldade antes de falar em dinheiro
    E o Certobot aceita a proposta de "R$ 900,00" em "9x"

  Cenário: quem diz que já pagou não precisa fazer nada
    Dado que Maria deve "R$ 1.000,00"
    E que Maria já confirmou quem é
    Quando ela escreve "já paguei isso mês passado"
    Então o Certobot diz que vai conferir o pagamento
    E diz que não é preciso fazer nada
    E a conversa termina sem acordo
    E o CRM registra insucesso
    E o CRM recebe a anotação "afirma que já pagou"

  Cenário: dívida não reconhecida fica em pausa
    Dado que Maria deve "R$ 1.000,00"
    E que Maria já confirmou quem é
    Quando ela escreve "nunca comprei nada nessa loja, não reconheço"
    Então o Certobot deixa a dívida em pausa
    E passa a conversa para uma pessoa
    E o CRM recebe a anotação "não reconhece o débito"

  Cenário: quem quer uma pessoa é passado para uma pessoa
    Dado que Maria deve "R$ 1.000,00"
    E que Maria já confirmou quem é
    Quando ela escreve "quero falar com um atendente"
    Então o Certobot passa a conversa para uma pessoa
    E o CRM recebe a anotação "pediu atendimento de uma pessoa"
    E o CRM recebe a anotação "última oferta: R$ 900,00 à vista"

  Cenário: quem fala em Procon ouve que está no seu direito
    Dado que Maria deve "R$ 1.000,00"
    E que Maria já confirmou quem é
    Quando ela escreve "vou no procon reclamar de vocês"
    Então o Certobot reconhece o direito de quem reclama
    E passa a conversa para uma pessoa
    E o Certobot não pressiona nem ameaça Maria

  Cenário: quem não quer pagar é respeitado, e a porta fica aberta
    Dado que Maria deve "R$ 1.000,00"
    E que Maria já confirmou quem é
    Quando ela escreve "não vou pagar nada"
    Então o Certobot diz que respeita a decisão
    E a conversa continua aberta
    Quando ela insiste "já falei que não vou pagar"
    Então o Certobot se despede com a porta aberta
    E a conversa termina sem acordo
    E o Certobot não pressiona nem ameaça Maria

  Cenário: áudio é respondido com gentileza
    Dado que Maria deve "R$ 1.000,00"
    E que Maria já confirmou quem é
    Quando ela manda um áudio
    Então o Certobot avisa que só lê texto
    E a conversa continua aberta

  Esquema do Cenário: o tom da conversa é o que o credor escolheu
    Dado que Maria deve "R$ 1.000,00"
    E que a empatia é <empatia>
    Quando o Certobot procura Maria
    E ela informa os dígitos do CPF
    Então o tom é <tom>
    Quando ela acha caro
    Então o tom é <tom>
    E o tom é gentil

    Exemplos:
      | empatia | tom      |
      | alta    | empático |
      | baixa   | direto   |
