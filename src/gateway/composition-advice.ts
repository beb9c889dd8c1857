const declareOnce = "Remove this definition: federation's directives and scalars come with the @link.";
const sameDefault = 'Give it the same default value in every subgraph, or none.';
const correctKey =
  'Name fields that the type has in this subgraph; one that another subgraph resolves is declared here with @external.';
const correctAbstract = 'Move the directive to the fields or types that implement the interface.';
const renameRoot = 'Rename the type, or make it the root type in the schema definition.';
const correctLink =
  'Write it as @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key"]), once.';
const correctListSize = 'Correct the arguments of @listSize, or remove it.';
const correctOverride = 'Let one subgraph take the field over, by the name of the subgraph that has it now.';
const setContext =
  'Set the context with @context on a type above, under the same name, and select fields it has.';

/**
 * What to do about a composition error, by its code. The codes are those of Apollo Federation:
 * https://www.apollographql.com/docs/graphos/schema-design/federated-schemas/reference/errors
 */
export const compositionAdvice: Readonly<Record<string, string>> = {
  INVALID_FIELD_SHARING:
    'Where every subgraph gives the same answer, mark the field @shareable in all of them. Otherwise leave it to one: remove it from the others, or declare it there with @external if a @key, @requires or @provides uses it. To move it, add @override(from: "...") in its new subgraph.',
  INVALID_SHAREABLE_USAGE: 'Remove @shareable: it is for fields of object types.',
  SATISFIABILITY_ERROR:
    'A gateway must reach each field of a type from wherever the type is returned. Give the type the same @key in the subgraphs named above, or resolve the field in each subgraph that returns the type.',
  FIELD_TYPE_MISMATCH:
    'Give the field the same type in every subgraph; only whether it may be null may differ.',
  FIELD_ARGUMENT_TYPE_MISMATCH: 'Give the argument the same type in every subgraph.',
  EXTERNAL_TYPE_MISMATCH: 'Copy the type of the field from the subgraph that resolves it.',
  TYPE_KIND_MISMATCH: 'Rename one of the two: a name stands for one kind of type in all subgraphs.',
  FIELD_ARGUMENT_DEFAULT_MISMATCH: sameDefault,
  INPUT_FIELD_DEFAULT_MISMATCH: sameDefault,
  REQUIRED_ARGUMENT_MISSING_IN_SOME_SUBGRAPH:
    'Add the argument in every subgraph that has the field, or make it optional.',
  REQUIRED_INPUT_FIELD_MISSING_IN_SOME_SUBGRAPH:
    'Add the input field in every subgraph that has the type, or make it optional.',
  ENUM_VALUE_MISMATCH:
    'An enum that is both input and output has the same values everywhere: add the value where it is missing, or mark it @inaccessible until it is there.',
  EMPTY_MERGED_ENUM_TYPE:
    'Of an enum that is input, only the values that all subgraphs have are kept: agree on at least one, or rename one of the types.',
  EMPTY_MERGED_INPUT_TYPE:
    'Of an input type, only the fields that all subgraphs have are kept: agree on at least one, or rename one of the types.',
  EXTENSION_WITH_NO_BASE: 'Check how the type is spelled, or drop "extend" where this subgraph owns it.',
  EXTERNAL_MISSING_ON_BASE:
    'Check how it is spelled; if no other subgraph resolves it, drop @external and resolve it here.',
  EXTERNAL_ARGUMENT_MISSING: 'Declare the field with the same arguments as in the subgraph that resolves it.',
  MERGED_DIRECTIVE_APPLICATION_ON_EXTERNAL: 'Move the directive to the subgraph that resolves the field.',
  KEY_INVALID_FIELDS: correctKey,
  KEY_INVALID_FIELDS_TYPE: 'Write the fields as one string: @key(fields: "id").',
  KEY_FIELDS_HAS_ARGS: 'Use a field without arguments.',
  KEY_FIELDS_SELECT_INVALID_TYPE: 'Use fields that are no interface, union or list.',
  KEY_DIRECTIVE_IN_FIELDS_ARG: 'Name fields alone, without directives.',
  KEY_UNSUPPORTED_ON_INTERFACE: 'Link federation v2.3 or later, or move the @key to the implementing types.',
  INTERFACE_KEY_NOT_ON_IMPLEMENTATION: 'Give the implementing type the same @key.',
  INTERFACE_KEY_MISSING_IMPLEMENTATION_TYPE:
    'Define the types in this subgraph, or use @interfaceObject on a type of the name of the interface.',
  INTERFACE_OBJECT_USAGE_ERROR:
    'Give the type a @key here, and define the interface with that @key in another subgraph.',
  INTERFACE_FIELD_NO_IMPLEM: 'Add the field to the type, or drop it from the interface.',
  REQUIRES_INVALID_FIELDS: correctKey,
  REQUIRES_INVALID_FIELDS_TYPE: 'Write the fields as one string: @requires(fields: "title").',
  REQUIRES_FIELDS_MISSING_EXTERNAL: 'Mark the field @external, or leave it out of @requires.',
  REQUIRES_DIRECTIVE_IN_FIELDS_ARG: 'Name fields alone, without directives.',
  REQUIRES_UNSUPPORTED_ON_INTERFACE: correctAbstract,
  PROVIDES_INVALID_FIELDS: correctKey,
  PROVIDES_INVALID_FIELDS_TYPE: 'Write the fields as one string: @provides(fields: "title").',
  PROVIDES_FIELDS_MISSING_EXTERNAL: 'Mark the field @external, or leave it out of @provides.',
  PROVIDES_FIELDS_HAS_ARGS: 'Leave fields with arguments out of @provides.',
  PROVIDES_DIRECTIVE_IN_FIELDS_ARG: 'Name fields alone, without directives.',
  PROVIDES_ON_NON_OBJECT_FIELD: 'Remove @provides: the field returns no type with fields.',
  PROVIDES_UNSUPPORTED_ON_INTERFACE: correctAbstract,
  OVERRIDE_FROM_SELF_ERROR: correctOverride,
  OVERRIDE_SOURCE_HAS_OVERRIDE: correctOverride,
  OVERRIDE_ON_INTERFACE: correctAbstract,
  OVERRIDE_COLLISION_WITH_ANOTHER_DIRECTIVE: 'Take the field over without the other directive.',
  OVERRIDE_LABEL_INVALID: 'Write the label as "percent(50)", or a name such as "new-service".',
  NO_QUERIES: 'Define type Query with a field in at least one subgraph.',
  ROOT_QUERY_USED: renameRoot,
  ROOT_MUTATION_USED: renameRoot,
  ROOT_SUBSCRIPTION_USED: renameRoot,
  QUERY_ROOT_TYPE_INACCESSIBLE: 'Remove @inaccessible from the query type; hide fields of it instead.',
  ONLY_INACCESSIBLE_CHILDREN: 'Leave one part of the type visible, or mark the type itself @inaccessible.',
  REFERENCED_INACCESSIBLE: 'Mark what refers to the type @inaccessible too, or make the type visible.',
  REQUIRED_INACCESSIBLE: 'Make it optional, or give it a default value: clients cannot send what is hidden.',
  IMPLEMENTED_BY_INACCESSIBLE: 'Hide the field of the interface too, or make this one visible.',
  DEFAULT_VALUE_USES_INACCESSIBLE: 'Choose a default value that clients can see.',
  AUTH_REQUIREMENTS_APPLIED_ON_INTERFACE: correctAbstract,
  MISSING_TRANSITIVE_AUTH_REQUIREMENTS: 'Ask for the same permissions as the fields that it uses.',
  COST_APPLIED_TO_INTERFACE_FIELD: correctAbstract,
  DIRECTIVE_COST_INVALID_WEIGHT: 'Write the weight as a whole number: @cost(weight: 5).',
  LIST_SIZE_APPLIED_TO_NON_LIST: correctListSize,
  LIST_SIZE_INVALID_ASSUMED_SIZE: correctListSize,
  LIST_SIZE_INVALID_REQUIRE_ONE_SLICING_ARGUMENT: correctListSize,
  LIST_SIZE_INVALID_SIZED_FIELD: correctListSize,
  LIST_SIZE_INVALID_SLICING_ARGUMENT: correctListSize,
  CONTEXT_INVALID_SELECTION: setContext,
  CONTEXT_NOT_SET: setContext,
  NO_CONTEXT_IN_SELECTION: setContext,
  DIRECTIVE_DEFINITION_INVALID: declareOnce,
  TYPE_DEFINITION_INVALID: declareOnce,
  DIRECTIVE_COMPOSITION_ERROR:
    'Link the directive by one @link of the same name and major version in every subgraph that composes it.',
  LINK_IMPORT_NAME_MISMATCH: 'Import it under the same name in every subgraph.',
  UNKNOWN_FEDERATION_LINK_VERSION: 'Link a version from v2.0 to v2.9.',
  UNKNOWN_LINK_VERSION: correctLink,
  INVALID_LINK_IDENTIFIER: correctLink,
  INVALID_LINK_DIRECTIVE_USAGE: correctLink,
  INVALID_SUBGRAPH_NAME:
    'Name each subgraph once, by at most 64 letters, digits, - and _, beginning with a letter.',
};
