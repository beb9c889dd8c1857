/** The part of the package that is used: it brings no types. */
declare module 'http-link-header' {
  /** By the lower-case names of the link's parameters; an extended one such as `title*` is an object. */
  interface Reference {
    uri: string;
    rel?: string;
    anchor?: unknown;
  }
  const linkHeader: {
    /** One reference for each relation of each link. @throws where the header is malformed */
    parse(header: string): { refs: Reference[] };
  };
  export = linkHeader;
}
