# language: pt
Funcionalidade: Fechar o acordo
  Só há acordo depois de as condições serem repetidas e a pessoa dizer sim.

  Cenário: acordo à vista na primeira oferta
    Dado que Maria deve "R$ 1.000,00"
    E que Maria já confirmou quem é
    Quando ela responde "aceito"
    Então o Certobot repete as condições e pede um sim
    E não há acordo ainda
    Quando ela responde "sim"
    Então o Certobot confirma o acordo
    E o acordo é de "R$ 900,00" à vista
    E o desconto do acordo é de "R$ 100,00"
    E o Certobot entrega o boleto e o Pix
    E a conversa termina com acordo
    E o CRM registra sucesso

  Cenário: as parcelas somam o total até o centavo
    Dado que Maria deve "R$ 1.000,00"
    E que a primeira oferta é de "0%" de desconto
    E que Maria já confirmou quem é
    Quando ela escreve "faz em 3x começando dia 30/11"
    E ela responde "sim"
    Então o acordo fica de "R$ 1.000,00" em "3x"
    E as parcelas são:
      | R$ 333,34 | 30/11/2026 |
      | R$ 333,33 | 30/12/2026 |
      | R$ 333,33 | 30/01/2027 |
    E as parcelas somam "R$ 1.000,00"

  Cenário: quem muda de ideia na hora de confirmar pode rever
    Dado que Maria deve "R$ 1.000,00"
    E que Maria já confirmou quem é
    Quando ela responde "aceito"
    E ela responde "não, pera"
    Então não há acordo
    E a conversa continua aberta
    Quando ela escreve "prefiro em 3x"
    E ela responde "isso, pode fechar"
    Então o acordo é de "R$ 900,00" em "3x"

  Cenário: um sim que muda a data não fecha com a data antiga
    Dado que Maria deve "R$ 1.000,00"
    E que Maria já confirmou quem é
    Quando ela responde "aceito"
    E ela responde "sim, mas só dia 30/11"
    Então não há acordo ainda
    Quando ela responde "sim"
    Então o primeiro vencimento é "30/11/2026"

  Cenário: depois do acordo a situação é lembrada, e a segunda via é do mesmo acordo
    Dado que Maria deve "R$ 1.000,00"
    E que Maria já fechou acordo à vista
    Quando ela escreve "obrigada, bom dia"
    Então o Certobot diz que o acordo continua valendo
    Quando passam 2 horas
    E ela escreve "me manda o boleto de novo?"
    Então o Certobot entrega o boleto e o Pix
    E o boleto está correto
    E o acordo é de "R$ 900,00" à vista
    E o CRM é avisado uma única vez
