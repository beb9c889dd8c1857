import { readFileSync } from 'node:fs';
import { createSubgraph } from './subgraph.js';

const read = (file) => readFileSync(new URL(file, import.meta.url), 'utf8');

/** Translations were made of pages on the web, whoever shows them, so their key is the page's address. */
export function translationsSubgraph({ endpoint }) {
  const translations = JSON.parse(read('translations.json'));
  return createSubgraph({
    endpoint,
    sdl: read('translations.graphql'),
    entities: ['Article'],
    context: () => ({}),
    resolvers: {
      Article: {
        translation: ({ originalUrl }, { language }) =>
          translations.find((each) => each.originalUrl === originalUrl && each.language === language),
      },
    },
  });
}
