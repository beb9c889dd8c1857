/**
 * Marks what only editors use: a contract that excludes the tag `editor` is the graph without it, for an operator who
 * publishes one to readers alone.
 */
export const forEditors = '@tag(name: "editor")';
