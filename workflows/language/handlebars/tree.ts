/** What `handlebars.parse` makes of a template, as far as rendering reads it. */
export type Program = { type: 'Program'; body: Statement[]; blockParams?: string[] }

export type Position = { line: number; column: number }
export type Location = { source?: string; start: Position; end: Position }

type Node = { loc?: Location }

export type Path = Node & { type: 'PathExpression'; data: boolean; depth: number; parts: string[]; original: string }

export type Literal = Node &
  (
    | { type: 'StringLiteral'; value: string; original: string }
    | { type: 'NumberLiteral'; value: number; original: number }
    | { type: 'BooleanLiteral'; value: boolean; original: boolean }
    | { type: 'UndefinedLiteral'; original: undefined }
    | { type: 'NullLiteral'; original: null }
  )

/** Whatever names something to call or read: a mustache, a block, a subexpression, a decorator. */
export type Call = Node & { path: Path | Literal; params: Expression[]; hash?: Hash }
export type Hash = { pairs: { key: string; value: Expression }[] }

export type Subexpression = Call & { type: 'SubExpression' }
export type Expression = Path | Literal | Subexpression

export type Mustache = Call & { type: 'MustacheStatement'; escaped: boolean }
export type Block = Call & { type: 'BlockStatement'; program?: Program; inverse?: Program }
export type Decorator = Call & { type: 'Decorator' | 'DecoratorBlock'; program?: Program }
export type Partial = Node & {
  type: 'PartialStatement' | 'PartialBlockStatement'
  name: Path | Literal | Subexpression
  params: Expression[]
  hash?: Hash
  indent?: string
  program?: Program
}
export type Content = Node & { type: 'ContentStatement'; value: string }
export type Comment = Node & { type: 'CommentStatement' }

export type Statement = Mustache | Block | Decorator | Partial | Content | Comment

/** The programs and expressions directly inside a node. */
export function insideOf(node: Program | Statement | Expression): (Program | Statement | Expression)[] {
  switch (node.type) {
    case 'Program':
      return node.body
    case 'MustacheStatement':
    case 'SubExpression':
      return argumentsOf(node)
    case 'BlockStatement':
      return [...argumentsOf(node), ...present(node.program), ...present(node.inverse)]
    case 'Decorator':
    case 'DecoratorBlock':
      return [...argumentsOf(node), ...present(node.program)]
    case 'PartialStatement':
    case 'PartialBlockStatement':
      return [node.name, ...argumentsOf(node), ...present(node.program)]
    default:
      return []
  }
}

const argumentsOf = (node: { params: Expression[]; hash?: Hash }): Expression[] => [
  ...node.params,
  ...(node.hash?.pairs.map((pair) => pair.value) ?? []),
]

const present = (program: Program | undefined): Program[] => (program ? [program] : [])
