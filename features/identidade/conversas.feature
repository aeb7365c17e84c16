# language: pt
@conversa @identidade
Funcionalidade: Conversas inteiras de identificação

  Contexto:
    Dado que João deve "R$ 640,00"

  Cenário: quem atende não é quem se procura
    Quando acontece a conversa:
      | quem     | mensagem                                       |
      | Certobot | manda a primeira mensagem                      |
      | João     | quem é?                                        |
      | Certobot | diz que é um assistente digital                |
      | João     | aqui não tem nenhum João não                   |
      | Certobot | pede desculpas e promete não escrever mais     |
    Então o Certobot não revela nada a João
    E o CRM registra sem contato

  Cenário: quem erra três vezes é passado para uma pessoa
    Quando acontece a conversa:
      | quem     | mensagem                                  |
      | João     | oi                                        |
      | Certobot | pede os três primeiros dígitos            |
      | João     | 111                                       |
      | Certobot | avisa que os dígitos não conferem         |
      | João     | 222                                       |
      | Certobot | avisa que os dígitos não conferem         |
      | João     | 333                                       |
      | Certobot | passa a conversa para uma pessoa          |
    Então o CRM recebe a anotação "identidade não confirmada"

  Cenário: quem some e volta confirma outra vez quem é
    Quando acontece a conversa:
      | quem     | mensagem                                                        |
      | João     | oi                                                              |
      | Certobot | pede os três primeiros dígitos                                  |
      | João     | 529                                                             |
      | Certobot | oferece R$ 576,00 à vista                                       |
      | tempo    | 5 minutos                                                       |
      | Certobot | se despede com a porta aberta                                   |
      | João     | voltei, desculpa                                                |
      | Certobot | dá as boas-vindas de volta e pede os três primeiros dígitos     |
      | João     | 529                                                             |
      | Certobot | oferece R$ 576,00 à vista                                       |
    Então a identidade de João fica confirmada
