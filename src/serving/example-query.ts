import { type GraphQLSchema, parse, validate } from 'graphql';

/** What a newcomer finds in Apollo Sandbox and in the bundled explorer. */
export interface Example {
  query: string;
  variables: Record<string, string>;
}

/** Read anew on every visit. Never rejects: the pages open whatever is away. */
export type ExampleSource = () => Promise<Example>;

/** The whole article page. */
export const articlePageQuery = `# The whole article page in one request:
# the article with its source, rights and category trail,
# its neighbours and related links,
# and the latest and popular lists beside it.
#
# The play button runs it; "Variables" below hold the slug.
query ArticlePage($slug: String!) {
  article(slug: $slug) {
    __typename
    ... on Article {
      id
      headline
      authors
      language
      publishedAt
      modifiedAt
      readingMinutes
      originalUrl
      image {
        url
        alt
      }
      source {
        name
        homepageUrl
      }
      rights {
        holder
        licence
        notice
        syndication
        takedownContact
        takedownDays
      }
      breadcrumbs {
        name
        path
      }
      body {
        sections {
          number
          heading
          level
          html
        }
      }
      # Published just before and just after: on the whole site,
      # in the same category, from the same source.
      previous {
        ...Teaser
      }
      next {
        ...Teaser
      }
      previousInCategory: previous(within: CATEGORY) {
        ...Teaser
      }
      nextInCategory: next(within: CATEGORY) {
        ...Teaser
      }
      previousInSource: previous(within: SOURCE) {
        ...Teaser
      }
      nextInSource: next(within: SOURCE) {
        ...Teaser
      }
      relatedLinks {
        kind
        title
        url
        host
        # Filled in when the linked page is an article held here.
        article {
          ...Teaser
        }
      }
      popularity {
        rank
        views
      }
    }
    # A withdrawn article keeps its address and says why it is gone.
    ... on WithdrawnArticle {
      id
      originalUrl
      withdrawnAt
      reason
      statement
    }
  }
  latestArticles(first: 10) {
    ...Teaser
    addedAt
  }
  popularArticles(first: 10) {
    edges {
      rank
      views
      node {
        ...Teaser
      }
    }
  }
}

fragment Teaser on Article {
  slug
  displayHeadline(maxWidth: 40)
  publishedAt
}
`;

/**
 * {@link articlePageQuery} with an article that exists: with an empty or unreachable database the slug is an empty
 * string, which the API answers with a null article.
 *
 * @param slug - reads the slug of an article worth showing first; undefined while no article is held
 * @param onError - told why the slug could not be read
 */
export function articlePageExample(
  slug: () => Promise<string | undefined>,
  onError: (error: unknown) => void,
): ExampleSource {
  return async () => {
    const found = await slug().catch(onError);
    return { query: articlePageQuery, variables: { slug: found ?? '' } };
  };
}

/** The article page where the schema has one, as of our own subgraphs; else what every schema answers. */
export function exampleFor(schema: GraphQLSchema): Example {
  return validate(schema, parse(articlePageQuery)).length === 0
    ? { query: articlePageQuery, variables: { slug: '' } }
    : { query: '# "Documentation" tells what there is to ask for.\n{\n  __typename\n}\n', variables: {} };
}
