/** The files that the explorer's page names, as its bundle lists them in `manifest.json`. */
export interface ExplorerManifest {
  script: string;
  style: string;
  /** Monaco's web workers, by the language each one serves. */
  workers: Record<'editor' | 'json' | 'graphql', string>;
}

/** What the explorer's page tells its script. Addresses are relative to the page, so that a proxy's path prefix holds. */
export interface ExplorerSettings {
  endpoint: string;
  query: string;
  variables: Record<string, string>;
  workers: ExplorerManifest['workers'];
}
