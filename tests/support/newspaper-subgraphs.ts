import { type DirectiveNode, Kind, parse } from 'graphql';

/** A newspaper's graph in five subgraphs that use what federation has. */
export const newspaper: Readonly<Record<string, string>> = {
  catalog: `
    type Query {
      article(id: ID!): Article
      articles(first: Int = 2, tone: Tone): [Article!]!
      contents(kinds: [Kind!]! = [TEXT, SOUND]): [Content]
      node(id: ID!): Node
      nodes(ids: [ID!]!): [Node]!
      grid(width: Int = 2): [[Article]!]
      front: Front!
      found(filter: Filter = { tones: [GRAVE, LIGHT] }): [Found!]
    }
    interface Node { id: ID! }
    interface Content implements Node @key(fields: "id") {
      id: ID!
      headline: String!
      tone: Tone
      source: Source
      image: Image!
    }
    type Article implements Node & Content @key(fields: "id") @key(fields: "slug") {
      id: ID!
      slug: String!
      headline: String!
      title(length: Int = 4): String
      tone: Tone
      source: Source
      image: Image!
      words: [String!]
      matrix: [[Int!]]!
      related(first: Int = 2): [Article!]
      kin: Content
      views: Int
      secret: String @inaccessible
    }
    type Podcast implements Node & Content @key(fields: "id") {
      id: ID!
      headline: String!
      tone: Tone
      source: Source
      image: Image!
      seconds: Float!
      spoken: [[Article!]]
    }
    type Source implements Node @key(fields: "id") { id: ID! name: String! parent: Source }
    type Image @shareable { url: String! caption: String }
    type Front { edition: Edition! lead: Content rows: [[Found!]!]! pinned: [Content!] }
    union Found = Article | Podcast | Source
    type Edition @key(fields: "day paper { code }") { day: String! paper: Paper! pages: Int }
    type Paper @shareable { code: ID! name: String }
    enum Tone { GRAVE LIGHT }
    enum Kind { TEXT SOUND }
    input Filter { tones: [Tone!] name: String }
  `,
  people: `
    type Query { person(id: ID!): Person people: [Person!]! }
    interface Node { id: ID! }
    type Person implements Node @key(fields: "id") {
      id: ID!
      name: String!
      email: String
      mentor: Person
      image: Image
      articles(first: Int = 1): [Article!]! @provides(fields: "headline")
      mentions: [Mention!]!
    }
    union Mention = Article | Person
    type Article @key(fields: "id") {
      id: ID!
      headline: String! @external
      tone: Tone @external
      words: [String!] @external
      image: Image! @external
      title(length: Int = 4): String @external
      author: Person!
      authors: [Person]
      byline: String @requires(fields: "tone words")
      teaser: String @requires(fields: "title(length: 2)")
      alt: String! @requires(fields: "image { url caption }")
    }
    type Image @shareable { url: String! caption: String }
    enum Tone { GRAVE LIGHT }
  `,
  ratings: `
    type Query { top(first: Int = 2): [Content!]! rating(id: ID!): Rating }
    type Content @interfaceObject @key(fields: "id") {
      id: ID!
      score: Float!
      ratings(min: Int = 0): [Rating!]
      similar: [Content]
    }
    type Rating @key(fields: "id") { id: ID! stars: Int! by: Person content: Content! }
    type Person @key(fields: "id") { id: ID! ratings: [Rating!]! }
  `,
  archive: `
    type Query { editions: [Edition!] }
    type Edition @key(fields: "day paper { code }") {
      day: String!
      paper: Paper!
      mood: Tone
      pages: Int @external
      weight: Float @requires(fields: "pages")
      articles: [Article!]!
    }
    type Paper @shareable { code: ID! name: String }
    type Article @key(fields: "id") {
      id: ID!
      views: Int @override(from: "catalog")
      edition: Edition
      archived: [Archived]
    }
    enum Tone { GRAVE LIGHT }
    interface Stored { shelf: String! size: Int }
    union Archived = Scan | Film
    type Scan implements Stored { shelf: String! size: Int pages: [[String]!]! }
    type Film implements Stored { shelf: String! size: Int reels: Int! next: Stored }
  `,
  links: `
    type Query { motto: String! }
    type Article @key(fields: "slug") { slug: String! links: [Link!]! }
    type Link { url: String! text: String }
  `,
};

/** The fields, as `Type.field`, for which a subgraph needs nobody else and that nobody has taken over. */
export function ownFields(subgraph: string): Set<string> {
  const fields = new Set<string>();
  for (const type of parse(newspaper[subgraph] ?? '').definitions) {
    if (type.kind !== Kind.OBJECT_TYPE_DEFINITION || has(type, 'interfaceObject')) continue;
    for (const field of type.fields ?? []) {
      const name = `${type.name.value}.${field.name.value}`;
      const isTaken = subgraph === 'catalog' && name === 'Article.views';
      if (!has(field, 'external') && !has(field, 'requires') && !isTaken) fields.add(name);
    }
  }
  return fields;
}

function has({ directives }: { directives?: readonly DirectiveNode[] | undefined }, name: string): boolean {
  return directives?.some((directive) => directive.name.value === name) ?? false;
}
