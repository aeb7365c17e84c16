# language: pt
Funcionalidade: A lei do estado de quem recebe
  Alguns estados dizem a que horas se pode cobrar. Entre o que o credor configurou e o que a lei do estado
  permite, vale o mais estrito, no relógio de quem recebe.

  Contexto:
    Dado que Maria deve "R$ 1.000,00"
    E que o Certobot só escreve primeiro das 7h às 21h

  Esquema do Cenário: a lei é mais estrita que o credor
    Dado que o telefone de Maria é do DDD "<ddd>"
    E que hoje é <dia>, às <hora>
    Quando o Certobot procura Maria
    Então a primeira mensagem fica para <quando>

    Exemplos: São Paulo, Rio, Espírito Santo, Ceará e Alagoas
      | ddd | dia        | hora  | quando               |
      | 11  | 24/11/2026 | 7:30  | 24/11/2026, às 8:00  |
      | 11  | 24/11/2026 | 20:00 | 25/11/2026, às 8:00  |
      | 21  | 24/11/2026 | 8:30  | 24/11/2026, às 9:00  |
      | 21  | 27/11/2026 | 19:00 | 30/11/2026, às 9:00  |
      | 27  | 24/11/2026 | 7:30  | 24/11/2026, às 8:00  |
      | 85  | 24/11/2026 | 18:00 | 25/11/2026, às 8:00  |
      | 82  | 24/11/2026 | 20:30 | 25/11/2026, às 8:00  |

  Esquema do Cenário: onde não há lei vale o que o credor configurou
    Dado que o telefone de Maria é do DDD "<ddd>"
    E que hoje é 24/11/2026, às 7:30
    Quando o Certobot procura Maria
    Então a primeira mensagem sai na hora

    Exemplos: Minas e Paraná
      | ddd |
      | 31  |
      | 41  |

  Cenário: o sábado da lei só vale se o credor também escreve aos sábados
    Dado que o telefone de Maria é do DDD "11"
    E que aos sábados o Certobot escreve das 9h às 18h
    E que hoje é 28/11/2026, às 14:30
    Quando o Certobot procura Maria
    Então a primeira mensagem fica para 30/11/2026, às 8:00

  Cenário: quem não reconhece a dívida não é procurado enquanto se confere
    Dado que Maria já confirmou quem é
    Quando ela escreve "não reconheço essa dívida"
    E passam 10 dias
    E o Certobot procura Maria de novo
    Então o contato é recusado
