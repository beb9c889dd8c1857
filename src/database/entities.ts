import { Article } from '../../entities/article.js';
import { ArticleBody } from '../../entities/article-body.js';
import { ArticleCategory } from '../../entities/article-category.js';
import { ArticleCopy } from '../../entities/article-copy.js';
import { ArticleSignature } from '../../entities/article-signature.js';
import { ArticleSketch } from '../../entities/article-sketch.js';
import { ArticleUrl } from '../../entities/article-url.js';
import { ArticleVersion } from '../../entities/article-version.js';
import { Category } from '../../entities/category.js';
import { EditorToken } from '../../entities/editor-token.js';
import { HubSubscription } from '../../entities/hub-subscription.js';
import { ImportCheckpoint } from '../../entities/import-checkpoint.js';
import { IngestReject } from '../../entities/ingest-reject.js';
import { IngestRun } from '../../entities/ingest-run.js';
import { Popularity } from '../../entities/popularity.js';
import { RelatedLink } from '../../entities/related-link.js';
import { SeenEntry } from '../../entities/seen-entry.js';
import { Source } from '../../entities/source.js';
import { SourcePolling } from '../../entities/source-polling.js';
import { SourceRule } from '../../entities/source-rule.js';
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
  ArticleVersion,
  ArticleCopy,
  ArticleSignature,
  ArticleSketch,
  Popularity,
  ViewBucket,
  WindowClock,
  EditorToken,
  ImportCheckpoint,
  SourcePolling,
  SourceRule,
  IngestRun,
  IngestReject,
  SeenEntry,
  HubSubscription,
];
