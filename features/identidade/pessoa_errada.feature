# language: pt
Funcionalidade: Quando não é a pessoa, ou não se consegue confirmar
  Ninguém além de quem deve pode saber da dívida, e ninguém é importunado por engano.

  Cenário: quem avisa que o número está errado não é mais procurado
    Dado que João deve "R$ 640,00"
    E que o Certobot procurou João
    Quando ele responde "número errado, não conheço nenhum João"
    Então o Certobot pede desculpas pelo engano
    E promete não escrever mais
    E a conversa termina sem acordo
    E o CRM registra sem contato
    E o CRM recebe a anotação "o telefone não é do devedor"
    E o Certobot não revela nada a João
    Quando passam 8 dias
    E o Certobot procura João de novo
    Então o contato é recusado porque o telefone não é da pessoa

  Cenário: quem atende por outra pessoa não fica sabendo do assunto
    Dado que João deve "R$ 640,00"
    E que o Certobot procurou João
    Quando ele responde "sou a esposa dele, pode falar comigo"
    Então o Certobot não revela nada a João
    E a conversa termina sem acordo
    E o CRM registra sem contato

  Cenário: duas conversas sem confirmar a identidade suspendem o contato por um dia
    Dado que Maria deve "R$ 1.000,00"
    E que Maria errou os dígitos do CPF três vezes
    Quando chega 24/11, às 9:30
    E o Certobot procura Maria de novo
    E ela erra os dígitos do CPF três vezes
    E chega 25/11, às 9:15
    E o Certobot procura Maria de novo
    Então o contato é recusado porque a identidade não foi confirmada
    Quando chega 25/11, às 9:45
    E o Certobot procura Maria de novo
    Então o contato é permitido
