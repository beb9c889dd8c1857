import { createGraphiQLFetcher, createLocalStorage, StorageAPI } from '@graphiql/toolkit';
import { GraphiQL } from 'graphiql';
import { createRoot } from 'react-dom/client';
import 'graphiql/style.css';
import './explorer.css';
import type { ExplorerSettings } from '../settings.js';

/** What the server wrote into the page; inline data is allowed where inline script is not. */
function readSettings(): ExplorerSettings {
  return JSON.parse(element('explorer-settings').textContent);
}

function element(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (!found) throw new Error(`The page has no #${id}`);
  return found;
}

const { endpoint, query, variables, workers } = readSettings();

self.MonacoEnvironment = {
  getWorker: (_id, label) =>
    new Worker(label === 'json' ? workers.json : label === 'graphql' ? workers.graphql : workers.editor, {
      type: 'module',
    }),
};

// Other tools at the same address (a localhost port, say) keep GraphiQL tabs of their own.
const storage = createLocalStorage({ namespace: 'broadsheet' });
// Who comes back finds the tabs as they were left.
const example = new StorageAPI(storage).get('tabState')
  ? {}
  : { initialQuery: query, initialVariables: JSON.stringify(variables, null, 2) };

createRoot(element('explorer')).render(
  <GraphiQL
    {...example}
    fetcher={createGraphiQLFetcher({ url: endpoint })}
    storage={storage}
    // A small screen keeps its room for the query and the response.
    defaultEditorToolsVisibility={
      matchMedia('(min-height: 640px) and (min-width: 641px)').matches && 'variables'
    }
  >
    <GraphiQL.Logo>Broadsheet</GraphiQL.Logo>
  </GraphiQL>,
);
