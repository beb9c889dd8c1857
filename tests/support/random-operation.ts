import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
  isUnionType,
} from 'graphql';

export interface RandomOperation {
  query: string;
  variables: Record<string, unknown>;
}

export interface RandomOperationOptions {
  /** What is chosen where there is a choice; once used up, the first of all. A shorter list makes a simpler operation. */
  choices: readonly number[];
  /** Taken for arguments of type ID. */
  ids: readonly string[];
  /** How deep selections are nested. */
  depth?: number;
}

/** An operation over a schema, nearly always a valid one. The same choices make the same operation. */
export function randomOperation(
  schema: GraphQLSchema,
  { choices, ids, depth: deepest = 5 }: RandomOperationOptions,
): RandomOperation {
  let made = 0;
  const choose = (count: number) => (choices[made++] ?? 0) % count;
  const oneOf = <Value>(values: readonly Value[]): Value => values[choose(values.length)] as Value;
  const rarely = (oneIn: number) => choose(oneIn) === oneIn - 1;

  const definitions: string[] = [];
  const variables: Record<string, unknown> = {};
  const fragments: { name: string; type: GraphQLNamedType }[] = [];
  const texts: string[] = [];
  /** By response key, what stands under it: another field takes another key. */
  const keys = new Map<string, string>();
  const fieldNames = Object.values(schema.getTypeMap()).flatMap((type) =>
    (isObjectType(type) || isInterfaceType(type)) && !type.name.startsWith('__')
      ? Object.keys(type.getFields())
      : [],
  );

  const root = schema.getQueryType() as GraphQLObjectType;
  const selection = selectionSet(root, deepest);
  const variablesText = definitions.length > 0 ? `(${definitions.join(', ')})` : '';
  const name = definitions.length > 0 || rarely(2) ? `query Asked${variablesText} ` : '';
  return { query: [`${name}${selection}`, ...texts].join('\n'), variables };

  function selectionSet(type: GraphQLNamedType, depth: number): string {
    const count = 1 + choose(4);
    const selections = Array.from({ length: count }, () => selectionOf(type, depth));
    if (type === root && depth === deepest && rarely(12))
      selections.push('__schema { queryType { id: name } }');
    return `{ ${selections.join(' ')} }`;
  }

  function selectionOf(type: GraphQLNamedType, depth: number): string {
    const kind = choose(9);
    if (depth > 0 && kind === 6) {
      const condition = conditionFor(type);
      const on = condition === type && rarely(2) ? '' : ` on ${condition.name}`;
      return `...${on}${directives()} ${selectionSet(condition, depth - 1)}`;
    }
    if (depth > 0 && kind === 7) return `...${fragmentFor(type, depth - 1)}${directives()}`;
    const fields = isObjectType(type) || isInterfaceType(type) ? Object.values(type.getFields()) : [];
    const candidates =
      depth > 0 ? fields : fields.filter((field) => !isCompositeType(getNamedType(field.type)));
    if (kind === 8 || candidates.length === 0)
      return `${rarely(2) ? `${keyFor('', '__typename')}: ` : ''}__typename`;
    return fieldText(oneOf(candidates), type, depth);
  }

  function fieldText(field: GraphQLField<unknown, unknown>, type: GraphQLNamedType, depth: number): string {
    const args = argumentsText(field.args);
    const called = `${field.name}${args}`;
    const key = keyFor(field.name, `${called}: ${field.type}`, isObjectType(type));
    const named = getNamedType(field.type);
    const inner = isCompositeType(named) ? ` ${selectionSet(named, depth - 1)}` : '';
    return `${key === field.name ? '' : `${key}: `}${called}${directives()}${inner}`;
  }

  /** A response key: the field's own name, that of another, or a new one. */
  function keyFor(name: string, what: string, mayDiffer = false): string {
    const alias = choose(6);
    const wanted = alias === 4 ? oneOf(fieldNames) : alias === 5 ? `a${choose(3)}` : name || 'kind';
    const known = keys.get(wanted);
    if (known === undefined) keys.set(wanted, what);
    else if (known !== what && !(mayDiffer && rarely(8))) return `x${made}`;
    return wanted;
  }

  function conditionFor(type: GraphQLNamedType): GraphQLNamedType {
    if (isObjectType(type)) return oneOf([type, ...type.getInterfaces()]);
    if (!isInterfaceType(type) && !isUnionType(type)) return type;
    const objects = schema.getPossibleTypes(type);
    return oneOf([type, ...objects, ...objects.flatMap((object) => object.getInterfaces())]);
  }

  function fragmentFor(type: GraphQLNamedType, depth: number): string {
    const condition = conditionFor(type);
    const fitting = fragments.filter((fragment) => fragment.type === condition);
    if (fitting.length > 0 && !rarely(3)) return oneOf(fitting).name;
    const selections = selectionSet(condition, depth);
    const name = `F${fragments.length}`;
    fragments.push({ name, type: condition });
    texts.push(`fragment ${name} on ${condition.name} ${selections}`);
    return name;
  }

  function directives(): string {
    if (!rarely(7)) return '';
    const condition = rarely(2)
      ? variable('Boolean!', oneOf([true, false]), oneOf(['true', 'false']))
      : oneOf(['true', 'false']);
    return ` @${oneOf(['include', 'skip'])}(if: ${condition})`;
  }

  function argumentsText(args: readonly GraphQLArgument[]): string {
    const given = args.flatMap(({ name, type, defaultValue }) => {
      const isNeeded = isNonNullType(type) && defaultValue === undefined;
      return isNeeded || rarely(2) ? `${name}: ${argumentValue(type)}` : [];
    });
    return given.length > 0 ? `(${given.join(', ')})` : '';
  }

  function argumentValue(type: GraphQLInputType): string {
    return rarely(3)
      ? variable(String(type), randomValue(type), literal(randomValue(type), type))
      : literal(randomValue(type), type);
  }

  /** A variable that is given, or has a default, or both. */
  function variable(type: string, value: unknown, otherwise: string): string {
    const name = `v${definitions.length}`;
    const how = choose(3);
    definitions.push(`$${name}: ${type}${how > 0 ? ` = ${otherwise}` : ''}`);
    if (how < 2) variables[name] = value;
    return `$${name}`;
  }

  function randomValue(type: GraphQLInputType): unknown {
    if (isNonNullType(type)) return randomValue(type.ofType);
    if (isListType(type)) return Array.from({ length: choose(3) }, () => randomValue(type.ofType));
    if (isEnumType(type)) return oneOf(type.getValues()).name;
    if (isInputObjectType(type)) {
      const fields = Object.values(type.getFields()).filter(() => rarely(2));
      return Object.fromEntries(fields.map((field) => [field.name, randomValue(field.type)]));
    }
    if (type.name === 'ID') return oneOf(ids);
    return type.name === 'Int' ? choose(4) : 'Source s2';
  }

  function literal(value: unknown, type: GraphQLInputType): string {
    if (isNonNullType(type)) return literal(value, type.ofType);
    if (isListType(type))
      return `[${(value as unknown[]).map((entry) => literal(entry, type.ofType)).join(', ')}]`;
    if (isInputObjectType(type)) {
      const fields = Object.entries(value as object).map(
        ([key, entry]) => `${key}: ${literal(entry, type.getFields()[key]?.type as GraphQLInputType)}`,
      );
      return `{ ${fields.join(', ')} }`;
    }
    return isEnumType(type) ? String(value) : JSON.stringify(value);
  }
}
