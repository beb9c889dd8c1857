import { type ClassType, getMetadataStorage } from 'type-graphql';

/** The fields that resolvers declare, by their coordinates: `Query.popularArticles`. Known once a schema was built. */
export function declaredFields(resolvers: readonly ClassType[]): Set<string> {
  const { queries, mutations, fieldResolvers, objectTypes } = getMetadataStorage();
  const declared = <Field extends { target: unknown; schemaName: string }>(
    fields: readonly Field[],
    typeOf: (field: Field) => string | undefined,
  ) =>
    fields
      .filter(({ target }) => resolvers.includes(target as ClassType))
      .map((field) => `${typeOf(field)}.${field.schemaName}`);
  return new Set([
    ...declared(queries, () => 'Query'),
    ...declared(mutations, () => 'Mutation'),
    ...declared(fieldResolvers, ({ getObjectType }) => {
      const owner = getObjectType?.();
      return objectTypes.find(({ target }) => target === owner)?.name;
    }),
  ]);
}
