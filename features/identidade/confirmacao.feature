# language: pt
Funcionalidade: Confirmar com quem se fala
  Antes de tratar de qualquer assunto, o Certobot pede os três primeiros dígitos do CPF.
  São três tentativas por conversa. Depois, uma pessoa da equipe assume.

  Contexto:
    Dado que Maria deve "R$ 1.000,00"
    E que o CPF de Maria começa com "529"
    E que o Certobot procurou Maria

  Cenário: quem confirma de primeira já recebe uma oferta
    Quando ela escreve "oi, tudo bem?"
    Então o Certobot pede os três primeiros dígitos do CPF
    Quando ela responde "529"
    Então a identidade de Maria fica confirmada
    E o Certobot conta qual é a dívida
    E oferece "R$ 900,00" à vista

  Cenário: quem erra duas vezes ainda pode acertar
    Quando ela responde "123"
    Então o Certobot avisa que os dígitos não conferem
    E ainda tem 2 tentativas
    Quando ela responde "925"
    Então ainda tem 1 tentativa
    Quando ela responde "ah, é 529"
    Então a identidade de Maria fica confirmada
    E oferece "R$ 900,00" à vista

  Cenário: quem erra três vezes é atendido por uma pessoa
    Quando ela erra os dígitos do CPF três vezes
    Então o Certobot passa a conversa para uma pessoa
    E a conversa termina sem acordo
    E a identidade de Maria fica não confirmada
    E o CRM registra insucesso
    E o CRM recebe a anotação "identidade não confirmada"
    E o Certobot não revela nada a Maria

  Esquema do Cenário: os dígitos são entendidos do jeito que a pessoa escreve
    Quando ela responde "<mensagem>"
    Então a identidade de Maria fica confirmada

    Exemplos:
      | mensagem                 |
      | cinco dois nove          |
      | meu cpf é 529.982.247-25 |
      | bom dia, sou eu sim, 529 |

  Cenário: um número qualquer na conversa não gasta tentativa
    Quando ela escreve "moro no 3º andar, pode falar"
    Então o Certobot pede os três primeiros dígitos do CPF
    Quando ela erra os dígitos do CPF
    Então ainda tem 2 tentativas

  Cenário: quem desconfia fica sabendo como conferir
    Quando ela pergunta "isso é golpe? quem é você?"
    Então o Certobot diz que é um assistente digital
    E diz como conferir que o contato é verdadeiro
    E pede os três primeiros dígitos do CPF
    E a conversa continua aberta
