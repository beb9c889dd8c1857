/** Imports point down: docs/decisions/0002-imports-point-down.md. Each rule forbids one way up. */
const rule = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    rule('no-cycles', 'A cycle cannot be understood, or loaded, one part at a time.', {}, { circular: true }),
    rule('no-missing', 'Every import resolves.', {}, { couldNotResolve: true }),
    rule(
      'entities-at-the-bottom',
      'Entities hold rows and fields and know nothing above them.',
      { path: '^entities/' },
      { path: '^(src|resolvers|schema|tests)/' },
    ),
    rule(
      'database',
      'The database knows entities.',
      { path: '^src/database/' },
      { path: '^(src/(?!database/|(errors|url)\\.ts)|resolvers|schema)' },
    ),
    rule(
      'catalog-without-graphql',
      'Catalog, popularity and search answer with rows, ids and numbers; they do not know who asks.',
      { path: '^src/(catalog|popularity|search)/' },
      { path: '^node_modules/(graphql|type-graphql|@apollo|fastify)/' },
    ),
    ...['catalog', 'popularity', 'search'].map((module) =>
      rule(
        `${module}-on-its-own`,
        'They are joined in the schema alone.',
        { path: `^src/${module}/` },
        { path: `^(src/(?!${module}/|database/|(errors|url)\\.ts)|resolvers|schema)` },
      ),
    ),
    rule(
      'feeds-are-a-leaf',
      'Formats are pure.',
      { path: '^src/(feeds|http|observability)/' },
      { path: '^(src/(?!feeds/|http/|observability/|(errors|url)\\.ts)|entities|resolvers|schema)' },
    ),
    rule(
      'leaves',
      'The environment and the errors depend on nothing of ours.',
      { path: '^src/(config|errors|url)\\.ts$' },
      { path: '^(src/(?!url\\.ts)|entities/|resolvers/|schema/)' },
    ),
    rule(
      'ingest',
      'Ingest uses the catalog, feeds and the way out, and tells logs and metrics.',
      { path: '^src/ingest/' },
      {
        path: '^(src/(?!ingest/|catalog/|database/|feeds/|http/|observability/|(errors|url)\\.ts)|resolvers|schema)',
      },
    ),
    rule(
      'resolvers',
      'A resolver is one call into what answers it.',
      { path: '^resolvers/' },
      {
        path: '^(schema/|src/(?!catalog/|popularity/|search/|ingest/(health|health-loaders|recent-runs|polling)\\.ts|database/database\\.ts|context\\.ts|(errors|url)\\.ts))',
      },
    ),
    rule(
      'schema',
      'The schema publishes resolvers.',
      { path: '^schema/' },
      { path: '^src/(?!context\\.ts|(errors|url)\\.ts)' },
    ),
    rule(
      'gateway',
      'The gateway knows the graph, not who serves it nor where its data is.',
      { path: '^src/gateway/' },
      { path: '^src/(?!gateway/|observability/|(config|errors|url)\\.ts)' },
    ),
    rule(
      'serving',
      'Serving knows no command line and no application, and of ingestion only how it goes.',
      { path: '^src/serving/' },
      { path: '^src/(cli/|app\\.ts|corpus/|ingest/(?!health-loaders\\.ts))' },
    ),
    rule(
      'only-the-command-line-starts',
      'What runs the application is the command line.',
      { path: '^(src/(?!cli/)|resolvers|schema|entities)' },
      { path: '^src/cli/' },
    ),
    rule(
      'the-application-on-top',
      'Only the command line stands on the application.',
      { path: '^(src/(?!cli/|app(-ingestion)?\\.ts)|resolvers|schema|entities)' },
      { path: '^src/app(-ingestion)?\\.ts$' },
    ),
    rule(
      'no-tests-in-the-product',
      'The product does not lean on its tests.',
      { path: '^(src|resolvers|schema|entities)/' },
      { path: '^tests/' },
    ),
    rule(
      'no-development-packages',
      'What is installed for development is not there in production. The explorer is bundled at build time.',
      { path: '^(src|resolvers|schema|entities)/', pathNot: '^src/serving/explorer/(bundle\\.ts|client/)' },
      { dependencyTypes: ['npm-dev', 'npm-no-pkg'] },
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|src/serving/explorer/client)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    parser: 'swc',
    enhancedResolveOptions: {
      extensions: ['.ts', '.js', '.json'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default'],
    },
  },
};
