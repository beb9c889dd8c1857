import {
  type FragmentDefinitionNode,
  type FragmentSpreadNode,
  type GraphQLField,
  type GraphQLInterfaceType,
  type GraphQLObjectType,
  type GraphQLSchema,
  type InlineFragmentNode,
  isAbstractType,
  Kind,
  type OperationDefinitionNode,
  SchemaMetaFieldDef,
  type SelectionSetNode,
  TypeMetaFieldDef,
  TypeNameMetaFieldDef,
} from 'graphql';
import { clientKey } from './alias.js';
import { isIncluded } from './condition.js';

export type CompositeType = GraphQLObjectType | GraphQLInterfaceType;

/** What an operation selects in one place; it is read type by type, once. */
export interface Selection {
  /** The fields that an object of this type shows, in their order. */
  fieldsOf(type: CompositeType): readonly SelectedField[];
  /** Whether more is asked of an object than all objects of its interface show. */
  dependsOnType(type: GraphQLInterfaceType): boolean;
}

export interface SelectedField {
  /** Its response key inside the gateway. */
  key: string;
  /** Its response key as the client knows it. */
  publicKey: string;
  parent: CompositeType;
  field: GraphQLField<unknown, unknown>;
  /** What is selected in it. */
  selection: Selection;
}

export interface SelectionOptions {
  schema: GraphQLSchema;
  operation: OperationDefinitionNode;
  fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  /** Those in `@skip` and `@include`. */
  variables: Readonly<Record<string, unknown>>;
}

/** What an operation selects, by CollectFields of the GraphQL specification (6.3.2): those of one key together. */
export function selectionOf({ schema, operation, fragments, variables }: SelectionOptions): Selection {
  return select([operation.selectionSet]);

  function select(selectionSets: readonly SelectionSetNode[]): Selection {
    const read = new Map<CompositeType, readonly SelectedField[]>();
    return {
      fieldsOf(type) {
        let fields = read.get(type);
        if (!fields) {
          fields = fieldsIn(selectionSets, type);
          read.set(type, fields);
        }
        return fields;
      },
      dependsOnType: (type) => selectionSets.some((selectionSet) => dependsOnType(selectionSet, type)),
    };
  }

  function fieldsIn(selectionSets: readonly SelectionSetNode[], parent: CompositeType): SelectedField[] {
    const grouped = new Map<string, Group>();
    const spread = new Set<string>();
    for (const selectionSet of selectionSets) collect(selectionSet, parent, grouped, spread);
    return [...grouped].map(([key, { field, selectionSets: inner }]) => ({
      key,
      publicKey: clientKey(key),
      parent,
      field,
      selection: select(inner),
    }));
  }

  function collect(
    selectionSet: SelectionSetNode,
    type: CompositeType,
    grouped: Map<string, Group>,
    spread: Set<string>,
  ): void {
    for (const node of selectionSet.selections) {
      if (!isIncluded(node, variables)) continue;
      if (node.kind === Kind.FIELD) {
        const field = type.getFields()[node.name.value] ?? metaFields.get(node.name.value);
        if (!field) continue;
        const key = (node.alias ?? node.name).value;
        const group = grouped.get(key) ?? { field, selectionSets: [] };
        if (node.selectionSet) group.selectionSets.push(node.selectionSet);
        grouped.set(key, group);
        continue;
      }
      if (node.kind === Kind.FRAGMENT_SPREAD) {
        if (spread.has(node.name.value)) continue;
        spread.add(node.name.value);
      }
      const inner = fragmentOf(node);
      if (inner && applies(inner.typeCondition?.name.value, type))
        collect(inner.selectionSet, type, grouped, spread);
    }
  }

  function dependsOnType(
    { selections }: SelectionSetNode,
    type: GraphQLInterfaceType,
    possible = schema.getPossibleTypes(type),
    isNarrowed = false,
  ): boolean {
    return selections.some((node) => {
      if (!isIncluded(node, variables)) return false;
      if (node.kind === Kind.FIELD) return isNarrowed || node.name.value === '__typename';
      const inner = fragmentOf(node);
      const condition = inner?.typeCondition?.name.value;
      const narrowed = possible.filter((object) => applies(condition, object));
      if (!inner || narrowed.length === 0) return false;
      return dependsOnType(inner.selectionSet, type, narrowed, isNarrowed || !applies(condition, type));
    });
  }

  function fragmentOf(
    node: FragmentSpreadNode | InlineFragmentNode,
  ): InlineFragmentNode | FragmentDefinitionNode | undefined {
    return node.kind === Kind.INLINE_FRAGMENT ? node : fragments.get(node.name.value);
  }

  function applies(condition: string | undefined, type: CompositeType): boolean {
    if (condition === undefined || condition === type.name) return true;
    const abstract = schema.getType(condition);
    return isAbstractType(abstract) && schema.isSubType(abstract, type);
  }
}

interface Group {
  field: GraphQLField<unknown, unknown>;
  selectionSets: SelectionSetNode[];
}

const metaFields = new Map(
  [TypeNameMetaFieldDef, SchemaMetaFieldDef, TypeMetaFieldDef].map((field) => [field.name, field]),
);
