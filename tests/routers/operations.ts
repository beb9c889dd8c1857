/** What a reader or an editor asks. */
export interface Operation {
  name: string;
  query: string;
  variables?: (known: Known) => Record<string, unknown>;
  /** Who asks; a reader unless said otherwise. */
  by?: 'reader' | 'robot' | 'editor';
}

/** Ids and cursors of the demo corpus, which differ from one import to the next. */
export interface Known {
  article: string;
  another: string;
  withdrawn: string;
  source: string;
  category: string;
  cursor: string;
  popularCursor: string;
}

/** Asks for what `Known` holds. */
export const knownQuery = `{
  article: article(slug: "tide-clock-classroom") { ... on Article { id source { id } breadcrumbs { id } } }
  another: article(slug: "yuji-wuding-caiyuan") { ... on Article { id } }
  withdrawn: article(slug: "marsh-frog-count") { ... on WithdrawnArticle { id } }
  articles(first: 20) { pageInfo { endCursor } }
  popularArticles(first: 5) { pageInfo { endCursor } }
}`;

const page = `
  fragment Card on Article { slug displayHeadline(maxWidth: 22) publishedAt }
  query Page($slug: String!) {
    article(slug: $slug) {
      __typename
      ... on Article {
        id headline authors publishedAt publishedPrecision modifiedAt addedAt originalUrl aliasUrls language
        wordCount readingMinutes summary(maxWidth: 80)
        source { name homepageUrl }
        rights { holder licence notice syndication takedownContact takedownDays }
        breadcrumbs { name path }
        image { url alt width height }
        body { text sections { number level heading text } }
        previous { ...Card } next { ...Card }
        previousInCategory: previous(within: CATEGORY) { ...Card popularity { views } }
        nextInSource: next(within: SOURCE) { ...Card popularity { views } }
        relatedLinks { kind title url host article { ...Card popularity { rank } } }
        popularity { rank views score }
      }
      ... on WithdrawnArticle { id withdrawnAt reason statement originalUrl }
    }
    latestArticles(first: 10) { ...Card popularity { views } }
    popularArticles(first: 10) { edges { cursor rank views score node { ...Card source { name } } } }
  }`;

const popular = (window: string) => `{
  popularArticles(window: ${window}, first: 7) {
    pageInfo { startCursor endCursor hasNextPage hasPreviousPage }
    edges { cursor rank views score node { slug headline popularity { rank(window: ${window}) views(window: ${window}) } } }
  }
}`;

const connection = `
  pageInfo { startCursor endCursor hasNextPage hasPreviousPage }
  edges { cursor node { slug publishedAt popularity { views } } }`;

/** Queries, mutations and mistakes of all kinds. Done again, each has the same answer. */
export const operations: readonly Operation[] = [
  { name: 'the article page', query: page, variables: () => ({ slug: 'tide-clock-classroom' }) },
  { name: 'a page in Chinese', query: page, variables: () => ({ slug: 'yuji-wuding-caiyuan' }) },
  {
    name: 'the page of an article whose rights allow a link only',
    query: page,
    variables: () => ({ slug: 'museum-of-ordinary-keys' }),
  },
  {
    name: 'the page of a withdrawn article',
    query: page,
    variables: () => ({ slug: 'marsh-frog-count' }),
  },
  {
    name: 'the page of an article that there is not',
    query: page,
    variables: () => ({ slug: 'never-written' }),
  },
  {
    name: 'an article by another of its addresses',
    query: `{
      article(url: "https://m.harbour-gazette.example/2026/11/tide-clock-classroom?utm_source=x") {
        ... on Article { slug originalUrl popularity { views } }
      }
    }`,
  },
  {
    name: 'an article by its id',
    query: 'query ($id: ID) { article(id: $id) { ... on Article { slug popularity { views } } } }',
    variables: ({ article }) => ({ id: article }),
  },
  {
    name: 'node: an article',
    query:
      'query ($id: ID!) { node(id: $id) { __typename id ... on Article { headline popularity { views } } } }',
    variables: ({ article }) => ({ id: article }),
  },
  {
    name: 'node: a source',
    query: 'query ($id: ID!) { node(id: $id) { __typename id ... on Source { name timeZone } } }',
    variables: ({ source }) => ({ id: source }),
  },
  {
    name: 'node: a category',
    query: 'query ($id: ID!) { node(id: $id) { __typename id ... on Category { path parent { path } } } }',
    variables: ({ category }) => ({ id: category }),
  },
  {
    name: 'node: a withdrawn article',
    query: 'query ($id: ID!) { node(id: $id) { __typename id ... on WithdrawnArticle { reason } } }',
    variables: ({ withdrawn }) => ({ id: withdrawn }),
  },
  {
    name: 'nodes of every type, one twice and one unknown',
    query: `query ($ids: [ID!]!) {
      nodes(ids: $ids) {
        __typename id
        ... on Article { headline popularity { views } }
        ... on Source { name } ... on Category { name } ... on WithdrawnArticle { reason }
      }
    }`,
    variables: ({ article, another, source, category, withdrawn }) => ({
      ids: [another, source, 'QXJ0aWNsZTox', article, category, withdrawn, article],
    }),
  },
  { name: 'a list from the start', query: `{ articles(first: 6) { totalCount ${connection} } }` },
  {
    name: 'a list forwards from a cursor',
    query: `query ($after: Cursor) { articles(first: 6, after: $after) { ${connection} } }`,
    variables: ({ cursor }) => ({ after: cursor }),
  },
  {
    name: 'a list backwards from a cursor',
    query: `query ($before: Cursor) { articles(last: 6, before: $before) { ${connection} } }`,
    variables: ({ cursor }) => ({ before: cursor }),
  },
  {
    name: 'a list from its end, in another order',
    query: `{ articles(last: 4, orderBy: ADDED_ASC) { nodes { slug addedAt } ${connection} } }`,
  },
  {
    name: 'a list by a filter in variables',
    query: `query ($filter: ArticleFilter) { articles(first: 30, filter: $filter) { totalCount nodes { slug language } } }`,
    variables: ({ category, source }) => ({
      filter: {
        language: ['en'],
        category: [category],
        source: [source],
        publishedFrom: '2026-07-01T00:00:00Z',
        publishedBefore: '2026-11-18T00:00:00+01:00',
      },
    }),
  },
  {
    name: 'the latest of one language',
    query: '{ latestArticles(first: 5, filter: { language: ["zh"] }) { slug addedAt popularity { rank } } }',
  },
  { name: 'the most read: hot', query: popular('HOT') },
  { name: 'the most read: of the day', query: popular('DAY') },
  { name: 'the most read: of the week', query: popular('WEEK') },
  { name: 'the most read: of the month', query: popular('MONTH') },
  { name: 'the most read: of all time', query: popular('ALL') },
  {
    name: 'the most read of a category, second page',
    query: `query ($category: ID, $source: ID, $after: Cursor) {
      ofCategory: popularArticles(category: $category, first: 3) { nodes { slug breadcrumbs { path } } }
      ofSource: popularArticles(source: $source, first: 3) { nodes { slug source { slug } } }
      popularArticles(first: 5, after: $after) { edges { rank node { slug } } }
    }`,
    variables: ({ category, source, popularCursor }) => ({ category, source, after: popularCursor }),
  },
  {
    name: 'the tree of categories',
    query: `{
      categories {
        id name path ancestors { path }
        children { path ancestors { path } children { path articles(first: 1) { totalCount nodes { slug } } } }
      }
    }`,
  },
  {
    name: 'a category with its articles, and one that there is not',
    query: `query ($path: String!) {
      category(path: $path) {
        path description
        own: articles(first: 3, includeDescendants: false) { nodes { slug } }
        articles(last: 3) { ${connection} }
      }
      none: category(path: "no/such/path") { id }
    }`,
    variables: () => ({ path: 'education' }),
  },
  {
    name: 'sources, page by page',
    query: `{
      sources(first: 4) { pageInfo { hasNextPage } edges { node { slug rights { holder syndication } } } }
      source(slug: "chalk-and-slate") { name articles(first: 3) { totalCount nodes { slug popularity { views } } } }
    }`,
  },
  {
    name: 'aliases, and fragments in fragments',
    query: `
      query {
        first: article(slug: "boatyard-term") { ...Any }
        second: article(slug: "marsh-frog-count") { ...Any }
      }
      fragment Any on ArticleResult { kind: __typename ... on Article { ...Names n: next { ...Names } } }
      fragment Names on Article { title: headline short: displayHeadline(maxWidth: 8) reads: popularity { day: views(window: DAY) all: views } }`,
  },
  {
    name: '@skip and @include',
    query: `query ($yes: Boolean!, $no: Boolean = false) {
      latestArticles(first: 3) {
        slug
        headline @skip(if: $yes)
        popularity @include(if: $yes) { views @skip(if: $no) rank @include(if: $no) }
        ... @include(if: $no) { wordCount }
      }
      popularArticles(first: 1) @skip(if: $yes) { nodes { slug } }
    }`,
    variables: () => ({ yes: true }),
  },
  {
    name: 'what the schema says of a type',
    query: `{
      __type(name: "RecordViewsInput") {
        kind description inputFields { name description type { kind ofType { kind ofType { ofType { name } } } } }
      }
    }`,
  },
  {
    name: 'views by a reader',
    query: `mutation ($id: ID!) {
      recordViews(input: { articleIds: [$id] }) { recorded ignored userErrors { code field message } }
    }`,
    variables: ({ another }) => ({ id: another }),
  },
  {
    name: 'views by a robot, of a withdrawn article and of none',
    query: `mutation ($ids: [ID!]!) {
      recordViews(input: { articleIds: $ids }) { recorded ignored userErrors { code field message } }
    }`,
    variables: ({ article, withdrawn }) => ({ ids: [article, withdrawn, 'QXJ0aWNsZTox'] }),
    by: 'robot',
  },
  {
    name: 'an article by an editor, with its fields of both subgraphs',
    query: `mutation ($source: ID!) {
      publishArticle(input: {
        source: $source, originalUrl: "https://harbour-gazette.example/router", headline: "By way of a router",
        publishedAt: "2026-10-01T10:00:00Z", bodyText: "One.\\n\\nTwo."
      }) { created article { slug modifiedAt source { slug } popularity { views } } userErrors { code } }
    }`,
    variables: ({ source }) => ({ source }),
    by: 'editor',
  },
  {
    name: 'what an editor gets wrong',
    query: `mutation ($source: ID!) {
      publishArticle(input: {
        source: $source, originalUrl: "https://harbour-gazette.example/x", headline: " ", publishedAt: "2999-01-01T00:00:00Z"
      }) { created article { slug } userErrors { code field message } }
    }`,
    variables: ({ source }) => ({ source }),
    by: 'editor',
  },
  {
    name: 'a write without a token',
    query: `mutation ($id: ID!) {
      withdrawArticle(input: { id: $id, reason: LEGAL }) { withdrawnArticle { id } userErrors { message } }
    }`,
    variables: ({ article }) => ({ id: article }),
  },
  { name: 'a field that there is not', query: '{ latestArticles { slug byline } }' },
  {
    name: 'a cursor that is none',
    query: '{ popularArticles(first: 1) { nodes { slug } } articles(after: "nowhere") { nodes { slug } } }',
  },
  {
    name: 'an id that is none',
    query: '{ node(id: "nothing") { id } latestArticles(first: 1) { slug popularity { views } } }',
  },
  {
    name: 'more than a page may hold',
    query: '{ latestArticles(first: 1) { slug } popularArticles(first: 1000) { nodes { slug } } }',
  },
  {
    name: 'a variable of the wrong type',
    query: 'query ($first: Int!) { latestArticles(first: $first) { slug } }',
    variables: () => ({ first: 'ten' }),
  },
];
