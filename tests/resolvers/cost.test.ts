import {
  type FieldDefinitionNode,
  type GraphQLObjectType,
  isObjectType,
  Kind,
  print,
  valueFromASTUntyped,
} from 'graphql';
import { buildApi } from '../../schema/api.js';
import { definitionsOf } from '../../schema/definitions.js';

/** What our own limit takes a field to cost, whose items cost 7 each. */
type Estimate = (given: { args: object; childComplexity: number }) => number;
const item = 7;

/** Every field that costs more than itself, with its estimate and its directives as values. */
async function dearFields() {
  const api = await buildApi();
  const types = definitionsOf(api).filter((definition) => definition.kind === Kind.OBJECT_TYPE_DEFINITION);
  return types.flatMap((type) => {
    const fields = (api.getType(type.name.value) as GraphQLObjectType).getFields();
    return (type.fields ?? []).flatMap((definition) => {
      const estimate = fields[definition.name.value]?.extensions.complexity as Estimate | number | undefined;
      const directives = Object.fromEntries(
        (definition.directives ?? []).map((directive) => [
          directive.name.value,
          Object.fromEntries(
            (directive.arguments ?? []).map(({ name, value }) => [name.value, valueFromASTUntyped(value)]),
          ),
        ]),
      ) as { listSize?: any; cost?: any };
      const coordinate = `${type.name.value}.${definition.name.value}`;
      return estimate === undefined && !directives.listSize && !directives.cost
        ? []
        : [{ coordinate, estimate, definition, ...directives }];
    });
  });
}

/** The value that an argument of a field has where it is not given. */
function byDefault(definition: FieldDefinitionNode, name: string): unknown {
  const argument = definition.arguments?.find((candidate) => candidate.name.value === name);
  return argument?.defaultValue && valueFromASTUntyped(argument.defaultValue);
}

describe('the cost of lists and counts', () => {
  it('is told to routers as our own limit counts it', async () => {
    const fields = await dearFields();
    expect(fields.length).toBeGreaterThan(12);
    for (const { coordinate, estimate, definition, listSize, cost } of fields) {
      // How many ids it is given counts: no directive of that specification can say so.
      if (coordinate === 'Query.nodes') continue;
      if (typeof estimate !== 'function') {
        expect([coordinate, estimate]).toEqual([coordinate, cost?.weight]);
        continue;
      }
      const { assumedSize, slicingArguments = [], sizedFields } = listSize ?? {};
      const given = Object.fromEntries(
        slicingArguments.map((name: string) => [name, byDefault(definition, name)]),
      );
      const size = (args: object) => (estimate({ args, childComplexity: item }) - 1) / item;
      // Where an argument has a default, the specification has no size assumed.
      const usual = slicingArguments.map((name: string) => given[name]).find(Number.isInteger) ?? assumedSize;
      expect([coordinate, size(given)]).toEqual([coordinate, usual]);
      expect(assumedSize === undefined).toBe(Object.values(given).some(Number.isInteger));
      for (const name of slicingArguments) expect(size({ [name]: 33 })).toBe(33);
      expect(slicingArguments).toEqual(
        (definition.arguments ?? [])
          .map(({ name }) => name.value)
          .filter((name) => /^(first|last)$/.test(name)),
      );
      const isConnection = print(definition.type).includes('Connection');
      expect(sizedFields).toEqual(isConnection ? ['edges', 'nodes'] : undefined);
    }
  });

  it('counts every list of objects', async () => {
    const counted = new Set((await dearFields()).map(({ coordinate }) => coordinate));
    const api = await buildApi();
    const lists = Object.values(api.getTypeMap())
      .filter(isObjectType)
      .filter(({ name }) => !/^__|Connection$|Payload$/.test(name))
      .flatMap((type) =>
        Object.values(type.getFields())
          .filter((field) => /^\[(?!String|URL|Section).*\]|Connection/.test(String(field.type)))
          .map((field) => `${type.name}.${field.name}`),
      );
    expect(lists.length).toBeGreaterThan(10);
    expect(lists.filter((coordinate) => !counted.has(coordinate))).toEqual([]);
  });
});
