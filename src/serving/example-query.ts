/** Reads the slug of an article worth showing first, or undefined while no article is held. */
export type ExampleSlug = () => Promise<string | undefined>;

/** The article-page query that a newcomer finds in Apollo Sandbox and in the bundled explorer. */
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
 * The variables that make {@link articlePageQuery} answer with an article that exists.
 *
 * The pages that show the query must open even with an empty or unreachable database, so the slug is then an
 * empty string, which the API answers with a null article.
 *
 * @param onError - told why the slug could not be read
 */
export async function articlePageVariables(
  slug: ExampleSlug,
  onError: (error: unknown) => void,
): Promise<{ slug: string }> {
  try {
    return { slug: (await slug()) ?? '' };
  } catch (error) {
    onError(error);
    return { slug: '' };
  }
}
