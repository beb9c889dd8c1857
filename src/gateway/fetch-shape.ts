import { type DocumentNode, type FragmentDefinitionNode, Kind, parse, type SelectionSetNode } from 'graphql';

/** What a fetch asks for, by response key; null for a leaf. Type conditions are left out: keys of all types stand side by side. */
export type FetchShape = ReadonlyMap<string, FetchShape | null>;

/** The shape of an operation that a plan holds. */
export function fetchShape(document: DocumentNode): FetchShape {
  const fragments = new Map<string, FragmentDefinitionNode>();
  let root: SelectionSetNode | undefined;
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
    else if (definition.kind === Kind.OPERATION_DEFINITION) root ??= definition.selectionSet;
  }
  return root ? shapeOf(root, fragments) : new Map();
}

function shapeOf(
  selectionSet: SelectionSetNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
  shape = new Map<string, FetchShape | null>(),
): FetchShape {
  for (const selection of selectionSet.selections) {
    if (selection.kind === Kind.FIELD) {
      const key = (selection.alias ?? selection.name).value;
      const known = shape.get(key) as Map<string, FetchShape | null> | null | undefined;
      shape.set(
        key,
        selection.selectionSet ? shapeOf(selection.selectionSet, fragments, known ?? new Map()) : null,
      );
    } else {
      const inner = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value);
      if (inner) shapeOf(inner.selectionSet, fragments, shape);
    }
  }
  return shape;
}

/** An operation of a plan, read once. */
export interface ReadFetch {
  document: DocumentNode;
  shape: FetchShape;
}

/** Reads an operation that the planner wrote. */
export function readFetch(operation: string): ReadFetch {
  const document = parse(operation, { noLocation: true });
  return { document, shape: fetchShape(document) };
}
