import {
  type GraphQLNamedType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isObjectType,
  isSpecifiedScalarType,
} from 'graphql';
import { buildApi } from '../../schema/api.js';

/** Whatever of a type a description can explain, by its coordinate: `Article.summary(maxWidth:)`. */
function* describedParts(type: GraphQLNamedType): Generator<[string, { description?: string | null }]> {
  yield [type.name, type];
  if (isEnumType(type)) for (const value of type.getValues()) yield [`${type.name}.${value.name}`, value];
  if (!isObjectType(type) && !isInterfaceType(type) && !isInputObjectType(type)) return;
  for (const field of Object.values(type.getFields())) {
    yield [`${type.name}.${field.name}`, field];
    if ('args' in field)
      for (const argument of field.args) yield [`${type.name}.${field.name}(${argument.name}:)`, argument];
  }
}

describe('the public API', () => {
  it('explains every type, field, argument and value', async () => {
    const types = Object.values((await buildApi()).getTypeMap()).filter(
      (type) => !isIntrospectionType(type) && !isSpecifiedScalarType(type),
    );
    const parts = types.flatMap((type) => [...describedParts(type)]);
    expect(parts.length).toBeGreaterThan(200);
    expect(parts.filter(([, { description }]) => !description?.trim()).map(([name]) => name)).toEqual([]);
  });
});
