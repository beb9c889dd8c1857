import { Article } from '../../entities/article.js';
import { ArticleBody } from '../../entities/article-body.js';
import { ArticleCategory } from '../../entities/article-category.js';
import { ArticleUrl } from '../../entities/article-url.js';
import { Category } from '../../entities/category.js';
import { EditorToken } from '../../entities/editor-token.js';
import { ImportCheckpoint } from '../../entities/import-checkpoint.js';
import { Popularity } from '../../entities/popularity.js';
import { RelatedLink } from '../../entities/related-link.js';
import { Source } from '../../entities/source.js';
import { ViewBucket } from '../../entities/view-bucket.js';
import { WindowClock } from '../../entities/window-clock.js';
import { WithdrawnArticle } from '../../entities/withdrawn-article.js';

/** Everything that is stored, in the order in which rows refer to one another. */
export const entities = [
  Source,
  Category,
  Article,
  ArticleBody,
  ArticleUrl,
  ArticleCategory,
  RelatedLink,
  WithdrawnArticle,
  Popularity,
  ViewBucket,
  WindowClock,
  EditorToken,
  ImportCheckpoint,
];
