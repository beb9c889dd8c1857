import {
  buildASTSchema,
  type DocumentNode,
  type GraphQLNamedType,
  type GraphQLSchema,
  isAbstractType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isScalarType,
  isSpecifiedScalarType,
} from 'graphql';

/**
 * The schema of a document, in which whatever `from` has under the same name behaves as there: fields, scalars, enum
 * values, defaults and `extensions` (the cost of a field is one). What `from` lacks keeps the defaults of graphql-js.
 * Directives in the document need no definitions.
 */
export function withResolvers(document: DocumentNode, from: GraphQLSchema): GraphQLSchema {
  const schema = buildASTSchema(document, { assumeValidSDL: true });
  for (const type of Object.values(schema.getTypeMap())) {
    const model = from.getType(type.name);
    if (model && !type.name.startsWith('__') && !isSpecifiedScalarType(type)) behaveAs(model, type);
  }
  return schema;
}

function behaveAs(model: GraphQLNamedType, type: GraphQLNamedType): void {
  type.extensions = model.extensions;
  if (isScalarType(model) && isScalarType(type)) {
    const { serialize, parseValue, parseLiteral } = model;
    Object.assign(type, { serialize, parseValue, parseLiteral });
  }
  if (isEnumType(model) && isEnumType(type))
    for (const value of type.getValues()) value.value = model.getValue(value.name)?.value ?? value.name;
  if (isAbstractType(model) && isAbstractType(type)) type.resolveType = model.resolveType;
  if (isObjectType(model) && isObjectType(type)) type.isTypeOf = model.isTypeOf;
  if ((isObjectType(model) || isInterfaceType(model)) && (isObjectType(type) || isInterfaceType(type))) {
    for (const field of Object.values(type.getFields())) {
      const like = model.getFields()[field.name];
      if (!like) continue;
      const { resolve, subscribe, extensions } = like;
      Object.assign(field, { resolve, subscribe, extensions });
      for (const argument of field.args) {
        const { defaultValue } = like.args.find(({ name }) => name === argument.name) ?? argument;
        argument.defaultValue = defaultValue;
      }
    }
  }
  if (isInputObjectType(model) && isInputObjectType(type))
    for (const field of Object.values(type.getFields()))
      field.defaultValue = (model.getFields()[field.name] ?? field).defaultValue;
}
