import {
  type DocumentNode,
  type FieldNode,
  isInterfaceType,
  isObjectType,
  Kind,
  type VariableNode,
  visit,
} from 'graphql';
import { directivesNamed, type Supergraph, stringArgument } from './supergraph.js';

const prefix = '_as_';

/** How the planner calls the variable that entities are asked for by. */
const plannersVariable = 'representations';

/**
 * Gives fields whose key may be taken for something else another one inside the gateway. Entities are gathered from
 * several subgraphs under their response keys: a client's `id: slug` would take the place of the `id` that the next
 * subgraph is asked by, and a client's `title(length: 3)` that of the `title(length: 5)` that a field requires. So would
 * a client's variable take the place of the planner's own.
 */
export function isolateNames(document: DocumentNode, supergraph: Supergraph): DocumentNode {
  const { fields, required } = namesIn(supergraph);
  let changed = false;
  const isolated = visit(document, {
    [Kind.FIELD](node: FieldNode) {
      const name = node.name.value;
      const key = node.alias?.value ?? name;
      if (key === name ? !required.has(name) : !fields.has(key) && !key.startsWith(prefix)) return;
      changed = true;
      return { ...node, alias: { kind: Kind.NAME, value: prefix + key } };
    },
    [Kind.VARIABLE](node: VariableNode) {
      const name = node.name.value;
      if (name !== plannersVariable && !name.startsWith(prefix)) return;
      changed = true;
      return { ...node, name: { kind: Kind.NAME, value: prefix + name } };
    },
  });
  return changed ? isolated : document;
}

/** The client's own name for a response key or variable, of one inside the gateway. */
export function clientKey(key: string): string {
  return key.startsWith(prefix) ? key.slice(prefix.length) : key;
}

interface Names {
  /** Of all fields. */
  fields: ReadonlySet<string>;
  /** Of those with arguments that others require. */
  required: ReadonlySet<string>;
}

const known = new WeakMap<Supergraph, Names>();

function namesIn(supergraph: Supergraph): Names {
  let names = known.get(supergraph);
  if (!names) {
    const mentioned = namesRequiredIn(supergraph);
    const fields = new Set(['__typename']);
    const required = new Set<string>();
    for (const type of Object.values(supergraph.schema.getTypeMap())) {
      if (!isObjectType(type) && !isInterfaceType(type)) continue;
      for (const { name, args } of Object.values(type.getFields())) {
        fields.add(name);
        if (args.length > 0 && mentioned.has(name)) required.add(name);
      }
    }
    names = { fields, required };
    known.set(supergraph, names);
  }
  return names;
}

/** All names in the `@requires` of a supergraph: of fields, and whatever else stands there. */
function namesRequiredIn({ document }: Supergraph): Set<string> {
  const names = new Set<string>();
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION) continue;
    for (const { directives } of definition.fields ?? []) {
      for (const join of directivesNamed(directives, 'join__field'))
        for (const [name] of stringArgument(join, 'requires')?.matchAll(/\w+/g) ?? []) names.add(name);
    }
  }
  return names;
}
