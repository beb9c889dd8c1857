// ESM-only packages are compiled to CommonJS together with ours, so that tests need no experimental Node flag.
const esmOnly = [
  'feedsmith',
  'normalize-url',
  'p-limit',
  'p-queue',
  'p-timeout',
  'yocto-queue',
  '@exodus/bytes',
  'linkedom',
  'chardet',
  'sql-template-tag',
  'get-east-asian-width',
  'htmlparser2',
  'entities',
  'dom-serializer',
  'domhandler',
  'domutils',
  'domelementtype',
];

export default {
  testEnvironment: 'node',
  maxWorkers: '100%',
  testTimeout: 30_000, // On a loaded machine; nothing is asserted about time.
  setupFiles: ['<rootDir>/tests/support/property-seed.ts'],
  roots: ['<rootDir>/tests'],
  testMatch: ['**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/', '/tests/browser/'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: {
    '\\.[jt]sx?$': [
      '@swc/jest',
      {
        jsc: {
          target: 'es2022',
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: false, useDefineForClassFields: false },
        },
        module: { type: 'commonjs' },
      },
    ],
  },
  transformIgnorePatterns: [`/node_modules/(?!(${esmOnly.join('|')})/)`],
};
